"""Communities: found, opened, described, entered, left."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog import access
from microblog.access import Conflict
from microblog.actions.communities import describe_community, join_community, leave_community, open_community
from microblog.models import Community, Post
from microblog.queries.alive import alive
from microblog.queries.communities import communities, hosts_and_first_members, known_community, pinned_posts
from microblog.queries.feeds import Page, community_feed
from microblog.web.answers import PersonRequest, SeeOther, is_wished, signed_in
from microblog.web.composer import PostForm
from microblog.web.forms import CommunityForm
from microblog.web.streams import answer_stream


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def directory(request: PersonRequest) -> HttpResponse:
    """Show the communities that the reader may know of, and open a new one."""
    form = CommunityForm(request.POST or None, initial={"visibility": "open"})
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_community(actor=request.user, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("name", conflict.detail)
        else:
            return SeeOther(f"/c/{opened.slug}/")
    context = {"here": "communities", "form": form, "communities": communities(viewer=request.user)}
    return render(request, "microblog/communities.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def community(request: PersonRequest, slug: str) -> HttpResponse:
    """Show a community: its stream to those who may read it, to others what it is for."""
    found = known_community(viewer=request.user, slug=slug)
    hosts, members = hosts_and_first_members(found)
    context = {"here": slug, "community": found, "hosts": hosts, "members": members, "tab": "posts"}
    if not is_readable(found):
        return render(request, "microblog/community_closed.html", context)
    pinned = pinned_posts(viewer=request.user, communities=[found])
    context |= {
        "form": PostForm(viewer=request.user, initial={"kind": "update", "community": slug}),
        "pinned": pinned,
        "alive": alive(community=found, now=timezone.now()),
    }
    read = partial(stream_of, community=found, pinned={post.pk for post in pinned})
    return answer_stream(request, "microblog/community.html", read, context)


def is_readable(found: Community) -> bool:
    """Tell whether the reader of `known_community` may also read what is written there."""
    return found.visibility == Community.Visibility.OPEN or found.is_member  # type: ignore[attr-defined, no-any-return]


def stream_of(*, community: Community, pinned: set[int], **asked: object) -> Page:
    """Return a page of the community's stream; for its hosts each post tells how to pin it, or to unpin it."""
    page = community_feed(community=community, **asked)  # type: ignore[arg-type]
    if community.is_host:  # type: ignore[attr-defined]
        for post in page.posts:
            post.pin_wish = pin_wish(post, pinned)  # type: ignore[attr-defined]
    return page


def pin_wish(post: Post, pinned: set[int]) -> str:
    """Return what the button of a host sends: `1` pins the post, `0` unpins it."""
    return "0" if post.pk in pinned else "1"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe(request: PersonRequest, slug: str) -> HttpResponse:
    """Change name, purpose and visibility of a community that the reader hosts."""
    found = known_community(viewer=request.user, slug=slug)
    access.require_host(request.user, found)
    now = {"name": found.name, "about": found.about, "visibility": found.visibility}
    form = CommunityForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            describe_community(actor=request.user, community=found, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("visibility", conflict.detail)
        else:
            messages.success(request, _("Fellesskapet er endret."))
            return SeeOther(f"/c/{slug}/")
    context = {"here": slug, "community": found, "form": form, "tab": "describe"}
    return render(request, "microblog/community_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def membership(request: PersonRequest, slug: str) -> HttpResponse:
    """Join, ask to be let in or accept an invitation (`wish` 1); leave, or take any of these back (`wish` 0)."""
    found = known_community(viewer=request.user, slug=slug)
    if not is_wished(request):
        leave_community(actor=request.user, community=found)
        # A hidden community is gone for who has left it.
        was_hidden = found.visibility == Community.Visibility.HIDDEN
        return SeeOther("/communities/" if was_hidden else f"/c/{slug}/")
    if not join_community(actor=request.user, community=found):
        messages.success(request, _("Vertene har fått spørsmålet ditt."))
    return SeeOther(f"/c/{slug}/")
