"""Tables for spreadsheets: asked for by their address, kept by their ETag."""

from django.http import HttpResponse
from rest_framework.request import Request

from microblog.api.resource import has_tag, tag_of


def table_answer(request: Request, text: str, name: str) -> HttpResponse:
    """Return a CSV text as a file of this name, or 304 to who has it already."""
    tag = tag_of(text)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if has_tag(request, tag):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
