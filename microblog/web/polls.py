"""Votes in polls, and posts shown to others."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog import access
from microblog.access import Invalid, NotAllowed
from microblog.actions.polls import vote, withdraw_vote
from microblog.actions.shares import share_post
from microblog.models import Post
from microblog.queries.polls import add_polls, poll_of
from microblog.queries.threads import readable_post
from microblog.web.answers import PersonRequest, SeeOther, is_wished, key_in, signed_in
from microblog.web.carried_html import poll_html
from microblog.web.forms import ShareForm
from microblog.web.post_html import card_html
from microblog.web.posts import changed


@require_POST
@signed_in
def votes(request: PersonRequest, key: int) -> HttpResponse:
    """Vote in the poll of a post (`wish` 0 takes the vote back)."""
    post = readable_post(viewer=request.user, key=key)
    if is_wished(request):
        chosen = [key_in(place) for place in request.POST.getlist(f"options-{key}")]
        places = [-1 if place is None else place for place in chosen]
        vote(actor=request.user, post=post, places=places, now=timezone.now())
    else:
        withdraw_vote(actor=request.user, post=post, now=timezone.now())
    return changed(request, key)


@require_safe
@signed_in
def poll(request: PersonRequest, key: int) -> HttpResponse:
    """Return the poll of a post alone, for a page that has heard of new votes."""
    post, now = readable_post(viewer=request.user, key=key), timezone.now()
    add_polls(request.user, [post], now)
    shown = poll_of(post)
    return HttpResponse(poll_html(key, shown, now) if shown else "")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share(request: PersonRequest, key: int) -> HttpResponse:
    """Show a post to another community, with words of one's own."""
    post = readable_post(viewer=request.user, key=key)
    form = ShareForm(request.POST or None, communities=own_communities(request))
    if request.method == "POST" and (new := shared(request, post, form)):
        return SeeOther(f"/posts/{new.pk}/")
    context = {"here": "write", "form": form, "card": card_html(request.user, post), "post": post}
    return render(request, "microblog/share.html", context, status=422 if form.errors else 200)


def own_communities(request: PersonRequest) -> QuerySet:  # type: ignore[type-arg]
    return access.readable_communities(request.user).filter(memberships__user=request.user).order_by("name", "pk")


def shared(request: PersonRequest, post: Post, form: ShareForm) -> Post | None:
    """Share the post as the form says; else hang the reason on a field."""
    if not form.is_valid():
        return None
    try:
        return share_post(actor=request.user, post=post, now=timezone.now(), **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error("community", refusal.detail)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.detail)
    return None
