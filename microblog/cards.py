"""Named slots: where a page of the microblog shows something of an app above it, that app fills the slot.

A slot is filled in the `apps.py:ready()` of the app that knows the answer; an empty slot shows nothing.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from microblog.models import Post, User

# Adds what an idea's card shows to the posts of ideas, as `post.shown_idea` with `pk`, `title`, `proposal`, `status`,
# `agree_count`, `my_vote` (the viewer's choice or None) and, where it can still be voted on, a true `may_vote`. Then
# the card has a button that sends `choice` (`agree`, or `none` to take it back) to `/ideas/<pk>/vote/`; the answer to
# htmx is the card of the post anew.
IdeaParts = Callable[[User, Sequence[Post]], None]
# Returns the rail beside the stream as (template, context), for one viewer.
RailCard = Callable[[User], tuple[str, dict[str, Any]] | None]
# Tells whether the viewer has a letter to read, for the menu.
HasLetter = Callable[[User], bool]

# For a person whose words will bear no name: what stands for the person in the sums of the periods in which they may
# come out. And, as they come out: the words, with that, join the sums of one period.
CountTokens = Callable[[User, dt.datetime], dict[str, Any]]
Uncounted = Sequence[tuple[str, str, str, dict[str, Any]]]  # text, kind, language, what stands for the person
CountWords = Callable[[Uncounted, dt.datetime], None]


class Sums(NamedTuple):
    """The unit whose sums a person's words may join, and how many people must have said the same before they show."""

    unit: str
    people: int


# Tells which sums a person's words may join at a moment; None where the person is counted nowhere.
SumsAround = Callable[[User, dt.datetime], Sums | None]

idea_parts: list[IdeaParts] = []
rail_cards: list[RailCard] = []
has_letter: list[HasLetter] = []
count_tokens: list[CountTokens] = []
count_words: list[CountWords] = []
sums_around: list[SumsAround] = []


def add_idea_parts(viewer: User, posts: Sequence[Post]) -> None:
    """Let the app of ideas add its part to the cards of ideas; one query, and none without ideas among the posts."""
    ideas = [post for post in posts if post.kind == "idea"]
    if ideas:
        for fill in idea_parts:
            fill(viewer, ideas)


def reads_letters(viewer: User) -> bool:
    """Tell whether the menu shows the letter to this viewer."""
    return any(ask(viewer) for ask in has_letter)
