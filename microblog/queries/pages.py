"""A page of a list by the keys of its rows, forwards and backwards, never by counting from the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Rows:
    """A page of rows in the order of the list, and whether there are more in the direction of reading."""

    rows: list[Any]
    has_more: bool


def page_of_rows(
    rows: QuerySet[Any],
    order: Sequence[str],
    *,
    position: Sequence[Any] | None = None,
    backwards: bool = False,
    limit: int = 20,
) -> Rows:
    """Return the rows that follow a position, or that come before it.

    `order` names one or two fields that are unique together, all rising or all falling (`-`); `position` holds their
    values in the row at the edge of the page before.
    """
    names = [name.lstrip("-") for name in order]
    falling = order[0].startswith("-") != backwards
    if position is not None:
        rows = rows.filter(beyond(names, position, "lt" if falling else "gt"))
    found = list(rows.order_by(*(f"-{name}" if falling else name for name in names))[: limit + 1])
    page = found[:limit]
    return Rows(rows=page[::-1] if backwards else page, has_more=len(found) > limit)


def beyond(names: Sequence[str], position: Sequence[Any], side: str) -> Q:
    """Return the condition that a row lies beyond a position; the first part of it is one that an index can walk."""
    name, value = names[0], position[0]
    if len(names) == 1:
        return Q(**{f"{name}__{side}": value})
    tie = Q(**{name: value}) & beyond(names[1:], position[1:], side)
    return Q(**{f"{name}__{side}e": value}) & (Q(**{f"{name}__{side}": value}) | tie)


def position_of(row: Model, order: Sequence[str]) -> list[Any]:
    """Return where a row stands in the list."""
    return [getattr(row, name.lstrip("-")) for name in order]
