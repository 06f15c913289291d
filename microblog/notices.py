"""What people can be told of. A higher app names kinds of its own, and which of its events tell whom.

Both are filled in when an app is ready: `kinds` with what settings, pages and mail say of a kind, `sources` with a
function that turns a batch of events of one type into notices, in as many queries for five hundred as for one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from microblog.models import Event, Notification, Rhythm


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notification: what settings call it, how people are told before they say otherwise, its icon, and
    whether the same person tells the same thing only once, also when the first time has been read. What is about
    neither a post nor a community leads to `address`."""

    title: Any
    hint: Any
    mail: Rhythm
    icon: str
    tells_once: bool = True
    address: str = "/notifications/"


@dataclass(frozen=True)
class Notice:
    """One person is to be told that `actor` did something to a post or a community; None is nobody by name."""

    recipient: int
    kind: str
    event: Event
    actor: int | None
    post: int | None = None
    community: int | None = None


# A row with `people` (up to three actors, newest first), `others` (how many more than the first), `title` and, for a
# post of an idea, `post.shown_idea`; the answer is the whole sentence.
Sentence = Callable[[Notification], str]
Source = Callable[[Sequence[Event]], list[Notice]]

kinds: dict[str, NoticeKind] = {}
sentences: dict[str, Sentence] = {}
sources: dict[str, Source] = {}


def add_kind(key: str, kind: NoticeKind, sentence: Sentence) -> None:
    """Name a kind; in settings the kinds stand in the order in which they were named."""
    kinds[key], sentences[key] = kind, sentence
