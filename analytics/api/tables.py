"""Tables for spreadsheets: asked for by their address, kept by their ETag."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from microblog.api.negotiation import OnlyJSON
from microblog.api.resource import has_tag, tag_of
from microblog.texts import for_spreadsheet


class AnyFormat(OnlyJSON):
    """A table is asked for by its address; only refusals are JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        (renderer,) = renderers
        return renderer, renderer.media_type or ""


def csv_of(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV (RFC 4180) under their heading; None is an empty cell, and no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([for_spreadsheet(cell) for cell in row] for row in rows)
    return text.getvalue()


def table_answer(request: Request, text: str, name: str) -> HttpResponse:
    """Return a CSV text as a file of this name, or 304 to who has it already."""
    tag = tag_of(text)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if has_tag(request, tag):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
