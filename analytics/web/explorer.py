"""The explorer: the map of units and themes in one period, and one theme over the weeks."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.queries.explorer import (
    Form,
    Ground,
    Mark,
    ground_of,
    marks_of,
    period_cells,
    theme_over_time,
    themes_shown,
)
from analytics.queries.pain_points import published_periods
from analytics.scoring.phrases import theme_name
from analytics.scoring.themes import THEMES
from analytics.web import words
from analytics.web.letters import known_period, wanted_unit
from microblog.web.answers import PersonRequest, signed_in

Cells = dict[tuple[int, str], Form]

# So many themes stand side by side; more get a drawing of their own below.
THEMES_A_DRAWING = 5
MOST_NAMED = 2
# From so many people on, drawn to the middle of the band, a cell has the next colour. Absolute: the same everywhere.
HEAT_EDGES = (10, 20, 50)
MARKS = {
    "answered": gettext_lazy("Besvart"),
    "promised": gettext_lazy("Lovet"),
    "done": gettext_lazy("Gjort"),
}


@require_safe
@signed_in
def explorer(request: PersonRequest) -> HttpResponse:
    """Show the map of one period: a unit and its parts by theme."""
    ground = ground_of(viewer=request.user, unit=wanted_unit(request))
    names = list(published_periods().order_by("-period").values_list("period", flat=True))
    period = known_period(request.GET["period"]) if "period" in request.GET else next(iter(names), None)
    if period and period not in names:
        raise Http404
    cells = period_cells(viewer=request.user, ground=ground, period=period) if period else {}
    themes = sorted(themes_shown(cells), key=lambda theme: -middle(cells, ground.unit.pk, theme))
    context = {
        "here": "explorer",
        "ground": ground,
        "period": period,
        "when": words.period_words(period) if period else "",
        "choices": [(name, words.period_words(name)) for name in names],
        "grids": grids(ground, themes, cells, period) if period else [],
        "finding": finding(ground, themes, cells),
        "themes": [(theme, theme_name(theme, get_language())) for theme in THEMES],
    }
    return render(request, "analytics/explorer.html", context)


def grids(ground: Ground, themes: list[str], cells: Cells, period: str) -> list[dict[str, Any]]:
    """Return the drawings of a period with their tables, a few themes in each."""
    return [
        grid(number, ground, themes[start : start + THEMES_A_DRAWING], cells, period)
        for number, start in enumerate(range(0, len(themes), THEMES_A_DRAWING))
    ]


def grid(number: int, ground: Ground, themes: list[str], cells: Cells, period: str) -> dict[str, Any]:
    language = get_language()
    rows = [(unit.name, [heat(cells[unit.pk, theme]) for theme in themes]) for unit in ground.rows]
    columns = [theme_name(theme, language) for theme in themes]
    return {
        "key": f"grid{number}",
        "title": finding(ground, themes, cells),
        "numbers": numbers(columns, rows),
        "columns": columns,
        "rows": rows,
        "table": [
            (unit, [said(cells[unit.pk, theme]) for theme in themes], unit.pk in ground.with_parts)
            for unit in ground.rows
        ],
    }


def heat(form: Form) -> tuple[str, int] | None:
    """Return what stands in a cell and its colour, by the band alone; None where it is hidden."""
    if form is None:
        return None
    middle = words.middle_of(form["people_band"])
    return said(form), 2 + sum(middle >= edge for edge in HEAT_EDGES)


def said(form: Form) -> str:
    return _("skjult") if form is None else words.band_words(form["people_band"])


def numbers(columns: list[str], rows: list[tuple[str, list[tuple[str, int] | None]]]) -> str:
    """Return the shown numbers of a drawing in words."""
    sentences = []
    for place, column in enumerate(columns):
        shown = [f"{name} {cells[place][0]}" for name, cells in rows if cells[place]]  # type: ignore[index]
        sentences.append(f"{column}: {', '.join(shown)}.")
    return " ".join([*sentences, _("Alle andre ruter er skjult.")])


def finding(ground: Ground, themes: list[str], cells: Cells) -> str:
    """Return the sentence over a drawing: the theme with most people, and the parts where they are most."""
    unit = ground.unit
    ranked = sorted(
        (theme for theme in themes if cells[unit.pk, theme]), key=lambda theme: -middle(cells, unit.pk, theme)
    )
    if not ranked:
        return _("Ingen ruter kan vises for denne perioden.")
    theme = ranked[0]
    name = theme_name(theme, get_language())
    highest = max((middle(cells, part.pk, theme) for part in ground.parts), default=0.0)
    most = [part.name for part in ground.parts if highest and middle(cells, part.pk, theme) == highest]
    if not 0 < len(most) <= MOST_NAMED:
        return _("%(theme)s samler flest i %(unit)s") % {"theme": name, "unit": unit.name}
    where = _("%(one)s og %(other)s") % {"one": most[0], "other": most[1]} if len(most) > 1 else most[0]
    return _("%(theme)s er høyest i %(where)s") % {"theme": name, "where": where}


def middle(cells: Cells, unit: int, theme: str) -> float:
    form = cells[unit, theme]
    return words.middle_of(form["people_band"]) if form else 0.0


@require_safe
@signed_in
def theme_lines(request: PersonRequest, theme: str) -> HttpResponse:
    """Show one theme over the last periods: a unit and its parts."""
    if theme not in THEMES:
        raise Http404
    ground = ground_of(viewer=request.user, unit=wanted_unit(request))
    names, forms = theme_over_time(viewer=request.user, ground=ground, theme=theme)
    marks = marks_of(viewer=request.user, ground=ground, theme=theme, names=names)
    drawn = [unit for unit in ground.rows if any(forms[unit.pk])]
    context = {
        "here": "explorer",
        "ground": ground,
        "theme": theme,
        "name": theme_name(theme, get_language()),
        "lines": [
            line(unit.pk, unit.name, names, forms[unit.pk], marks if unit == ground.unit else []) for unit in drawn
        ],
        "hidden": [unit.name for unit in ground.rows if unit not in drawn],
        "heads": [words.week_words(name) for name in names],
        "table": [(unit.name, [said(form) for form in forms[unit.pk]]) for unit in ground.rows],
        "marks": [(words.week_words(mark.period), MARKS[mark.what]) for mark in marks],
    }
    return render(request, "analytics/theme_lines.html", context)


def line(unit: int, name: str, names: list[str], forms: list[Form], marks: list[Mark]) -> dict[str, Any]:
    """Return a drawing of one unit's line of periods."""
    labels = [words.week_words(period) for period in names]
    bands = [said(form) for form in forms]
    return {
        "key": f"line{unit}",
        "unit": name,
        "title": _("%(unit)s, %(first)s til %(last)s")
        % {"unit": name, "first": labels[0].lower(), "last": labels[-1].lower()},
        "numbers": ", ".join(f"{label} {band}" for label, band in zip(labels, bands, strict=True)),
        "points": [words.middle_of(form["people_band"]) if form else None for form in forms],
        "labels": labels,
        "last": bands[-1],
        "marks": [(names.index(mark.period), str(MARKS[mark.what])) for mark in marks],
    }
