"""The search page: posts, ideas, people, communities and topics, on tabs."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from microblog import words
from microblog.cards import add_idea_parts
from microblog.models import Kind, Post
from microblog.queries.cards import cards
from microblog.queries.communities import communities
from microblog.queries.finds import communities_about, key_after, key_before, topics_like
from microblog.queries.people import BY_NAME, people
from microblog.queries.search import (
    Filters,
    Sought,
    best_matches,
    count_by_kind,
    headlines,
    newest_matches,
    search_for,
)
from microblog.sought import LONGEST_QUERY, snippet, words_of
from microblog.web.answers import PersonRequest, key_in, signed_in

# Tabs of posts, and the kind of post on each; then those of other things.
POST_TABS = {
    "all": (_("Alle innlegg"), None),
    "ideas": (_("Idéer"), Kind.IDEA),
    "questions": (_("Spørsmål"), Kind.QUESTION),
    "pains": (_("Skoen trykker"), Kind.PAIN),
}
OTHER_TABS = {"people": _("Folk"), "communities": _("Fellesskap"), "topics": _("Emner")}
A_PAGE, BESIDE, MOST_COUNTED = 20, 4, 100


@dataclass(frozen=True)
class Hit:
    """A post that was found, with the part of it that is shown."""

    post: Post
    title: str
    shown: SafeString

    @property
    def href(self) -> str:
        return f"/posts/{self.post.pk}/"

    @property
    def kind(self) -> Any:
        return words.KINDS[self.post.kind]


@require_safe
@signed_in
def search(request: PersonRequest) -> HttpResponse:
    """Show what is found: on the tabs of posts a page of them, newest or best first, and others beside."""
    query = typed(request, "q")
    tab = request.GET.get("tab", "")
    tab = tab if tab in POST_TABS or tab in OTHER_TABS else "all"
    context: dict[str, Any] = {
        "here": "search",
        "query": query,
        "tab": tab,
        "has_words": bool(words_of(query)),
        "communities": communities(viewer=request.user),
        "chosen": {name: typed(request, name) for name in ("community", "author", "from", "to", "order")},
    }
    if context["has_words"]:
        read = posts_found if tab in POST_TABS else others_found
        context |= read(request, query, tab)
    context["tabs"] = tabs_of(request, context)
    return render(request, "microblog/search.html", context)


def typed(request: PersonRequest, name: str) -> str:
    """Return a field of the address as one line without signs that can't be shown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in request.GET.get(name, "")).split())[
        :LONGEST_QUERY
    ]


def posts_found(request: PersonRequest, query: str, tab: str) -> dict[str, Any]:
    """Return the posts of a tab, how many there are of each kind, and who and what else is found."""
    viewer, everything = request.user, filters_of(request)
    filters = replace(everything, kind=POST_TABS[tab][1])
    beside = {
        "people": people(viewer=viewer, text=query).order_by(*BY_NAME)[:BESIDE],
        "found_communities": communities_about(viewer=viewer, query=query)[:BESIDE],
        "topics": topics_like(viewer=viewer, query=query, limit=BESIDE),
    }
    sought = search_for(viewer=viewer, query=query, filters=filters)
    if sought is None:
        return beside
    counted = count_by_kind(viewer=viewer, sought=sought, filters=everything, most=MOST_COUNTED)
    return {**beside, **page_of_hits(request, sought, filters), "counted": counted, "sought": sought}


def page_of_hits(request: PersonRequest, sought: Sought, filters: Filters) -> dict[str, Any]:
    """Return a page of hits: the best ones, or by time with the place from which to read on."""
    viewer = request.user
    if request.GET.get("order") == "best":
        return {"hits": hits_of(request, sought, best_matches(viewer=viewer, sought=sought, filters=filters)[:A_PAGE])}
    before = key_in(request.GET.get("before"))
    keys = newest_matches(viewer=viewer, sought=sought, filters=filters, before=before, limit=A_PAGE + 1)
    older = address(request, before=keys[A_PAGE - 1]) if len(keys) > A_PAGE else None
    return {"hits": hits_of(request, sought, keys[:A_PAGE]), "older": older, "is_later_page": before is not None}


def others_found(request: PersonRequest, query: str, tab: str) -> dict[str, Any]:
    """Return the people, communities or topics that are found."""
    viewer = request.user
    if tab == "people":
        return {"people": people(viewer=viewer, text=query).order_by(*BY_NAME)[:MOST_COUNTED]}
    if tab == "communities":
        return {"found_communities": communities_about(viewer=viewer, query=query)}
    return {"topics": topics_like(viewer=viewer, query=query, limit=100)}


def filters_of(request: PersonRequest) -> Filters:
    """Return the filters of the address. A community or person that the viewer doesn't know leaves nothing to find."""
    zone = timezone.get_current_timezone()
    slug, author = typed(request, "community"), typed(request, "author").removeprefix("@")
    room = communities(viewer=request.user).filter(slug=slug).first() if slug else None
    person = people(viewer=request.user).filter(username=author).first() if author else None
    return Filters(
        community=(room.pk if room else 0) if slug else None,
        author=(person.pk if person else 0) if author else None,
        since=key_before(day_in(typed(request, "from")), zone),
        until=key_after(day_in(typed(request, "to")), zone),
    )


def day_in(text: str) -> dt.date | None:
    """Return the day that a field of the address names; what is none is as good as empty."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def hits_of(request: PersonRequest, sought: Sought, keys: list[int]) -> list[Hit]:
    marked = headlines(sought, keys)
    posts = cards(request.user, keys)
    add_idea_parts(request.user, posts)
    return [
        Hit(
            post,
            getattr(getattr(post, "shown_idea", None), "title", ""),
            mark_safe(snippet(*marked[post.pk])),  # noqa: S308  escaped by `snippet`
        )
        for post in posts
    ]


def tabs_of(request: PersonRequest, context: dict[str, Any]) -> list[dict[str, Any]]:
    counted: dict[str, int] | None = context.get("counted")
    tabs = []
    for name, (label, kind) in POST_TABS.items():
        count = None if counted is None else counted.get(kind, 0) if kind else sum(counted.values())
        tabs.append({"name": name, "label": label, "count": count, "href": address(request, tab=name)})
    tabs += [{"name": name, "label": label, "href": address(request, tab=name)} for name, label in OTHER_TABS.items()]
    return tabs


def address(request: PersonRequest, **changed: object) -> str:
    """Return the address of this search with something changed, at its first page unless told."""
    asked = {name: value for name, value in request.GET.dict().items() if name != "before" and value}
    return f"/search/?{urlencode({**asked, **changed})}"
