"""Posts that come out later: planned, changed, called off, published when their time has come."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from microblog.access import Invalid, NotAllowed
from microblog.actions.files import attach_files
from microblog.actions.mentions import checked_names
from microblog.actions.posts import publish_post, require_writer
from microblog.events import record_event
from microblog.models import Attachment, Community, Kind, Post, ScheduledPost, User
from microblog.queries.scheduled import attached

LONGEST_WAIT = dt.timedelta(days=366)
MOST_WAITING = 100


@transaction.atomic
def schedule_post(
    *,
    author: User,
    community: Community,
    kind: str,
    text: str,
    publish_at: dt.datetime,
    now: dt.datetime,
    media: Sequence[int] = (),
    **more: Any,
) -> ScheduledPost:
    """Keep a post until its time; `more` is what else `publish_post` takes.

    :raises NotAllowed: if the author could not publish it now.
    :raises Invalid: if the time is not to come, the post can't wait, or it could not be published now.
    """
    require_time(publish_at, now)
    require_post(author, community, kind, text)
    if ScheduledPost.objects.filter(author=author).count() >= MOST_WAITING:
        raise Invalid("publish_at", "too_many", _("Du har alt %(n)d innlegg som venter.") % {"n": MOST_WAITING})
    row = ScheduledPost.objects.create(
        author=author, community=community, kind=kind, text=text, publish_at=publish_at, more=plain(kind, more)
    )
    attach_files(author=author, media=media, to=row)
    return row


def require_time(publish_at: dt.datetime, now: dt.datetime) -> None:
    """:raises Invalid: if a time is over, or more than a year away."""
    if publish_at <= now:
        raise Invalid("publish_at", "past", _("Velg et tidspunkt som ikke er over."))
    if publish_at - now > LONGEST_WAIT:
        raise Invalid("publish_at", "too_late", _("Velg et tidspunkt i løpet av det neste året."))


def require_post(author: User, community: Community, kind: str, text: str) -> None:
    """:raises NotAllowed: if the author may not publish this here.
    :raises Invalid: if the text names too many people or topics."""
    checked_names(text)
    require_writer(author, community, kind)


def plain(kind: str, more: dict[str, Any]) -> dict[str, Any]:
    """Return what can be kept as it is until then, without what was left out.

    :raises Invalid: if something can't.
    """
    given = {name: value for name, value in more.items() if value not in (None, "", [])}
    if kind in (Kind.POLL, Kind.IDEA) or not is_json(given):
        raise Invalid("publish_at", "not_offered", _("Slike innlegg kan ikke planlegges. La tidspunktet stå tomt."))
    return given


def is_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True


@transaction.atomic
def change_scheduled(
    *, actor: User, post: ScheduledPost, now: dt.datetime, text: str, publish_at: dt.datetime, community: Community
) -> None:
    """Change the words, the time or the place of a post that waits. Where it was refused, it is tried again.

    :raises NotAllowed: if it is somebody else's, or could not be published there now.
    :raises Invalid: as `schedule_post`.
    """
    row = own_waiting(actor, post)
    require_time(publish_at, now)
    require_post(actor, community, row.kind, text)
    row.text, row.publish_at, row.community, row.refusal = text, publish_at, community, ""
    row.save(update_fields=["text", "publish_at", "community", "refusal"])


@transaction.atomic
def cancel_scheduled(*, actor: User, post: ScheduledPost) -> None:
    """Call off a post that waits.

    :raises NotAllowed: if it is somebody else's.
    """
    own_waiting(actor, post).delete()


@transaction.atomic
def publish_scheduled(*, actor: User, post: ScheduledPost, now: dt.datetime) -> Post:
    """Publish a post that waits, before its time.

    :raises NotAllowed: if it is somebody else's, or may not be published.
    :raises Invalid: if it can't be published.
    """
    return come_out(own_waiting(actor, post), now)


def own_waiting(actor: User, post: ScheduledPost) -> ScheduledPost:
    """Lock and return a post that waits, if it is the actor's own.

    :raises NotAllowed: if it is somebody else's, or waits no longer.
    """
    row = ScheduledPost.objects.select_for_update().filter(pk=post.pk, author=actor).first()
    if row is None:
        raise NotAllowed(_("Innlegget venter ikke lenger."))
    return row


def come_out(row: ScheduledPost, now: dt.datetime) -> Post:
    """Make a post of what waited, with its files; what waited is gone in the same transaction, so it comes out once."""
    media = [file.pk for file in attached(row)]
    Attachment.objects.filter(pk__in=media).update(scheduled=None)
    post = publish_post(
        author=row.author, community=row.community, kind=row.kind, text=row.text, now=now, media=media, **row.more
    )
    row.delete()
    return post


def publish_due(*, now: dt.datetime) -> int:
    """Publish what is due, oldest first; return how many came out. Whoever may not publish it any more is told, and
    keeps the text."""
    published = 0
    while (came_out := publish_next(now)) is not None:
        published += came_out
    return published


@transaction.atomic
def publish_next(now: dt.datetime) -> bool | None:
    """Publish the next post that is due, and tell whether it came out; None when there is none."""
    due = ScheduledPost.objects.filter(refusal="", publish_at__lte=now).order_by("publish_at", "pk")
    row = due.select_for_update(skip_locked=True).first()
    if row is None:
        return None
    try:
        with transaction.atomic(), translation.override(row.author.language):
            if not row.author.is_active:
                raise NotAllowed(_("Kontoen er stengt."))
            come_out(row, now)
    except (NotAllowed, Invalid) as refused:
        refuse(row, refused.detail)
        return False
    return True


def refuse(row: ScheduledPost, detail: str) -> None:
    """Keep what could not come out, with the reason, and tell its author."""
    ScheduledPost.objects.filter(pk=row.pk).update(refusal=detail or _("Innlegget kunne ikke legges ut."))
    record_event("post.refused", subject=row, actor=row.author)
