"""The description of the REST face: as data for programs, and as a page to read and try it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from microblog.api.openapi import text_of_description


@require_safe
@cache_control(public=True, max_age=3600)
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI 3.1 description; it holds nothing of the company and is open to everybody."""
    return HttpResponse(text_of_description(), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page; all of it comes from this server."""
    return render(request, "microblog/api_docs.html")
