"""The explorer: the released cells of a unit and its parts, one period at a time, and one theme over the weeks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from analytics.queries.acts import live_answers
from analytics.queries.cells import cell_grid, filled
from analytics.queries.letters import MOST_PERIODS
from analytics.queries.pain_points import cell_units
from analytics.scoring import periods
from analytics.scoring.themes import THEMES
from ideas.access import visible_ideas
from ideas.models import Promise
from microblog.models import OrgUnit, User
from microblog.queries.units import unit_tree

# The shown form of a cell (`pain_points.py:form_of`), None where it is hidden.
Form = dict[str, Any] | None


@dataclass(frozen=True)
class Ground:
    """What a reader explores: a unit, the readable ones above it from the top, and those right under it by name."""

    unit: OrgUnit
    above: list[OrgUnit]
    parts: list[OrgUnit]
    with_parts: set[int]

    @property
    def rows(self) -> list[OrgUnit]:
        """The unit itself and its parts, in the order in which they are shown."""
        return [self.unit, *self.parts]


class Mark(NamedTuple):
    """What happened with a theme in a period: `answered`, `promised` or `done`."""

    period: str
    what: str


def ground_of(*, viewer: User, unit: int | None = None) -> Ground:
    """Return what there is to explore around a unit, the viewer's own unless another is named.

    :raises NotAllowed: if the viewer neither leads a unit nor is an analyst.
    :raises Http404: if the unit is not the viewer's to look at, or there is none.
    """
    readable = {one.pk: one for one in cell_units(viewer=viewer)}
    chosen = next(iter(readable.values()), None) if unit is None else readable.get(unit)
    if chosen is None:
        raise Http404
    tree = unit_tree()
    above = [one for one in reversed(tree.ancestors(tree.units[chosen.pk])) if one.pk in readable]
    parts = [one for one in tree.children[chosen.pk] if one.pk in readable]
    deeper = {one.pk for one in parts if any(child.pk in readable for child in tree.children[one.pk])}
    return Ground(chosen, above, parts, deeper)


def period_cells(*, viewer: User, ground: Ground, period: str) -> dict[tuple[int, str], Form]:
    """Return the cells of one period by (unit, theme)."""
    grid = cell_grid(viewer=viewer, period=period, within=ground.unit.pk)
    return {(place.unit.pk, place.theme): form for place, form in filled(grid.between(0, len(grid)))}


def themes_shown(cells: dict[tuple[int, str], Form]) -> list[str]:
    """Return the themes with a shown cell, by how strongly they press in the strongest, then by key."""
    strongest = {
        theme: max((form["pressure"] for (_unit, of), form in cells.items() if of == theme and form), default=0)
        for theme in THEMES
    }
    return sorted((theme for theme in THEMES if strongest[theme]), key=lambda theme: (-strongest[theme], theme))


def theme_over_time(*, viewer: User, ground: Ground, theme: str) -> tuple[list[str], dict[int, list[Form]]]:
    """Return the last published periods, oldest first, and for each unit its cells in them."""
    grid = cell_grid(viewer=viewer, within=ground.unit.pk, theme=theme)
    grid = replace(grid, periods=grid.periods[:MOST_PERIODS])
    cells = {(place.period, place.unit.pk): form for place, form in filled(grid.between(0, len(grid)))}
    names = grid.periods[::-1]
    return names, {unit.pk: [cells[name, unit.pk] for name in names] for unit in ground.rows}


def marks_of(*, viewer: User, ground: Ground, theme: str, names: Sequence[str]) -> list[Mark]:
    """Return what leaders answered and promised on a theme in these periods, for the unit or a larger one."""
    units = [ground.unit, *ground.above]
    answers = live_answers().filter(unit__in=units, theme=theme).values_list("post__published_at", flat=True)
    promises = Promise.objects.filter(unit__in=units, theme=theme, idea__in=visible_ideas(viewer))
    found = {Mark(period_of(when), "answered") for when in answers if when}
    for made_at, done_on in promises.values_list("made_at", "done_on"):
        found.add(Mark(period_of(made_at), "promised"))
        if done_on:
            found.add(Mark(period_of(noon(done_on)), "done"))
    return sorted(mark for mark in found if mark.period in names)


def period_of(when: dt.datetime) -> str:
    return periods.period_of(when, weeks=settings.PERIOD_WEEKS)


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
