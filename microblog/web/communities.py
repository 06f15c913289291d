"""Communities: found, opened, entered, left."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog.access import Conflict
from microblog.actions.communities import join_community, leave_community, open_community
from microblog.models import Community
from microblog.queries.communities import communities, hosts_and_first_members, known_community
from microblog.queries.feeds import community_feed
from microblog.web.answers import PersonRequest, SeeOther, signed_in
from microblog.web.forms import CommunityForm, PostForm
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
    context = {"here": slug, "community": found, "hosts": hosts, "members": members}
    if found.visibility != Community.Visibility.OPEN and not found.is_member:  # type: ignore[attr-defined]
        return render(request, "microblog/community_closed.html", context)
    context["form"] = PostForm(viewer=request.user, initial={"kind": "update", "community": slug})
    return answer_stream(request, "microblog/community.html", partial(community_feed, community=found), context)


@require_POST
@signed_in
def membership(request: PersonRequest, slug: str) -> HttpResponse:
    """Join (`wish` 1) or leave (`wish` 0) a community."""
    found = known_community(viewer=request.user, slug=slug)
    change = leave_community if request.POST.get("wish") == "0" else join_community
    change(actor=request.user, community=found)
    # A hidden community is gone for who has left it.
    was_hidden = found.visibility == Community.Visibility.HIDDEN and change is leave_community
    return SeeOther("/communities/" if was_hidden else f"/c/{slug}/")
