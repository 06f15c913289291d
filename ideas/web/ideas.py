"""Ideas: listed, proposed, read, put better."""

from functools import cache

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ideas import access as idea_access
from ideas.access import visible_ideas
from ideas.actions.ideas import propose_idea, rewrite_idea
from ideas.lifecycle import STATUSES, UNDECIDED
from ideas.models import Idea
from ideas.queries.challenges import visible_challenge
from ideas.queries.ideas import ORDERS, SET_ASIDE, ideas, ideas_by_status, moves_of, visible_idea
from ideas.queries.merges import can_undo, merged_here, origin_of, part_owners, where_it_went
from ideas.queries.promises import promises_of
from ideas.web.forms import LONGEST_PART, IdeaForm, IdeaWords
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
from microblog.queries.threads import readable_post
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
    status = status if status in (*FILTERS, "draft") else None
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
    origin = origin_named(request)
    begun = {"community": community, "problem": origin.text[:LONGEST_PART]} if origin else {"community": community}
    form = IdeaForm(sent(request), viewer=request.user, initial=begun)
    if request.method == "POST" and form.is_valid():
        wanted = key_in(request.GET.get("challenge"))
        challenge = visible_challenge(viewer=request.user, key=wanted) if wanted else None
        words = form.cleaned_data if challenge is None else {**form.cleaned_data, "community": challenge.community}
        is_draft = request.POST.get("draft") == "1"
        idea = propose_idea(
            author=request.user, challenge=challenge, from_post=origin, draft=is_draft, now=timezone.now(), **words
        )
        return SeeOther(f"/ideas/{idea.pk}/")
    context = {"here": "ideas", "form": form, "origin": origin}
    return render(request, "ideas/idea_new.html", context, status=422 if form.errors else 200)


def origin_named(request: PersonRequest) -> Post | None:
    """Return the post that an idea is made from, if the address names one (`post`).

    :raises Http404: if it is not the reader's to know.
    """
    key = key_in(request.GET.get("post"))
    return readable_post(viewer=request.user, key=key) if key else None


@require_safe
@signed_in
def idea(request: PersonRequest, key: int) -> HttpResponse:
    """Show an idea: what it says, the votes on it, what has become of it, and what people say of it."""
    found = visible_idea(viewer=request.user, key=key)
    if found.merged_into_id and (end := where_it_went(viewer=request.user, idea=found)):
        return HttpResponseRedirect(f"/ideas/{end.pk}/?from={key}")
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
        "merges": shown_merges(request, found),
        "came_from": key_in(request.GET.get("from")),
        "part_owners": part_owners(found),
        "origin": origin_of(viewer=request.user, idea=found),
        "split_from": split_from(request, found),
        "works": idea_access.takes_work(found),
        "proposes_completed": proposes_completed(found, held),
        "may_merge": decides and found.status in UNDECIDED,
        "may_edit": access.can_change(request.user, found.post),
        "after": after,
        "form": ReplyForm(replies=Post.objects.none()),
        **replies_after(request, found.post, after),
    }


def proposes_completed(idea: Idea, held: str) -> bool:
    """Tell whether all tasks are done and the reader can say that the idea is completed. It is proposed, never done."""
    all_done = idea.tasks_total and idea.tasks_done == idea.tasks_total  # type: ignore[attr-defined]
    return bool(all_done) and idea.status in ("planned", "started") and bool({"L", "O"} & set(held))


def split_from(request: PersonRequest, idea: Idea) -> Idea | None:
    """Return the idea that this one was a part of, if the reader may see it."""
    return visible_ideas(request.user).filter(pk=idea.split.source_id).first() if hasattr(idea, "split") else None


def shown_merges(request: PersonRequest, idea: Idea) -> list[dict[str, object]]:
    """Return what was merged into an idea, with what it said and whether the reader can undo it."""
    return [
        {"merge": merge, "words": words_of(merge.source), "can_undo": can_undo(request.user, merge)}
        for merge in merged_here(idea)
    ]


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
