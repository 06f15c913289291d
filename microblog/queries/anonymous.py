"""Whether people may write without their names, and what a receipt opens."""

import hashlib
import re

from django.db.models import QuerySet

from microblog.models import AnonymitySwitch, AnonymousPost, Community, Membership, Post, SealedItem, User
from microblog.models.posts import Kind

SECRET = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")
# Announcements are somebody's word; an idea has a proposer, a poll its own way to bear no names.
KINDS = (Kind.UPDATE, Kind.QUESTION, Kind.PRAISE, Kind.PAIN)


def switch_in_force() -> AnonymitySwitch | None:
    """Return the newest decision that two people stand behind."""
    return AnonymitySwitch.objects.filter(countersigned_at__isnull=False).order_by("-countersigned_at", "-pk").first()


def switches() -> QuerySet[AnonymitySwitch]:
    """Return all decisions, the newest first, with who made them."""
    return AnonymitySwitch.objects.select_related("recorded_by", "countersigned_by").order_by("-pk")


def is_switched_on() -> bool:
    switch = switch_in_force()
    return switch is not None and switch.is_on


def is_offered(viewer: User, community: Community) -> bool:
    """Tell whether somebody may write without a name there: enough others could have written it."""
    switch = switch_in_force()
    if switch is None or not switch.is_on or viewer.is_service:
        return False
    return eligible_members(community) >= switch.least_members


def eligible_members(community: Community) -> int:
    return Membership.objects.filter(community=community, user__is_active=True, user__is_service=False).count()


def hashes_of(secret: str) -> list[str]:
    """Return what the server keeps of a receipt: the SHA-256 of its 16 bytes, or of its 32 digits as text."""
    if not SECRET.fullmatch(secret):
        return []
    return [hashlib.sha256(form).hexdigest() for form in (bytes.fromhex(secret), secret.encode())]


def waiting_item(hashes: list[str]) -> SealedItem | None:
    return SealedItem.objects.filter(pk__in=hashes).first()


def released_post(hashes: list[str]) -> Post | None:
    """Return the post of a receipt, also one that is hidden or deleted."""
    found = AnonymousPost.objects.select_related("post__community").filter(receipt_hash__in=hashes).first()
    return found.post if found else None


def answers_to(post: Post) -> QuerySet[Post]:
    """Return the replies to a post that are out, in reading order, with their authors."""
    replies = Post.objects.live().filter(parent=post)  # type: ignore[attr-defined]
    found: QuerySet[Post] = replies.select_related("author__unit").order_by("id")
    return found


def thread_name(root: Post) -> str:
    """Return what a thread is called in tokens: its key, or where its first post bears no name, that one's receipt."""
    first = AnonymousPost.objects.filter(post=root).first()
    return first.receipt_hash if first else str(root.pk)
