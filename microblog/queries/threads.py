"""One post, and the replies under it."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from microblog import access
from microblog.models import Post, PostEdit, User
from microblog.queries.feeds import Page


def readable_post(*, viewer: User, key: int) -> Post:
    """Return a post that the viewer may read, with what its card shows.

    :raises Http404: if there is none, or none that is the viewer's to know.
    """
    return get_object_or_404(access.visible_posts(viewer).with_card_parts(viewer), pk=key)  # type: ignore[attr-defined]


def own_recent_post(*, viewer: User, key: int) -> Post:
    """Return one of the viewer's own posts, deleted or not.

    :raises Http404: if it is not the viewer's.
    """
    return get_object_or_404(Post, pk=key, author=viewer)


def thread_replies(*, viewer: User, root: Post, after: int = 0, limit: int = 50) -> Page:
    """Return the replies of a thread in reading order, oldest first, after a key."""
    replies = thread(viewer=viewer, key=root.pk).filter(id__gt=after)
    found = list(replies.order_by("id")[: limit + 1])
    return Page(posts=found[:limit], has_more=len(found) > limit)


def thread(*, viewer: User, key: int) -> QuerySet[Post]:
    """Return the replies of a thread by the key of its first post, with what cards show."""
    return access.visible_posts(viewer).filter(root=key).with_card_parts(viewer)  # type: ignore[attr-defined, no-any-return]


def answers(*, viewer: User, post: Post) -> QuerySet[Post]:
    """Return what answers a post, with what cards show: the whole thread of a root, else the answers to this reply."""
    if not post.is_reply:
        return thread(viewer=viewer, key=post.pk)
    return access.visible_posts(viewer).filter(parent=post).with_card_parts(viewer)  # type: ignore[attr-defined, no-any-return]


def earlier_wordings(post: Post) -> QuerySet[PostEdit]:
    """Return what a post said before each of its edits."""
    return PostEdit.objects.filter(post=post)
