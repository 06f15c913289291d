"""Where the shoe pinches, cell by cell: what may be shown of each, and that the others are hidden."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from analytics.api import shapes
from analytics.api.objects import cell_object, pain_point_object, persistence
from analytics.api.serializers import PainPointsQuery, TableQuery
from analytics.api.tables import AnyFormat, csv_of, table_answer
from analytics.queries.acts import answer_to, answers_in
from analytics.queries.cells import Grid, Place, cell_grid, filled
from analytics.queries.pain_points import released_cell, shown_form
from microblog.api.cursors import read_cursor, write_cursor
from microblog.api.lists import page
from microblog.api.objects import Object
from microblog.api.resource import Resource

COLUMNS = ("period", "unit", "theme", "hidden", "pressure", "people_band", "persistence", "certainty", "direction")


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


class PainPointTable(Resource):
    """`/pain-points.csv`"""

    scope = "letters"
    asks = {"GET": TableQuery}
    content_negotiation_class = AnyFormat

    serves, sample = "text/csv", ",".join(COLUMNS)

    def get(self, request: Request) -> HttpResponse:
        grid = cell_grid(viewer=self.viewer, **self.asked)
        return table_answer(request, table(filled(grid.between(0, len(grid)))), "pain-points.csv")


def table(cells: list[tuple[Place, dict[str, Any] | None]]) -> str:
    """Return cells as CSV with a heading; a hidden one has no figures."""
    return csv_of(COLUMNS, (row_of(place, form) for place, form in cells))


def row_of(place: Place, form: dict[str, Any] | None) -> list[Any]:
    where = [place.period, place.unit.name, place.theme]
    return [*where, "true", *[""] * 5] if form is None else [*where, "false", *figures(form)]


def figures(form: dict[str, Any]) -> list[Any]:
    steps = persistence(form["persistence"])
    return [form["pressure"], form["people_band"], steps, form["certainty"], form["direction"] or ""]
