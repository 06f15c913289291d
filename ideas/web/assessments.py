"""Scorecards of an idea: shown each by itself, asked for, filled in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ideas import access
from ideas.actions.assessments import ask_assessor, assess_idea
from ideas.models import Idea
from ideas.models.assessments import MARKS
from ideas.queries.assessments import assessments_of, assessors_of, span_of
from ideas.queries.ideas import visible_idea
from ideas.web.forms import AssessmentForm, AssessorForm
from microblog.access import Invalid
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assessments(request: PersonRequest, key: int) -> HttpResponse:
    """Show the cards of an idea with their arithmetic, and fill in one's own."""
    found = visible_idea(viewer=request.user, key=key)
    if request.method != "POST":
        return page(request, found)
    form = AssessmentForm(request.POST)
    if form.is_valid():
        note, marks = form.cleaned_data["note"], {mark: int(form.cleaned_data[mark]) for mark in MARKS}
        assess_idea(actor=request.user, idea=found, marks=marks, note=note, now=timezone.now())
        return SeeOther(f"/ideas/{key}/assessments/")
    return page(request, found, form=form)


@require_POST
@signed_in
def assessors(request: PersonRequest, key: int) -> HttpResponse:
    """Ask a person to assess an idea."""
    found = visible_idea(viewer=request.user, key=key)
    form = AssessorForm(request.POST)
    if form.is_valid():
        try:
            ask_assessor(actor=request.user, idea=found, person=form.cleaned_data["person"], now=timezone.now())
            return SeeOther(f"/ideas/{key}/assessments/")
        except Invalid as bad:
            form.add_error(bad.field, bad.detail)
    return page(request, found, asking=form)


def page(
    request: PersonRequest, idea: Idea, form: AssessmentForm | None = None, asking: AssessorForm | None = None
) -> HttpResponse:
    cards = list(assessments_of(idea))
    mine = next((card for card in cards if card.person_id == request.user.pk), None)
    initial = {name: getattr(mine, name) for name in (*MARKS, "note")} if mine else None
    context = {
        "here": "ideas",
        "idea": idea,
        "cards": cards,
        "span": span_of(cards),
        "asked": assessors_of(idea),
        "form": (form or AssessmentForm(initial=initial)) if access.assesses(request.user, idea) else None,
        "asking": (asking or AssessorForm()) if access.decides(request.user, idea) else None,
    }
    status = 422 if form or asking else 200
    return render(request, "ideas/assessments.html", context, status=status)
