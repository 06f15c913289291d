"""Ideas: listed, proposed, read, put better."""

from functools import cache

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ideas import access as idea_access
from ideas.actions.ideas import propose_idea, rewrite_idea
from ideas.lifecycle import STATUSES
from ideas.models import Idea
from ideas.queries.challenges import visible_challenge
from ideas.queries.ideas import ORDERS, SET_ASIDE, ideas, ideas_by_status, moves_of, visible_idea
from ideas.queries.promises import promises_of
from ideas.web.forms import IdeaForm, IdeaWords
from ideas.web.shown import (
    ballot_of,
    days_until_decided,
    shown,
    shown_answer,
    shown_promise,
    status_of,
    steps_of,
    words_of,
)
from microblog import access
from microblog.access import NotAllowed
from microblog.models import Post
from microblog.queries.communities import everybodys_community
from microblog.queries.pages import page_of_rows, position_of
from microblog.web.answers import PersonRequest, SeeOther, answer, key_in, signed_in
from microblog.web.context import menu_of
from microblog.web.forms import ReplyForm
from microblog.web.posts import replies_after

FILTERS = [status for status in STATUSES if status not in SET_ASIDE]


@require_safe
@signed_in
def listing(request: PersonRequest) -> HttpResponse:
    """List the ideas, best or newest first, all or those of one status. Unknown wishes count as none."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "best"
    status = request.GET.get("status")
    status = status if status in FILTERS else None
    found = ideas(viewer=request.user, order=order, status=status)
    last = found.filter(pk=key_in(request.GET.get("after")) or 0).first()
    position = position_of(last, ORDERS[order]) if last else None
    page = page_of_rows(found, ORDERS[order], position=position)
    now = timezone.now()
    context = {
        "here": "ideas",
        "order": order,
        "status": status,
        "rows": [shown(request.user, idea, now) for idea in page.rows],
        "more_after": page.rows[-1].pk if page.has_more else None,
        "counts": cache(lambda: status_counts(request)),
    }
    return answer(request, "ideas/ideas.html", "ideas/_rows.html", context)


def status_counts(request: PersonRequest) -> list[dict[str, object]]:
    """Return the statuses of the list with their words and how many ideas the reader sees in each."""
    counts = ideas_by_status(viewer=request.user)
    return [{"key": key, "status": status_of(key, has_revisit=True), "count": counts.get(key, 0)} for key in FILTERS]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: PersonRequest) -> HttpResponse:
    """Propose an idea."""
    community = request.GET.get("c") or everybodys_community().slug
    form = IdeaForm(sent(request), viewer=request.user, initial={"community": community})
    if request.method == "POST" and form.is_valid():
        wanted = key_in(request.GET.get("challenge"))
        challenge = visible_challenge(viewer=request.user, key=wanted) if wanted else None
        words = form.cleaned_data if challenge is None else {**form.cleaned_data, "community": challenge.community}
        idea = propose_idea(author=request.user, challenge=challenge, now=timezone.now(), **words)
        return SeeOther(f"/ideas/{idea.pk}/")
    context = {"here": "ideas", "form": form}
    return render(request, "ideas/idea_new.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def idea(request: PersonRequest, key: int) -> HttpResponse:
    """Show an idea: what it says, the votes on it, what has become of it, and what people say of it."""
    found = visible_idea(viewer=request.user, key=key)
    after = key_in(request.GET.get("after")) or 0
    if request.htmx:
        return answer(request, "", "microblog/_replies.html", replies_after(request, found.post, after))
    return render(request, "ideas/idea.html", page_context(request, found, after))


def page_context(request: PersonRequest, found: Idea, after: int) -> dict[str, object]:
    now = timezone.now()
    moves = list(moves_of(found))
    one = shown(request.user, found, now)
    held = idea_access.movers_of(request.user, found)
    decides = "L" in held
    return {
        "here": "ideas",
        "seq": menu_of(request).newest_event,
        "one": one,
        "words": words_of(found),
        "ballot": ballot_of(one),
        "steps": steps_of(found, moves, now),
        "waited_days": days_until_decided(found, moves),
        "answer": shown_answer(getattr(found, "answer", None), found, now),
        "promises": [
            shown_promise(promise, request.user, timezone.localdate(now), decides=decides)
            for promise in promises_of(found)
        ],
        "may_move": decides or bool(idea_access.moves_for(held, found)),
        "may_promise": decides,
        "may_edit": access.can_change(request.user, found.post),
        "after": after,
        "form": ReplyForm(replies=Post.objects.none()),
        **replies_after(request, found.post, after),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: PersonRequest, key: int) -> HttpResponse:
    """Change the words of one's own idea."""
    found = visible_idea(viewer=request.user, key=key)
    if not access.can_change(request.user, found.post):
        raise NotAllowed(_("Bare den som har foreslått idéen, kan skrive den om."))
    words = {name: getattr(found, name) for name in IdeaWords.base_fields}
    form = IdeaWords(sent(request), initial=words)
    if request.method == "POST" and form.is_valid():
        rewrite_idea(actor=request.user, idea=found, now=timezone.now(), **form.cleaned_data)
        return SeeOther(f"/ideas/{key}/")
    context = {"here": "ideas", "form": form, "idea": found}
    return render(request, "ideas/idea_edit.html", context, status=422 if form.errors else 200)


def sent(request: PersonRequest) -> QueryDict | None:
    """Return what a form has sent, also when that is nothing; None when it is only shown."""
    return request.POST if request.method == "POST" else None
