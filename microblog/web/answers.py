"""What all views share: who may come in, pages and fragments, the way back."""

from collections.abc import Callable, Container
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from microblog.models import User
from microblog.queries.menu import Menu
from microblog.unsubscribe import BadAddress, read_token

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """The request of somebody who is signed in: for the type checker, which cannot know whom `signed_in` lets in."""

    user: User
    htmx: HtmxDetails
    menu: Menu


HIGHEST_KEY = 2**63 - 1


class SeeOther(HttpResponseRedirect):
    """After a form: fetch the page that shows what came of it."""

    status_code = 303


def signed_in(view: View) -> View:
    """Let people who are signed in through; send others to the sign-in page and back again."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            # A whole page must not be put where a fragment was asked for.
            return HttpResponseClientRedirect(redirect_to_login(way_back(request)).url)
        return redirect_to_login(request.get_full_path())

    return guarded


def answer(
    request: PersonRequest, page: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer with a fragment to htmx and with a page to everybody else."""
    template = fragment if request.htmx else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def way_back(request: PersonRequest, default: str = "/") -> str:
    """Return the path of this site that a form names as `next`, or where htmx sits."""
    htmx = request.htmx
    wanted = request.POST.get("next") or htmx.current_url_abs_path or default
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


def is_wished(request: PersonRequest) -> bool:
    """Tell which way a form with two is sent: `wish` 0 takes back, all else does."""
    return request.POST.get("wish") != "0"


def key_in(text: str | None) -> int | None:
    """Return the key of a post that stands in an address, or None for anything else."""
    if text and text.isascii() and text.isdigit() and int(text) <= HIGHEST_KEY:
        return int(text)
    return None


def unkept(response: HttpResponse) -> HttpResponse:
    """Let nobody on the way, and no browser, keep an answer."""
    response["Cache-Control"] = "no-store"
    return response


def reader_of(token: str, kinds: Container[str]) -> tuple[int, str]:
    """Return the person and the kind of mail that a signed address names.

    :raises Http404: if it was not made here, or names another kind.
    """
    try:
        person, kind = read_token(token)
    except BadAddress as error:
        raise Http404 from error
    if kind not in kinds:
        raise Http404
    return person, kind
