"""What a card shows of what its kind of post carries: the poll, the praise, the pain, and the post that it shares."""

import datetime as dt
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from microblog.models import Post
from microblog.queries.polls import ShownPoll
from microblog.queries.praise import value_words
from microblog.queries.shares import shared_of
from microblog.texts import to_line
from microblog.times import clock_words, day_words

LONGEST_LINE = 280


class PraiseFace(NamedTuple):
    """Whom a post praises, each (username, name), and for which value, in words."""

    people: tuple[tuple[str, str], ...]
    value: str


class PainFace(NamedTuple):
    since: str
    would_help: str


class SharedFace(NamedTuple):
    """The post that this one shows; without a key, that the reader may not read it."""

    key: int | None = None
    name: str = ""
    slug: str = ""
    community: str = ""
    line: str = ""


def praise_face(praise: dict[str, Any] | None) -> PraiseFace | None:
    if praise is None:
        return None
    people = tuple((person["username"], person["name"]) for person in praise["people"] or ())
    return PraiseFace(people, value_words(praise["value"]) if praise["value"] else "")


def pain_face(pain: dict[str, Any] | None, now: dt.datetime) -> PainFace | None:
    if pain is None:
        return None
    since = pain["since"] and day_words(get_language(), dt.date.fromisoformat(pain["since"]), timezone.localdate(now))
    return PainFace(since or "", pain["would_help"])


def shared_face(post: Post) -> SharedFace | None:
    if post.shared_id is None:
        return None
    original = shared_of(post)
    if original is None:
        return SharedFace()
    community = original.community
    line = to_line(original.text, LONGEST_LINE)
    return SharedFace(original.pk, original.byline, community.slug, community.name, line)


def poll_html(key: int, poll: ShownPoll, now: dt.datetime) -> str:
    """Return the poll of a post to one reader: the choice, the result, or both."""
    rows = [
        {
            "place": option.place,
            "text": option.text,
            "votes": option.votes,
            "share": None if poll.voters is None else option.share(poll.voters),
            "is_mine": option.is_mine,
        }
        for option in poll.options
    ]
    return render_to_string(
        "microblog/_poll.html",
        {
            "key": key,
            "poll": poll,
            "rows": rows,
            "closes": clock_words(poll.closes_at, now),
            "counted": clock_words(poll.counted_from, now),
        },
    )
