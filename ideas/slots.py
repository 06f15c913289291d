"""What the microblog shows of ideas: filled in when the app is ready."""

from collections.abc import Sequence
from typing import Any

from django.core.cache import caches

from microblog import cards
from microblog.models import Post, User
from microblog.words import STATUSES


def add_ideas(viewer: User, posts: Sequence[Post]) -> None:
    """Hang each idea on its post as `shown_idea`."""
    from ideas.queries.ideas import ideas_of_posts

    found = ideas_of_posts(viewer, list(posts))
    for post in posts:
        post.shown_idea = found.get(post.pk)  # type: ignore[attr-defined]


def said_and_done_card(viewer: User) -> tuple[str, dict[str, Any]] | None:
    """Return the rail's card of what became of ideas; the same for all, so read once a minute in each process."""
    from ideas.queries.ideas import said_and_done

    moves = caches["process"].get_or_set("said-and-done", said_and_done)
    return (
        ("ideas/_said_and_done.html", {"moves": [(move, *STATUSES[move.after]) for move in moves]}) if moves else None
    )


cards.idea_parts.append(add_ideas)
cards.rail_cards.append(said_and_done_card)
