"""What the microblog shows of ideas: filled in when the app is ready."""

from collections.abc import Sequence

from microblog import cards
from microblog.models import Post, User


def add_ideas(viewer: User, posts: Sequence[Post]) -> None:
    """Hang each idea on its post as `shown_idea`."""
    from ideas.queries.ideas import ideas_of_posts

    found = ideas_of_posts(viewer, list(posts))
    for post in posts:
        post.shown_idea = found.get(post.pk)  # type: ignore[attr-defined]


cards.idea_parts.append(add_ideas)
