"""How to take part well, in three minutes: steps that open the real thing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analytics.actions.acts import finish_guide
from analytics.queries.coach import coach
from analytics.queries.letters import letter_units, letters_of
from analytics.scoring.answer_check import check_answer
from analytics.web.coach import coach_sentences
from analytics.web.letter_page import page_of
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def guide(request: PersonRequest) -> HttpResponse:
    """Show the guide; `wish` check looks a draft through and keeps nothing of it, done does not offer it again."""
    units = letter_units(viewer=request.user)
    if request.method == "POST" and request.POST.get("wish") == "done":
        finish_guide(actor=request.user, now=timezone.now())
        return SeeOther("/letters/")
    letter = letters_of(units[0]).first() if units else None
    ways = {act["act"]: act["href"] for act in page_of(letter, request.user, "nb")["acts"]} if letter else {}
    draft = request.POST.get("text", "")
    own = coach(viewer=request.user, now=timezone.now())
    context = {
        "here": "guide",
        "first_answer": ways.get("answer"),
        "first_thanks": ways.get("thank"),
        "coach": coach_sentences(own) if own else [],
        "draft": draft,
        "check": check_answer(draft),
    }
    return render(request, "analytics/guide.html", context)
