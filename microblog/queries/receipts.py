"""What a receipt opens: the state of something that was written without a name."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from microblog.models import ModerationCase, Post
from microblog.queries.anonymous import released_post, waiting_item
from microblog.sealing import unseal


@dataclass(frozen=True)
class Receipt:
    """`state` is waiting, published, hidden or deleted; `change` is edit, delete or None, and is done at the next slot.

    `earliest` is the slot that what waits may come out at; `reason` is why a moderator hid it.
    """

    state: str
    text: str
    change: str | None = None
    earliest: dt.datetime | None = None
    post: Post | None = None
    reason: str = ""


def receipt_of(hashes: list[str]) -> Receipt | None:
    """Return what became of that which has one of these hashes, or None.

    :raises KeysAway: if it waits and the key process does not answer.
    """
    item = waiting_item(hashes)
    content: dict[str, Any] = unseal(bytes(item.sealed), month=item.month) if item else {"do": None}
    if item and content["do"] == "post":
        return Receipt("waiting", content["text"], earliest=item.first_slot)
    post = released_post(hashes)
    if post is None:
        return None
    if post.deleted_at is not None:
        return Receipt("deleted", "")
    return Receipt(
        state="hidden" if post.hidden_at else "published",
        text=content.get("text", post.text),
        change=content["do"],
        earliest=item.first_slot if item else None,
        post=post,
        reason=reason_of(post) if post.hidden_at else "",
    )


def reason_of(post: Post) -> str:
    """Return what a moderator said to whoever wrote a hidden post."""
    case = ModerationCase.objects.filter(post=post).exclude(state=ModerationCase.State.KEPT).first()
    return case.reason if case else ""
