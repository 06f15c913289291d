"""What a reader does with a post beside reading it: puts it aside, follows its thread, says what settles it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.marks import (
    add_bookmark,
    choose_best_answer,
    remove_bookmark,
    reopen,
    resolve,
    unchoose_best_answer,
)
from microblog.actions.mentions import follow_thread, unfollow_thread
from microblog.queries.threads import readable_post
from microblog.queries.topics import bookmarked_posts, followed_topics
from microblog.web.answers import PersonRequest, SeeOther, answer, is_wished, key_in, signed_in
from microblog.web.post_html import cards_html
from microblog.web.posts import changed


@require_safe
@signed_in
def bookmarks(request: PersonRequest) -> HttpResponse:
    """Show what the reader has put aside, latest first, and the topics that the reader follows."""
    page, older_than = bookmarked_posts(viewer=request.user, before=key_in(request.GET.get("before")))
    context = {
        "here": "bookmarks",
        "cards": cards_html(request.user, page.posts),
        "older_than": older_than,
        "topics": followed_topics(viewer=request.user),
    }
    return answer(request, "microblog/bookmarks.html", "microblog/_older.html", context)


@require_POST
@signed_in
def bookmark(request: PersonRequest, key: int) -> HttpResponse:
    """Put a post aside (`wish` 1) or take it back (`wish` 0)."""
    post = readable_post(viewer=request.user, key=key)
    change = add_bookmark if is_wished(request) else remove_bookmark
    change(actor=request.user, post=post)
    return changed(request, key)


@require_POST
@signed_in
def follow(request: PersonRequest, key: int) -> HttpResponse:
    """Follow the thread of a post (`wish` 1) or stop (`wish` 0)."""
    post = readable_post(viewer=request.user, key=key)
    change = follow_thread if is_wished(request) else unfollow_thread
    change(actor=request.user, post=post)
    return changed(request, key)


@require_POST
@signed_in
def resolved(request: PersonRequest, key: int) -> HttpResponse:
    """Say that a matter is resolved (`wish` 1) or open after all (`wish` 0)."""
    post = readable_post(viewer=request.user, key=key)
    if is_wished(request):
        resolve(actor=request.user, post=post, now=timezone.now())
    else:
        reopen(actor=request.user, post=post)
    return changed(request, key)


@require_POST
@signed_in
def best_answer(request: PersonRequest, key: int, reply: int) -> HttpResponse:
    """Choose the answer that settles a question (`wish` 1) or take the choice back (`wish` 0)."""
    question = readable_post(viewer=request.user, key=key)
    chosen = readable_post(viewer=request.user, key=reply)
    if is_wished(request):
        choose_best_answer(actor=request.user, question=question, reply=chosen, now=timezone.now())
    else:
        unchoose_best_answer(actor=request.user, question=question, reply=chosen)
    return SeeOther(f"/posts/{question.pk}/#p{question.pk}")
