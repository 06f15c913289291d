"""Posts that are still to come, as their authors find them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from microblog.models import Attachment, ScheduledPost, User


def scheduled_posts(*, viewer: User) -> QuerySet[ScheduledPost]:
    """Return the viewer's own posts that wait, with the files of each in their order."""
    mine = ScheduledPost.objects.filter(author=viewer).select_related("community")
    return mine.prefetch_related("attachments")


def scheduled_post(*, viewer: User, key: int) -> ScheduledPost:
    """Return one of them.

    :raises Http404: if it is not there, or not the viewer's.
    """
    return get_object_or_404(scheduled_posts(viewer=viewer), pk=key)


def attached(row: ScheduledPost) -> list[Attachment]:
    """Return the files of a post that waits, in their order."""
    return sorted(row.attachments.all(), key=lambda file: file.place)
