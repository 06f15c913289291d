"""The ledger as its readers walk it: every period, unit and theme has a place, whatever was or was not said there.

The places are counted out, not read from rows: a unit in which nobody wrote has no row, and must look like one in
which four did.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import Http404

from analytics.models import PainPoint
from analytics.queries.pain_points import cell_units, published_periods, released_cells, shown_forms
from analytics.scoring.themes import THEMES
from microblog.models import OrgUnit, User


class Place(NamedTuple):
    """Where a cell stands."""

    period: str
    unit: OrgUnit
    theme: str


@dataclass(frozen=True)
class Grid:
    """All places for one reader: the newest period first, in it the units by key, in them the themes by key."""

    periods: list[str]
    units: list[OrgUnit]
    themes: list[str]

    def __len__(self) -> int:
        return len(self.periods) * len(self.units) * len(self.themes)

    def between(self, start: int, end: int) -> list[Place]:
        """Return the places from one number to another."""
        return [self.place(number) for number in range(max(0, start), min(end, len(self)))]

    def place(self, number: int) -> Place:
        rest, theme = divmod(number, len(self.themes))
        period, unit = divmod(rest, len(self.units))
        return Place(self.periods[period], self.units[unit], self.themes[theme])

    def number(self, period: str, unit: int, theme: str) -> int:
        """Return the number of a place, or of the one that has followed it where it is no longer there."""
        newest_first = [*reversed(self.periods)]
        at = len(newest_first) - bisect_left(newest_first, period)
        if period not in self.periods:
            return at * len(self.units) * len(self.themes)
        unit_at = bisect_left([one.pk for one in self.units], unit)
        return ((at - 1) * len(self.units) + unit_at) * len(self.themes) + bisect_left(self.themes, theme)


def cell_grid(
    *,
    viewer: User,
    period: str | None = None,
    unit: int | None = None,
    within: int | None = None,
    theme: str | None = None,
) -> Grid:
    """Return the places of published periods that the viewer may look at: all, or those of one period, unit or theme.

    `within` names a unit, too: that one and those right under it.

    :raises NotAllowed: if the viewer neither leads a unit nor is an analyst.
    :raises Http404: if the unit is not the viewer's to look at.
    """
    units = sorted(cell_units(viewer=viewer), key=lambda one: one.pk)
    if {unit, within} - {None} - {one.pk for one in units}:
        raise Http404
    if unit is not None:
        units = [one for one in units if one.pk == unit]
    if within is not None:
        units = [one for one in units if within in (one.pk, one.parent_id)]
    published = published_periods()
    if period is not None:
        published = published.filter(period=period)
    names = [*published.order_by("-period").values_list("period", flat=True)]
    return Grid(names, units, [theme] if theme else sorted(THEMES))


def filled(places: Sequence[Place]) -> list[tuple[Place, dict[str, Any] | None]]:
    """Return the places, each with the shown form of its cell, or None where that is hidden. Two queries for all."""
    forms = forms_of(released_cells_at(places))
    return [(place, forms.get((place.period, place.unit.pk, place.theme))) for place in places]


def released_cells_at(places: Iterable[Place]) -> list[PainPoint]:
    """Return the shown cells of all periods and units that the places touch."""
    names, units = {place.period for place in places}, {place.unit.pk for place in places}
    return released_cells(period_names=names, units=units)


def forms_of(cells: Sequence[PainPoint]) -> dict[tuple[str, int, str], dict[str, Any]]:
    forms = shown_forms(cells)
    return {(cell.period, cell.unit_id, cell.theme): forms[cell.pk] for cell in cells}
