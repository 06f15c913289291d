"""The acts of a letter, done in place: answer a theme, say thanks, give an act to somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analytics import access
from analytics.actions.acts import answer_pain_point, give_thanks, hand_over
from analytics.models import Letter, PainPoint
from analytics.queries.acts import act_of, answer_to, community_of_unit, idea_to_thank_for, leader_spoken_for
from analytics.queries.letters import letter_of, letters_of, rendered
from analytics.queries.pain_points import released_cell, shown_form
from analytics.scoring.answer_check import check_answer
from analytics.web import words
from analytics.web.forms import STANCES, AnswerForm, ColleagueForm, ThanksForm
from analytics.web.letters import known_period, wanted_unit
from microblog.web.answers import PersonRequest, SeeOther, signed_in

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
@signed_in
def answer(request: PersonRequest, key: int) -> HttpResponse:
    """Answer a theme to the whole unit. `wish` check looks the draft through and publishes nothing."""
    cell = released_cell(viewer=request.user, key=key)
    access.require_answerer(request.user, cell.unit)
    if request.method != "POST":
        return answer_page(request, cell, AnswerForm(initial={"stance": "seen"}))
    form = AnswerForm(request.POST)
    if request.POST.get("wish") == "check":
        return answer_page(request, cell, AnswerForm(initial=request.POST.dict()))
    if not form.is_valid():
        return answer_page(request, cell, form, status=422)
    answer_pain_point(actor=request.user, cell=cell, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Svaret er lagt ut."))
    letter = letters_of(cell.unit).filter(period=cell.period).first()
    return SeeOther(letter_address(letter) if letter else f"/pain-points/{cell.pk}/")


def answer_page(request: PersonRequest, cell: PainPoint, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {
        "here": "letters",
        "cell": cell,
        "theme": words.theme_words(cell.theme),
        "week": words.week_words(cell.period).lower(),
        "shown": words.shown_words(shown_form(cell)),
        "answered": answer_to(cell),
        "community": community_of_unit(cell.unit),
        "leader": leader_spoken_for(viewer=request.user, unit=cell.unit),
        "form": form,
        "stances": STANCES,
        "check": check_answer(form["text"].value() or ""),
    }
    return render(request, "analytics/answer.html", context, status=status)


@require_http_methods(PAGE_METHODS)
@signed_in
def thanks(request: PersonRequest, period: str) -> HttpResponse:
    """Say thanks where the letter asks for it: a reply to the idea."""
    letter = wanted_letter(request, period)
    idea = idea_to_thank_for(viewer=request.user, letter=letter)
    draft = _("Takk, %(name)s, for «%(title)s».") % {"name": first_name(idea.post.author.name), "title": idea.title}
    form = ThanksForm(request.POST) if request.method == "POST" else ThanksForm(initial={"text": draft})
    if form.is_bound and form.is_valid():
        give_thanks(actor=request.user, letter=letter, text=form.cleaned_data["text"], now=timezone.now())
        messages.success(request, _("Takken står i tråden."))
        return SeeOther(letter_address(letter))
    context = {
        "here": "letters",
        "letter": letter,
        "idea": idea,
        "form": form,
        "leader": leader_spoken_for(viewer=request.user, unit=letter.unit),
    }
    return render(request, "analytics/thanks.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
@signed_in
def handover(request: PersonRequest, period: str, act: str) -> HttpResponse:
    """Give an act of the letter to a colleague."""
    letter = wanted_letter(request, period)
    act_of(letter, act)
    shown = next(one for one in rendered(letter, get_language())["acts"] if one["act"] == act)
    form = ColleagueForm(request.POST or None, viewer=request.user)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["person"]
        hand_over(actor=request.user, letter=letter, act=act, person=person, now=timezone.now())
        messages.success(request, _("Gitt til %(name)s.") % {"name": person.name})
        return SeeOther(letter_address(letter))
    context = {"here": "letters", "letter": letter, "act": shown, "form": form}
    return render(request, "analytics/handover.html", context, status=422 if form.errors else 200)


def wanted_letter(request: PersonRequest, period: str) -> Letter:
    """Return the letter that the address names.

    :raises NotAllowed: if the reader leads no unit and is nobody's delegate.
    :raises Http404: if there is none for the reader.
    """
    return letter_of(viewer=request.user, period=known_period(period), unit=wanted_unit(request))


def letter_address(letter: Letter) -> str:
    return f"/letters/{letter.period}/?unit={letter.unit_id}#acts"


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name
