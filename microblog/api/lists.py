"""Lists in pages: `{"items", "next", "previous"}`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from microblog.api.cursors import read_cursor, write_cursor
from microblog.queries.pages import page_of_rows, position_of

Objects = Callable[[Any], list[dict[str, Any]]]


def each(of_row: Callable[[Any], dict[str, Any]]) -> Objects:
    """Return what makes rows into objects one by one."""
    return lambda rows: [of_row(row) for row in rows]


def page(items: list[dict[str, Any]], older: str | None, newer: str | None) -> dict[str, Any]:
    # `previous` comes last: `resource.py:tag_of` leaves it out.
    return {"items": items, "next": older, "previous": newer}


def page_of(
    request: Request, asked: dict[str, Any], rows: QuerySet[Any], order: Sequence[str], objects: Objects
) -> dict[str, Any]:
    """Return the page that was asked for, its rows made into objects by `objects`.

    :raises ParseError: if the cursor is not one of this list.
    """
    place: dict[str, Any] = {}
    if "cursor" in asked:
        place = read_cursor(request, asked["cursor"], kinds={"after", "before"})
    backwards = place.get("kind") == "before"
    found = page_of_rows(rows, order, position=place.get("at"), backwards=backwards, limit=asked["limit"])
    has_next, has_previous = (True, found.has_more) if backwards else (found.has_more, bool(place))

    def edge(kind: str, index: int) -> str | None:
        return write_cursor(request, {"kind": kind, "at": position_of(found.rows[index], order)})

    return page(
        objects(found.rows),
        edge("after", -1) if found.rows and has_next else None,
        edge("before", 0) if found.rows and has_previous else None,
    )


def page_of_list(
    request: Request, asked: dict[str, Any], rows: Sequence[Model], of_row: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return the page that was asked for of a list that is held in memory as a whole.

    :raises ParseError: if the cursor is not one of this list.
    """
    keys, limit = [row.pk for row in rows], asked["limit"]
    start = 0
    if "cursor" in asked:
        place = read_cursor(request, asked["cursor"], kinds={"from"})
        start = keys.index(place["at"]) if place["at"] in keys else len(keys)

    def edge(index: int) -> str:
        return write_cursor(request, {"kind": "from", "at": keys[index]})

    return page(
        [of_row(row) for row in rows[start : start + limit]],
        edge(start + limit) if start + limit < len(keys) else None,
        edge(max(0, start - limit)) if start else None,
    )
