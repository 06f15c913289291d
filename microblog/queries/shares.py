"""What posts show of others: one statement for all of a page, and none where nothing is shared."""

from collections.abc import Sequence

from microblog import access
from microblog.models import Post, User


def add_shared(viewer: User, posts: Sequence[Post]) -> None:
    """Hang on each post that shares another what the viewer may read of that, as `shown_shared`, or None."""
    sharing = [post for post in posts if post.shared_id is not None]
    if not sharing:
        return
    originals = access.visible_posts(viewer).select_related("author", "community")
    found = originals.in_bulk([post.shared_id for post in sharing])
    for post in sharing:
        post.shown_shared = found.get(post.shared_id or 0)  # type: ignore[attr-defined]


def shared_of(post: Post) -> Post | None:
    """Return the post that this one shows, if the viewer for whom `add_shared` was called may read it."""
    return getattr(post, "shown_shared", None)
