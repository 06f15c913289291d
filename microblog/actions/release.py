"""The slot: what waits under seal comes out, in one shuffled batch of at least three people."""

import datetime as dt
import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from microblog import cards, keys
from microblog.actions.mentions import checked_names, write_names
from microblog.actions.posts import count_post, reword, take_away
from microblog.events import record_events
from microblog.models import NOBODY, AnonymousPost, JobRun, MutedToken, Post, SealedItem, User
from microblog.release_times import latest_slot, month_of
from microblog.sealing import seal, unseal

FEWEST_AUTHORS = 3
LONGEST_WAIT = dt.timedelta(hours=24)
# After its month a key is kept this long, for what came late.
KEPT_AFTER = dt.timedelta(days=14)
COUNTED = ("text", "kind", "language", "counts")
MONTHLY = ("thread", "batch", "seal")

Item = dict[str, Any]
shuffle = secrets.SystemRandom().shuffle


def release_due(*, now: dt.datetime) -> int:
    """Open the latest slot, unless it has been opened; return how many posts came out.

    :raises KeysAway: if the key process does not answer; the slot is tried again.
    """
    slot = f"{latest_slot(now):%y%m%d%H}"
    try:
        with transaction.atomic():
            run = JobRun.objects.create(job="anonymous", period=slot)
    except IntegrityError:
        return 0  # It was opened before, or is being opened at this moment.
    try:
        return release_anonymous(now=now)
    except BaseException:
        run.delete()
        raise


def release_anonymous(*, now: dt.datetime) -> int:
    """Bring out what waits, if three people or more have written; do what receipts have asked for. Return how many
    posts came out.

    The sums come first and in a transaction of their own: nothing in the database ties them to the posts, and when
    the batch fails after them, it is tried again and counts nobody twice.

    :raises KeysAway: if the key process does not answer; all goes on waiting.
    """
    month = month_of(now)
    opened = [
        (item, unseal(bytes(item.sealed), month=item.month) | {"receipt_hash": item.pk})
        for item in SealedItem.objects.filter(first_slot__lte=now).order_by("pk")
    ]
    posts = [(item, content) for item, content in opened if content["do"] == "post"]
    batch = chosen(posts, month, now)
    shuffle(batch)
    for count in cards.count_words:
        count([tuple(content[name] for name in COUNTED) for content in batch], now)  # type: ignore[misc]
    changes = [content for _item, content in opened if content["do"] != "post"]
    released = bring_out_all(batch, changes, month, now)
    left = {content["receipt_hash"] for content in batch}
    seal_anew([(item, content) for item, content in posts if item.pk not in left], month)
    return released


@transaction.atomic
def bring_out_all(batch: list[Item], changes: list[Item], month: str, now: dt.datetime) -> int:
    """Make the posts of a batch in its order, and the changes; return how many posts came out. What has been taken back
    since, or brought out by another worker, is no longer there."""
    keys_of_all = [content["receipt_hash"] for content in (*batch, *changes)]
    rows = SealedItem.objects.select_for_update().filter(pk__in=keys_of_all)
    here = set(rows.values_list("pk", flat=True))
    made = [bring_out(content, month, now) for content in batch if content["receipt_hash"] in here]
    released = [post for post in made if post is not None]
    if released:
        record_events("post.published", subjects=released, actor=nobody())
    for content in changes:
        if content["receipt_hash"] in here:
            change(content, now)
    SealedItem.objects.filter(pk__in=here).delete()
    return len(released)


def chosen(posts: list[tuple[SealedItem, Item]], month: str, now: dt.datetime) -> list[Item]:
    """Return what comes out: everything where three people have written, else what was to come out alone at last."""
    authors = {content["tokens"]["author"].get(month) for _item, content in posts} - {None}
    if len(authors) >= FEWEST_AUTHORS:
        return [content for _item, content in posts]
    return [content for item, content in posts if content["release_alone"] and now - item.first_slot >= LONGEST_WAIT]


def bring_out(content: Item, month: str, now: dt.datetime) -> Post | None:
    """Make the post. What it answers may be gone by now; then it is dropped."""
    parent = None
    if content["parent"]:
        parent = Post.objects.live().filter(pk=content["parent"]).first()  # type: ignore[attr-defined]
        if parent is None:
            return None
    token = content["tokens"]["thread"].get(month) or next(iter(content["tokens"]["thread"].values()))
    if MutedToken.objects.filter(pk=token).exists():
        return None
    post = Post.objects.create(
        author=nobody(),
        pseudonym=pseudonym_of(token, parent.thread_id if parent else None),
        community_id=content["community"],
        kind=content["kind"],
        parent=parent,
        root_id=parent.thread_id if parent else None,
        text=content["text"],
        language=content["language"],
        published_at=now,
    )
    AnonymousPost.objects.create(post=post, thread_token=token, receipt_hash=content["receipt_hash"])
    write_names(post, checked_names(post.text))
    count_post(post, 1)
    return post


def nobody() -> User:
    """Return the account under which everything without a name stands: nobody can sign in with it."""
    account, is_new = User.objects.get_or_create(
        username=NOBODY, defaults={"name": "Anonym kollega", "is_active": False, "is_service": True}
    )
    if is_new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def pseudonym_of(token: str, thread: int | None) -> int:
    """Return the number of whoever this token stands for in a thread: the one it has, else the next."""
    if thread is None:
        return 1
    in_thread = Post.objects.filter(Q(pk=thread) | Q(root=thread), pseudonym__isnull=False)
    known = in_thread.filter(anonymous__thread_token=token).first()
    if known is not None and known.pseudonym:
        return known.pseudonym
    return int(in_thread.aggregate(highest=Max("pseudonym"))["highest"] or 0) + 1


def change(content: Item, now: dt.datetime) -> None:
    """Change or take away a post that is out, as its receipt has asked."""
    mine = Post.objects.filter(anonymous__receipt_hash=content["receipt_hash"], deleted_at=None)
    post = mine.select_for_update(of=("self",)).first()
    if post is None:
        return
    if content["do"] == "edit":
        reword(post, content["text"], actor=nobody(), now=now)
    else:
        take_away(post, actor=nobody(), now=now)


def seal_anew(waiting: list[tuple[SealedItem, Item]], month: str) -> None:
    """Seal what goes on waiting under the key of this month: that of its own will be destroyed."""
    for item, content in waiting:
        if item.month != month:
            item.month, item.sealed = month, seal(content, month=month)
            item.save(update_fields=["month", "sealed"])


def destroy_old_keys(*, now: dt.datetime) -> int:
    """Destroy the keys of months that ended a fortnight ago, and of days that are over; return how many there were.

    :raises KeysAway: if the key process does not answer.
    """
    ended, gone = (now - KEPT_AFTER).date().replace(day=1), 0
    for days in range(2, 6):  # of the limits of single days
        gone += keys.destroy(f"limits-{(now - dt.timedelta(days=days)).date().isoformat()}")
    for _month in range(3):
        ended = (ended - dt.timedelta(days=1)).replace(day=1)
        gone += sum(keys.destroy(f"{kind}-{ended:%Y-%m}") for kind in MONTHLY)
    return gone
