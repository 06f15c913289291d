"""The leaders' letters: which there are, and one of them."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from analytics.models import Letter
from analytics.queries.acts import has_read_guide
from analytics.queries.letters import chosen_unit, headline, letter_units, letters_of, neighbours
from analytics.scoring import periods
from analytics.web.letter_page import page_of
from analytics.web.words import period_words
from microblog.web.answers import PersonRequest, key_in, signed_in

LETTERS_A_PAGE = 12


@require_safe
@signed_in
def listing(request: PersonRequest) -> HttpResponse:
    """List the letters of one unit by period: of the reader's own, or of another that the reader may read."""
    units = letter_units(viewer=request.user)
    unit = chosen_unit(units, wanted_unit(request))
    found = letters_of(unit)
    if before := request.GET.get("before"):
        found = found.filter(period__lt=known_period(before))
    page = list(found[: LETTERS_A_PAGE + 1])
    context = {
        "here": "letters",
        "units": units,
        "unit": unit,
        "rows": [row_of(letter) for letter in page[:LETTERS_A_PAGE]],
        "is_new_here": not has_read_guide(viewer=request.user),
        "older_than": page[LETTERS_A_PAGE - 1].period if len(page) > LETTERS_A_PAGE else None,
    }
    return render(request, "analytics/letters.html", context)


def wanted_unit(request: PersonRequest) -> int | None:
    """Return the key of the unit that the address names, if it names one; no unit has the key 0."""
    return (key_in(request.GET["unit"]) or 0) if "unit" in request.GET else None


def known_period(text: str) -> str:
    """Return the name of a period of this installation.

    :raises Http404: if it is none.
    """
    try:
        return periods.parse(text, weeks=settings.PERIOD_WEEKS)
    except periods.BadPeriod as error:
        raise Http404 from error


def row_of(letter: Letter) -> dict[str, object]:
    return {
        "period": letter.period,
        "unit": letter.unit_id,
        "when": period_words(letter.period),
        "headline": headline(letter, get_language()),
    }


@require_safe
@signed_in
def letter(request: PersonRequest, period: str) -> HttpResponse:
    """Show the letter of a period."""
    units = letter_units(viewer=request.user)
    unit = chosen_unit(units, wanted_unit(request))
    found = get_object_or_404(letters_of(unit), period=known_period(period))
    before, after = neighbours(found)
    context = {
        "here": "letters",
        "letter": found,
        "page": page_of(found, request.user, get_language()),
        "units": units,
        "before": before,
        "after": after,
    }
    return render(request, "analytics/letter.html", context)
