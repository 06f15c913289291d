"""Feeds: posts newest first, a page at a time, and what is new and gone since an earlier answer."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request

from microblog.actions.posts import TIME_TO_UNDO
from microblog.api import shapes
from microblog.api.cursors import read_cursor, write_cursor
from microblog.api.lists import page
from microblog.api.objects import post_objects, tombstone
from microblog.api.resource import Resource
from microblog.api.serializers import HomeQuery
from microblog.models import Post, User, key_at
from microblog.queries.feeds import Page, gone_posts, home_feed, home_places

# A post gets its key a moment before it is committed, so one with a lower key may show up after one with a higher.
# No statement of the web lasts longer than five seconds; after twice that, nothing older comes.
SETTLED_AFTER = dt.timedelta(seconds=10)


@dataclass(frozen=True)
class Feed:
    """A feed of one reader: how a page of it is read, and all posts that ever stood in it."""

    viewer: User
    read: Callable[..., Page]
    places: Callable[[], QuerySet[Post]]


@dataclass(frozen=True)
class Mark:
    """What a reader has: every post up to the key `floor`, above it those in `seen`; and what was gone at `at`."""

    floor: int
    seen: tuple[int, ...]
    at: dt.datetime

    @classmethod
    def of(cls, place: dict[str, Any]) -> "Mark":
        at = dt.datetime.fromtimestamp(place["at"], dt.UTC)
        return cls(floor=place["floor"], seen=tuple(place["seen"]), at=at)

    def place(self) -> dict[str, Any]:
        return {"kind": "mark", "floor": self.floor, "seen": self.seen, "at": self.at.timestamp()}

    @property
    def newest(self) -> int:
        return max([self.floor, *self.seen])

    def raised_to(self, floor: int, had: Sequence[int], at: dt.datetime) -> "Mark":
        """Return the mark of a reader who has everything up to `floor`, and of what is above it `had`."""
        floor = max(floor, self.floor)
        above = {key for key in [*self.seen, *had] if key > floor}
        return Mark(floor=floor, seen=tuple(sorted(above)), at=at)

    def with_newest(self, found: Page, at: dt.datetime) -> "Mark":
        """Return the mark of a reader who had this one and at `at` got the newest posts there were."""
        had = [post.pk for post in found.posts]
        settled = min(key_at(at - SETTLED_AFTER), max([*had, *self.seen], default=0))
        # What is left out below the page is reached by `next`, not by asking what is new.
        return self.raised_to(max(settled, had[-1] if found.has_more else 0), had, at)


NOTHING = Mark(floor=0, seen=(), at=dt.datetime.fromtimestamp(0, dt.UTC))


def feed_page(request: Request, asked: dict[str, Any], feed: Feed) -> dict[str, Any]:
    """Return the page of a feed that was asked for; its `previous` marks what the reader has from now on.

    :raises ParseError: if the cursor is not one of this feed.
    """
    limit = asked["limit"]
    if "since" in asked:
        return news(request, feed, Mark.of(read_cursor(request, asked["since"], kinds={"mark"})), limit)
    if "cursor" not in asked:
        return top(request, feed, limit)
    place = read_cursor(request, asked["cursor"], kinds={"older", "mark"})
    if place["kind"] == "mark":
        return newer(request, feed, Mark.of(place), limit)
    return older(request, feed, place, limit)


def top(request: Request, feed: Feed, limit: int) -> dict[str, Any]:
    now = timezone.now()
    found = feed.read(limit=limit)
    return answer(request, feed, found, bottom=NOTHING, mark=NOTHING.with_newest(found, now))


def older(request: Request, feed: Feed, place: dict[str, Any], limit: int) -> dict[str, Any]:
    bottom = Mark(floor=place["floor"], seen=tuple(place["seen"]), at=timezone.now())
    found = unseen(feed, bottom, limit, before=place["before"])
    edge = found.posts[0].pk if found.posts else place["before"] - 1
    return answer(request, feed, found, bottom=bottom, mark=Mark(floor=edge, seen=(), at=bottom.at))


def newer(request: Request, feed: Feed, mark: Mark, limit: int) -> dict[str, Any]:
    """Return the page above a mark that is nearest to it. Of what is gone it tells nothing: that stays to be told."""
    found = unseen(feed, mark, limit, upwards=True)
    if found.has_more:
        reached = mark.raised_to(found.posts[0].pk, (), mark.at)
    else:
        reached = mark.with_newest(found, timezone.now())
    # Below a page that is read upwards there is always what the reader came from.
    below = Page(posts=found.posts, has_more=bool(found.posts))
    return answer(request, feed, below, bottom=NOTHING, mark=Mark(reached.floor, reached.seen, mark.at))


def news(request: Request, feed: Feed, mark: Mark, limit: int) -> dict[str, Any]:
    """Return the newest of what is new, with `next` for the rest of it, and a tombstone for each post that went."""
    now = timezone.now()
    found = unseen(feed, mark, limit)
    gone = gone_posts(feed.places(), newest=mark.newest, since=mark.at - TIME_TO_UNDO, until=now - TIME_TO_UNDO)
    return answer(request, feed, found, bottom=mark, mark=mark.with_newest(found, now), gone=gone)


def unseen(feed: Feed, mark: Mark, limit: int, **reading: Any) -> Page:
    """Return a page of what a reader with this mark does not have."""
    found = feed.read(after=mark.floor, limit=limit + len(mark.seen), **reading)
    fresh = [post for post in found.posts if post.pk not in mark.seen]
    shown = fresh[-limit:] if reading.get("upwards") else fresh[:limit]
    return Page(posts=shown, has_more=found.has_more or len(fresh) > limit)


def answer(
    request: Request, feed: Feed, found: Page, *, bottom: Mark, mark: Mark, gone: Sequence[int] = ()
) -> dict[str, Any]:
    """Return a page whose `next` leads down to what the reader had at `bottom`."""
    items = [*post_objects(feed.viewer, found.posts), *map(tombstone, gone)]
    down = None
    if found.has_more:
        place = {"kind": "older", "before": found.posts[-1].pk, "floor": bottom.floor, "seen": bottom.seen}
        down = write_cursor(request, place)
    return page(items, down, write_cursor(request, mark.place()))


class HomeFeed(Resource):
    """`/feeds/home`"""

    shows = shapes.FeedPage
    scope = "posts"
    asks = {"GET": HomeQuery}

    def get(self, request: Request) -> dict[str, Any]:
        read = partial(home_feed, viewer=self.viewer)
        return feed_page(request, self.asked, Feed(self.viewer, read, partial(home_places, self.viewer)))
