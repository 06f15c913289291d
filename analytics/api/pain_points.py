"""Where the shoe pinches, cell by cell: what may be shown of each, and that the others are hidden."""

import csv
import io
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from analytics.api import shapes
from analytics.api.objects import cell_object, pain_point_object, persistence
from analytics.api.serializers import PainPointsQuery, TableQuery
from analytics.queries.acts import answer_to, answers_in
from analytics.queries.cells import Grid, Place, cell_grid, filled
from analytics.queries.pain_points import released_cell, shown_form
from microblog.api.cursors import read_cursor, write_cursor
from microblog.api.lists import page
from microblog.api.negotiation import OnlyJSON
from microblog.api.objects import Object
from microblog.api.resource import Resource, has_tag, tag_of

COLUMNS = ("period", "unit", "theme", "hidden", "pressure", "people_band", "persistence", "certainty", "direction")
# A spreadsheet takes a cell that begins with one of these for a formula.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PainPoints(Resource):
    """`/pain-points`"""

    shows = shapes.CellPage
    scope = "letters"
    asks = {"GET": PainPointsQuery}

    def get(self, request: Request) -> Object:
        limit = self.asked.pop("limit")
        cursor = self.asked.pop("cursor", None)
        grid = cell_grid(viewer=self.viewer, **self.asked)
        start = grid.number(*read_cursor(request, cursor, kinds={"from"})["at"]) if cursor else 0
        cells = filled(grid.between(start, start + limit))
        answers = answers_in({place.unit.pk for place, _form in cells})
        items = [cell_object(place, form, answers.get((place.unit.pk, place.theme))) for place, form in cells]
        older = edge(request, grid, start + limit) if start + limit < len(grid) else None
        newer = edge(request, grid, max(0, start - limit)) if start else None
        return page(items, older, newer)


def edge(request: Request, grid: Grid, number: int) -> str:
    """Return the cursor of the page that begins with this place."""
    place = grid.place(number)
    return write_cursor(request, {"kind": "from", "at": [place.period, place.unit.pk, place.theme]})


class OnePainPoint(Resource):
    """`/pain-points/:id`"""

    shows = shapes.PainPoint
    scope = "letters"

    def get(self, request: Request, id: int) -> Object:
        cell = released_cell(viewer=self.viewer, key=id)
        return pain_point_object(cell.period, cell.unit, shown_form(cell), answer_to(cell))


class AnyFormat(OnlyJSON):
    """A table is asked for by its address; only refusals are JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        (renderer,) = renderers
        return renderer, renderer.media_type or ""


class PainPointTable(Resource):
    """`/pain-points.csv`"""

    scope = "letters"
    asks = {"GET": TableQuery}
    content_negotiation_class = AnyFormat

    serves, sample = "text/csv", ",".join(COLUMNS)

    def get(self, request: Request) -> HttpResponse:
        grid = cell_grid(viewer=self.viewer, **self.asked)
        text = table(filled(grid.between(0, len(grid))))
        tag = tag_of(text)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
        if has_tag(request, tag):
            return HttpResponse(status=304, headers=headers)
        headers["Content-Disposition"] = 'attachment; filename="pain-points.csv"'
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def table(cells: list[tuple[Place, dict[str, Any] | None]]) -> str:
    """Return cells as CSV (RFC 4180) with a heading; a hidden one has no figures."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for place, form in cells:
        where = (place.period, safe(place.unit.name), place.theme)
        rows.writerow([*where, "true", *[""] * 5] if form is None else [*where, "false", *figures(form)])
    return text.getvalue()


def figures(form: dict[str, Any]) -> list[Any]:
    steps = persistence(form["persistence"])
    return [form["pressure"], form["people_band"], steps, form["certainty"], form["direction"] or ""]


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text
