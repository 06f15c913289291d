"""Pain points as they may be shown: the one form that page, API, letter and export share."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from analytics import access
from analytics.disclosure.bands import band_of, certainty, direction, has_few_voices, pressure
from analytics.models import PainPoint
from analytics.scoring import periods
from microblog.access import NotAllowed
from microblog.models import JobRun, OrgUnit, Role, User


def published_periods() -> QuerySet[JobRun]:
    """The periods whose letters are out, to be used inside another query."""
    return JobRun.objects.filter(job="letters").values("period")  # type: ignore[return-value]


def cell_units(*, viewer: User) -> list[OrgUnit]:
    """Return the units whose cells the viewer may look at.

    :raises NotAllowed: if the viewer neither leads a unit nor is an analyst.
    """
    if not viewer.has_role(Role.ANALYST) and not access.answers_for(viewer).exists():
        raise NotAllowed(_("Tallene er for ledere."))
    return access.readable_cell_units(viewer)


def released_cell(*, viewer: User, key: int) -> PainPoint:
    """Return one shown cell.

    :raises Http404: if there is none, if it is hidden, or if it is not the viewer's to see.
    """
    units = access.readable_cell_units(viewer)
    shown = PainPoint.objects.filter(unit__in=units, period__in=published_periods(), is_released=True)
    return get_object_or_404(shown.select_related("unit"), pk=key)


def released_cells(*, period_names: Iterable[str], units: Iterable[int]) -> list[PainPoint]:
    """Return the shown cells of these periods and units, the strongest first within each unit and period."""
    cells = PainPoint.objects.filter(period__in=list(period_names), unit__in=list(units), is_released=True)
    return list(cells.order_by("-period", "unit", "-score", "theme"))


def shown_forms(cells: Sequence[PainPoint]) -> dict[int, dict[str, Any]]:
    """Return the shown form of each released cell by its key, with its `rank` in its unit and period (None for few
    voices). `cells` must hold all released cells of each unit and period that it touches; one query for all of them."""
    earlier = {(cell.period, cell.unit_id, cell.theme): cell for cell in cells_before(cells)}
    ranks: dict[tuple[str, int], int] = {}
    forms: dict[int, dict[str, Any]] = {}
    for cell in sorted(cells, key=lambda cell: (-cell.score, cell.theme)):
        before = earlier.get((period_before(cell.period), cell.unit_id, cell.theme))
        form = form_of(cell, before)
        place = (cell.period, cell.unit_id)
        if not form["few_voices"]:
            ranks[place] = ranks.get(place, 0) + 1
        forms[cell.pk] = {**form, "rank": None if form["few_voices"] else ranks[place]}
    return forms


def shown_form(cell: PainPoint) -> dict[str, Any]:
    """Return the shown form of one released cell, ranked among those of its unit and period."""
    return shown_forms(released_cells(period_names=[cell.period], units=[cell.unit_id]))[cell.pk]


def cells_before(cells: Sequence[PainPoint]) -> list[PainPoint]:
    """Return the shown cells of the periods just before those of some cells, in the same units."""
    names = {period_before(cell.period) for cell in cells}
    return released_cells(period_names=names, units={cell.unit_id for cell in cells})


def period_before(period: str) -> str:
    return periods.previous(period, weeks=settings.PERIOD_WEEKS)


def form_of(cell: PainPoint, before: PainPoint | None) -> dict[str, Any]:
    """Return a released cell in bands and rounded factors; nothing exact, nothing that could be computed back.

    `before` is the same cell of the period before, if that was shown.
    """
    band = band_of(cell.authors)
    assert cell.is_released
    assert band is not None
    previous = band_of(before.authors) if before else None
    active = band_of(cell.active)
    sure = certainty(band)
    return {
        "id": str(cell.pk),
        "theme": cell.theme,
        "words": cell.words,
        "pressure": pressure(cell.severity),
        "people_band": band.text,
        "previous_band": previous.text if previous else None,
        "certainty": sure,
        "direction": direction(ratio=cell.ratio, people=cell.authors, before=before.authors if before else None),
        "persistence": cell.persistence,
        "since": cell.since,
        "alarm": cell.is_alarm,
        "few_voices": sure == "weak" or active is None or has_few_voices(band, active),
    }
