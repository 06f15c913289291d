"""Polls as a reader may see them: one statement for all of a page, and none where there is no poll."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from microblog.models import Kind, Poll, Post, User
from microblog.release_times import next_slot

# Fewer votes than these for an option of an anonymous poll are not told apart from none.
FEWEST_SHOWN = 5
INSTANT = dt.timedelta(microseconds=1)

POLLS_SQL = """
    select p.post_id, p.is_multiple, p.is_anonymous, p.results, p.closes_at, p.counted_at, p.voters_count,
           (
               select jsonb_agg(
                   jsonb_build_array(
                       o.text, o.votes_count,
                       exists(select from microblog_pollvote v where v.option_id = o.id and v.person_id = %(viewer)s)
                   )
                   order by o.place
               )
               from microblog_polloption o where o.poll_id = p.post_id
           )
    from microblog_poll p where p.post_id = any(%(posts)s)
"""


@dataclass(frozen=True)
class ShownOption:
    """An option. `votes` is None where the reader may not know it, `is_mine` is None in an anonymous poll."""

    place: int
    text: str
    votes: int | None
    is_mine: bool | None

    def share(self, voters: int | None) -> int:
        """Return the votes in percent of the voters."""
        return round(100 * self.votes / voters) if self.votes and voters else 0


@dataclass(frozen=True)
class ShownPoll:
    """A poll to one reader at one moment."""

    is_multiple: bool
    is_anonymous: bool
    results: str
    closes_at: dt.datetime
    is_closed: bool
    # Whether the figures are the reader's to see, and how many people have voted, None where that is not.
    shows_results: bool
    voters: int | None
    options: tuple[ShownOption, ...]

    @property
    def has_voted(self) -> bool | None:
        """Tell whether the reader has voted; nobody knows in an anonymous poll."""
        return None if self.is_anonymous else any(option.is_mine for option in self.options)

    @property
    def counted_from(self) -> dt.datetime:
        """When the result of an anonymous poll comes: the first slot from its closing on."""
        return counting_time(self.closes_at)


def counting_time(closes_at: dt.datetime) -> dt.datetime:
    return next_slot(closes_at - INSTANT)


def add_polls(viewer: User, posts: Sequence[Post], now: dt.datetime) -> None:
    """Hang its `ShownPoll` on each post that has a poll, as `shown_poll`; one query if there is any, else none."""
    asking = {post.pk: post for post in posts if post.kind == Kind.POLL}
    if not asking:
        return
    with connection.cursor() as cursor:
        cursor.execute(POLLS_SQL, {"viewer": viewer.pk, "posts": list(asking)})
        for key, *columns, options in cursor.fetchall():
            asking[key].shown_poll = shown(now, json.loads(options), *columns)  # type: ignore[attr-defined]


def poll_of(post: Post) -> ShownPoll | None:
    """Return what has been hung on the post."""
    return getattr(post, "shown_poll", None)


def shown(
    now: dt.datetime,
    options: Sequence[tuple[str, int, bool]],
    is_multiple: bool,
    is_anonymous: bool,
    results: str,
    closes_at: dt.datetime,
    counted_at: dt.datetime | None,
    voters: int,
) -> ShownPoll:
    """Leave out what the reader may not know."""
    is_closed = closes_at <= now
    has_voted = any(is_mine for _text, _votes, is_mine in options)
    shows_late = counted_at is not None if is_anonymous else is_closed
    shows = shows_late or (results == Poll.Results.AFTER_VOTE and has_voted)
    least = FEWEST_SHOWN if is_anonymous else 0
    found = tuple(
        ShownOption(place, text, votes if shows and votes >= least else None, None if is_anonymous else is_mine)
        for place, (text, votes, is_mine) in enumerate(options)
    )
    # With the number of voters a hidden option could be computed from the others.
    is_whole = shows and all(option.votes is not None for option in found)
    return ShownPoll(
        is_multiple=is_multiple,
        is_anonymous=is_anonymous,
        results=results,
        closes_at=closes_at,
        is_closed=is_closed,
        shows_results=shows,
        voters=voters if is_whole or not is_anonymous else None,
        options=found,
    )
