"""Pain points as they may be shown: the one form that page, API, letter and export share."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from analytics import access
from analytics.disclosure.bands import band_of, certainty, direction, has_few_voices
from analytics.models import PainPoint
from analytics.scoring import periods
from analytics.scoring.pain_points import pressure
from microblog.models import JobRun, User


def published_periods() -> QuerySet[JobRun]:
    """The periods whose letters are out, to be used inside another query."""
    return JobRun.objects.filter(job="letters").values("period")  # type: ignore[return-value]


def published_cells(*, viewer: User) -> QuerySet[PainPoint]:
    """Return the cells, shown and hidden, of published periods and of units that the viewer may look at."""
    return (
        PainPoint.objects.filter(
            unit__in=access.readable_cell_units(viewer), period__in=published_periods()
        )
        .select_related("unit")
        .order_by("-period", "unit", "-is_released", "-score", "theme")
    )


def released_cell(*, viewer: User, key: int) -> PainPoint:
    """Return one shown cell.

    :raises Http404: if there is none, if it is hidden, or if it is not the viewer's to see.
    """
    return get_object_or_404(published_cells(viewer=viewer).filter(is_released=True), pk=key)


def shown_form(cell: PainPoint) -> dict[str, Any]:
    """Return a released cell in bands and rounded factors; nothing exact, nothing that could be computed back."""
    band = band_of(cell.authors)
    assert band is not None and cell.is_released
    before = cell_before(cell)
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
        "direction": direction(
            ratio=cell.ratio, people=cell.authors, before=before.authors if before else None
        ),
        "persistence": cell.persistence,
        "since": cell.since,
        "alarm": cell.is_alarm,
        "few_voices": sure == "weak" or active is None or has_few_voices(band, active),
    }


def cell_before(cell: PainPoint) -> PainPoint | None:
    """Return the same cell of the period before, if it was shown."""
    before = periods.previous(cell.period, weeks=settings.PERIOD_WEEKS)
    return PainPoint.objects.filter(
        period=before, unit=cell.unit_id, theme=cell.theme, is_released=True
    ).first()
