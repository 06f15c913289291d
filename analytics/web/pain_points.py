"""A theme in a unit and a period: what may be shown of it, how it was counted, and what was answered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from analytics import access
from analytics.queries.acts import answer_to, status_of
from analytics.queries.pain_points import released_cell, shown_form
from analytics.scoring.phrases import theme_name
from analytics.web import words
from microblog.texts import to_html
from microblog.web.answers import PersonRequest, signed_in


@require_safe
@signed_in
def pain_point(request: PersonRequest, key: int) -> HttpResponse:
    """Show one released cell."""
    cell = released_cell(viewer=request.user, key=key)
    answer = answer_to(cell)
    context = {
        "here": "letters",
        "cell": cell,
        "theme": theme_name(cell.theme, get_language()),
        "when": words.period_words(cell.period),
        "since": words.period_words(cell.since) if cell.since else "",
        "shown": words.shown_words(shown_form(cell)),
        "answer": answer,
        "answer_html": mark_safe(to_html(answer.post.text)) if answer else "",  # noqa: S308  made safe by `to_html`
        "answered_on": words.day_of(answer.post) if answer else "",
        "status": words.PAIN_POINT_STATUSES[status_of(answer)],
        "may_answer": access.can_answer(request.user, cell.unit) and (answer is None or answer.period != cell.period),
    }
    return render(request, "analytics/pain_point.html", context)
