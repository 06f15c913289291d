"""Who belongs to a community, and what its hosts do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from microblog import access
from microblog.access import Conflict
from microblog.actions.hosting import (
    accept_request,
    invite_person,
    make_host,
    pin_post,
    refuse_request,
    unmake_host,
    unpin_post,
)
from microblog.models import Community, User
from microblog.queries.communities import invitations, known_community, members, readable_community, requests
from microblog.queries.pages import page_of_rows
from microblog.queries.people import known_people
from microblog.queries.threads import readable_post
from microblog.web.answers import PersonRequest, SeeOther, is_wished, key_in, signed_in
from microblog.web.forms import InvitationForm

MEMBERS_ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def membership_list(request: PersonRequest, slug: str) -> HttpResponse:
    """Show who belongs to a community, and to its hosts who would like to; invite a person."""
    found = readable_community(viewer=request.user, slug=slug)
    form = InvitationForm(request.POST or None, people=known_people(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_person(actor=request.user, community=found, person=form.cleaned_data["person"])
        except Conflict as conflict:
            form.add_error("person", conflict.detail)
        else:
            told = _("%(name)s er invitert.") if invitation else _("%(name)s er med nå.")
            messages.success(request, told % {"name": form.cleaned_data["person"].name})
            return SeeOther(f"/c/{slug}/members/")
    context = {"here": slug, "community": found, "form": form, "tab": "members", **belonging(request, found)}
    return render(request, "microblog/community_members.html", context, status=422 if form.errors else 200)


def belonging(request: PersonRequest, found: Community) -> dict[str, Any]:
    """Return a page of the members and, to those who may know, who is invited and who has asked."""
    viewer = request.user
    may_invite = access.can_invite(viewer, found)
    after = key_in(request.GET.get("after"))
    page = page_of_rows(
        members(viewer=viewer, community=found),
        ("id",),
        position=None if after is None else (after,),
        limit=MEMBERS_ON_A_PAGE,
    )
    is_host = found.is_host  # type: ignore[attr-defined]
    return {
        "members": page.rows,
        "more_after": page.rows[-1].pk if page.has_more else None,
        "may_invite": may_invite,
        "invitations": invitations(viewer=viewer, community=found).order_by("id") if may_invite else [],
        "requests": requests(viewer=viewer, community=found).order_by("id") if is_host else [],
    }


def answer_person(
    request: PersonRequest, slug: str, username: str, yes: Callable[..., None], no: Callable[..., None]
) -> HttpResponse:
    """Do one thing (`wish` 1) or the other (`wish` 0) about a person in a community, and show the members."""
    found = known_community(viewer=request.user, slug=slug)
    person = get_object_or_404(User, username=username)
    change = yes if is_wished(request) else no
    change(actor=request.user, community=found, person=person)
    return SeeOther(f"/c/{slug}/members/")


@require_POST
@signed_in
def request_answer(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """Let in a person who has asked (`wish` 1), or say no (`wish` 0)."""
    return answer_person(request, slug, username, accept_request, refuse_request)


@require_POST
@signed_in
def host(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """Make a member a host (`wish` 1), or a host a plain member (`wish` 0)."""
    return answer_person(request, slug, username, make_host, unmake_host)


@require_POST
@signed_in
def pin(request: PersonRequest, slug: str, key: int) -> HttpResponse:
    """Keep a post on top (`wish` 1), or let it go (`wish` 0)."""
    found = known_community(viewer=request.user, slug=slug)
    if is_wished(request):
        pin_post(actor=request.user, community=found, post=readable_post(viewer=request.user, key=key))
    else:
        unpin_post(actor=request.user, community=found, post=key)
    return SeeOther(f"/c/{slug}/")
