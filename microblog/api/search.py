"""Search: posts and ideas by their words, people, communities and topics."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from microblog.api import shapes
from microblog.api.communities import community_objects
from microblog.api.cursors import read_cursor, write_cursor
from microblog.api.lists import page, page_of
from microblog.api.objects import Object, post_objects
from microblog.api.people import shown_person
from microblog.api.resource import Resource
from microblog.api.serializers import SearchQuery
from microblog.models import Kind, User
from microblog.queries.cards import cards
from microblog.queries.finds import communities_about, key_after, key_before, topics_like
from microblog.queries.people import BY_NAME, people
from microblog.queries.search import Filters, Sought, best_matches, headlines, newest_matches, search_for
from microblog.sought import snippet


class Search(Resource):
    """`/search`: a list whose items name their `type` and hold the object under that name, posts with a `snippet`."""

    shows = shapes.Finds
    scope = "posts"
    asks = {"GET": SearchQuery}

    def get(self, request: Request) -> Object:
        answers = {"person": self.people, "community": self.communities, "topic": self.topics}
        return answers.get(self.asked["type"], self.posts)(request)

    def people(self, request: Request) -> Object:
        rows = people(viewer=self.viewer, text=self.asked["q"])
        return page_of(
            request, self.asked, rows, BY_NAME, lambda rows: items("person", [shown_person(row) for row in rows])
        )

    def communities(self, request: Request) -> Object:
        rows = communities_about(viewer=self.viewer, query=self.asked["q"])
        return page_of(
            request,
            self.asked,
            rows,
            ("name", "id"),
            lambda rows: items("community", community_objects(self.viewer, rows)),
        )

    def topics(self, request: Request) -> Object:
        after = self.place(request, "name")
        limit = self.asked["limit"]
        names = topics_like(viewer=self.viewer, query=self.asked["q"], after=after or "", limit=limit + 1)
        rest = write_cursor(request, {"kind": "name", "at": names[limit - 1]}) if len(names) > limit else None
        return page(items("topic", [{"name": name} for name in names[:limit]]), rest, None)

    def posts(self, request: Request) -> Object:
        filters = filters_of(self.asked)
        sought = search_for(viewer=self.viewer, query=self.asked["q"], filters=filters)
        corrected = " ".join(sought.words) if sought and sought.instead_of else None
        if sought is None:
            return {"corrected": None, **page([], None, None)}
        read = self.best if self.asked["order"] == "best" else self.newest
        keys, rest = read(request, sought, filters)
        return {"corrected": corrected, **page(found_posts(self.viewer, sought, keys), rest, None)}

    def newest(self, request: Request, sought: Sought, filters: Filters) -> tuple[list[int], str | None]:
        limit = self.asked["limit"]
        keys = newest_matches(
            viewer=self.viewer, sought=sought, filters=filters, before=self.place(request, "before"), limit=limit + 1
        )
        rest = write_cursor(request, {"kind": "before", "at": keys[limit - 1]}) if len(keys) > limit else None
        return keys[:limit], rest

    def best(self, request: Request, sought: Sought, filters: Filters) -> tuple[list[int], str | None]:
        start, limit = self.place(request, "from") or 0, self.asked["limit"]
        keys = best_matches(viewer=self.viewer, sought=sought, filters=filters)
        end = start + limit
        return keys[start:end], write_cursor(request, {"kind": "from", "at": end}) if len(keys) > end else None

    def place(self, request: Request, kind: str) -> Any:
        """Return where the reader stands, or None at the start.

        :raises ParseError: if the cursor is not one of this list.
        """
        return read_cursor(request, self.asked["cursor"], kinds={kind})["at"] if "cursor" in self.asked else None


def filters_of(asked: dict[str, Any]) -> Filters:
    zone = timezone.get_current_timezone()
    return Filters(
        kind=Kind.IDEA if asked["type"] == "idea" else asked.get("kind"),
        community=asked.get("community"),
        author=asked.get("author"),
        since=key_before(asked.get("from"), zone),
        until=key_after(asked.get("to"), zone),
    )


def found_posts(viewer: User, sought: Sought, keys: list[int]) -> list[Object]:
    """Return the items of these posts, in this order."""
    marked = headlines(sought, keys)
    posts = post_objects(viewer, cards(viewer, keys))
    return [
        {
            "type": "idea" if post["kind"] == Kind.IDEA else "post",
            "snippet": snippet(*marked[int(post["id"])]),
            "post": post,
        }
        for post in posts
    ]


def items(type_: str, objects: Sequence[Object]) -> list[Object]:
    return [{"type": type_, type_: one} for one in objects]
