"""A stream as a page, as its older part, and as what has come since."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRefresh

from microblog.queries.feeds import Page
from microblog.web.answers import PersonRequest, answer, key_in
from microblog.web.context import menu_of
from microblog.web.post_html import cards_html


def answer_stream(
    request: PersonRequest, template: str, read: Callable[..., Page], context: dict[str, Any]
) -> HttpResponse:
    """Answer with a page of the posts that `read(viewer=, before=, after=)` returns; to htmx with their cards alone."""
    after = key_in(request.GET.get("after"))
    if request.htmx and after is not None:
        return newer_cards(request, read(viewer=request.user, after=after))
    # Read before the posts: what happens in between is told again, and the page drops what it has.
    seq = menu_of(request).newest_event
    page = read(viewer=request.user, before=key_in(request.GET.get("before")))
    context |= {
        "cards": cards_html(request.user, page.posts),
        "older_than": page.posts[-1].pk if page.has_more else None,
        "seq": seq,
    }
    return answer(request, template, "microblog/_older.html", context)


def newer_cards(request: PersonRequest, page: Page) -> HttpResponse:
    """Answer with what has come since; with more than a page of it, let the browser load the whole page anew."""
    if page.has_more:
        return HttpResponseClientRefresh()
    cards = cards_html(request.user, page.posts)
    response = render(request, "microblog/_cards.html", {"cards": cards})
    patch_vary_headers(response, ["HX-Request"])
    return response
