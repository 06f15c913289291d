"""Writing without a name: what is sent goes under seal, and no row of the sender's is touched."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from microblog import cards, keys
from microblog.access import Invalid, NotAllowed
from microblog.actions.mentions import checked_names
from microblog.actions.posts import require_member
from microblog.models import AnonymousPost, Community, MutedToken, Post, SealedItem, User
from microblog.queries import anonymous as queries
from microblog.release_times import months_from, next_slot
from microblog.sealing import seal, unseal

A_DAY_S_WORTH = 5


class QuotaUsedUp(Exception):
    """The person has written enough without a name today."""


def post_without_name(
    *,
    author: User,
    community: Community,
    kind: str,
    text: str,
    receipt_hash: str,
    now: dt.datetime,
    language: str = "",
    release_alone: bool = False,
) -> dt.datetime:
    """Put a post under seal until the next slot at which others come out with it. Return that slot.

    A second time with the same receipt does nothing.

    :raises NotAllowed: if this is not offered there.
    :raises Invalid: if the kind needs a name, or the text names too many people or topics.
    :raises QuotaUsedUp: if the day's worth is used up.
    :raises KeysAway: if the key process does not answer; nothing is written.
    """
    if kind not in queries.KINDS:
        raise Invalid("kind", "needs_a_name", _("Dette kan ikke skrives uten navn."))
    content = {"kind": kind, "parent": None, "language": language, "release_alone": release_alone}
    return send(author, community, text, content, thread=receipt_hash, receipt_hash=receipt_hash, now=now)


def reply_without_name(
    *,
    author: User,
    parent: Post,
    text: str,
    receipt_hash: str,
    now: dt.datetime,
    language: str = "",
    release_alone: bool = False,
) -> dt.datetime:
    """Put an answer under seal; otherwise as `post_without_name`."""
    root = parent.root or parent
    content = {"kind": "update", "parent": parent.pk, "language": language, "release_alone": release_alone}
    thread = queries.thread_name(root)
    return send(author, parent.community, text, content, thread=thread, receipt_hash=receipt_hash, now=now)


def send(
    author: User,
    community: Community,
    text: str,
    content: dict[str, Any],
    *,
    thread: str,
    receipt_hash: str,
    now: dt.datetime,
) -> dt.datetime:
    """Check who writes and where, then seal what is left when the person is taken out of it."""
    slot = next_slot(now)
    checked_names(text)
    require_member(author, community)
    if not queries.is_offered(author, community):
        raise NotAllowed(_("Her kan ingen skrive uten navn."))
    if is_known(receipt_hash):
        return slot
    months = months_from(now)
    tokens = tokens_of(author, thread, months)
    if MutedToken.objects.filter(pk__in=tokens["thread"].values()).exists():
        raise QuotaUsedUp
    if not keys.spend("anonymous-posts", author.pk, A_DAY_S_WORTH):
        raise QuotaUsedUp
    counts = {name: value for fill in cards.count_tokens for name, value in fill(author, now).items()}
    content |= {"do": "post", "text": text, "community": community.pk, "tokens": tokens, "counts": counts}
    put(receipt_hash, content, slot=slot, month=months[0])
    return slot


def tokens_of(author: User, thread: str, months: tuple[str, str]) -> dict[str, dict[str, str]]:
    """Return by month what makes the pseudonym in the thread, and what tells two authors of one batch apart."""
    scopes = [f"{kind}-{month}:{rest}" for month in months for kind, rest in (("thread", thread), ("batch", "author"))]
    found = keys.tokens([(scope, author.pk) for scope in scopes])
    return {"thread": dict(zip(months, found[::2], strict=True)), "author": dict(zip(months, found[1::2], strict=True))}


def is_known(receipt_hash: str) -> bool:
    return (
        SealedItem.objects.filter(pk=receipt_hash).exists()
        or AnonymousPost.objects.filter(receipt_hash=receipt_hash).exists()
    )


def put(receipt_hash: str, content: dict[str, Any], *, slot: dt.datetime, month: str) -> None:
    """Write a sealed item, unless one with this receipt waits already."""
    item = SealedItem(receipt_hash=receipt_hash, first_slot=slot, month=month, sealed=seal(content, month=month))
    SealedItem.objects.bulk_create([item], ignore_conflicts=True)


@transaction.atomic
def change_by_receipt(*, secret: str, text: str | None, now: dt.datetime) -> None:
    """Change the words of what a receipt belongs to, or with None take it away. What waits is changed at once, what is
    out at the next slot.

    :raises Invalid: if the text names too many people or topics, or the receipt belongs to nothing.
    :raises KeysAway: if the key process does not answer.
    """
    if text is not None:
        checked_names(text)
    hashes = queries.hashes_of(secret)
    item = SealedItem.objects.select_for_update().filter(pk__in=hashes).first()
    if item is not None:
        content = unseal(bytes(item.sealed), month=item.month)
        if content["do"] == "post":
            change_waiting(item, content, text)
            return
        item.delete()
    post = queries.released_post(hashes)
    if post is None or post.deleted_at is not None:
        raise Invalid("receipt", "unknown", _("Kvitteringen hører ikke til noe som finnes her."))
    change: dict[str, Any] = {"do": "delete"} if text is None else {"do": "edit", "text": text}
    put(post.anonymous.receipt_hash, change, slot=next_slot(now), month=months_from(now)[0])


def change_waiting(item: SealedItem, content: dict[str, Any], text: str | None) -> None:
    if text is None:
        item.delete()
        return
    item.sealed = seal(content | {"text": text}, month=item.month)
    item.save(update_fields=["sealed"])


@transaction.atomic
def mute_pseudonym(*, post: Post) -> None:
    """Let whoever wrote this without a name write no more in its thread; who it is stays unknown."""
    MutedToken.objects.bulk_create([MutedToken(thread_token=post.anonymous.thread_token)], ignore_conflicts=True)
