"""Mail that tells what has happened: gathered when it is due, claimed, sent once."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from microblog import notices
from microblog.models import Mail, Notification, Outgoing, Rhythm
from microblog.queries.notifications import address_of, complete, may_see, sentence_of, wishes_of
from microblog.unsubscribe import EVERYTHING, token_for

logger = logging.getLogger(__name__)
Kind = TypeVar("Kind", bound=Outgoing)

BATCH = 500
MOST_ATTEMPTS = 6
FIRST_PAUSE = dt.timedelta(minutes=2)
MOST_IN_A_MAIL = 30


@transaction.atomic
def gather_mail(*, now: dt.datetime) -> int:
    """Put what is due into mails, one for each person, and return how many notifications were dealt with.

    What has been read meanwhile, or is no longer wanted by mail, needs none. Safe to run in many places at once.
    """
    due = list(
        Notification.objects.select_for_update(skip_locked=True, of=["self"])
        .filter(mail_due_at__lte=now)
        .order_by("recipient", "-id")[:BATCH]
    )
    wishes = wishes_of({row.recipient_id for row in due})
    by_person: dict[int, list[int]] = {}
    for row in due:
        if row.read_at is None and wishes[row.recipient_id].of(row.kind)[1] != Rhythm.NEVER:
            by_person.setdefault(row.recipient_id, []).append(row.pk)
    mails = Mail.objects.bulk_create([Mail(recipient_id=person, next_attempt_at=now) for person in by_person])
    for mail in mails:
        Notification.objects.filter(pk__in=by_person[mail.recipient_id]).update(mail=mail)
    rows = Notification.objects.filter(pk__in=[row.pk for row in due])
    # What the page does not show is read when it has been mailed, so that the next of its kind begins a row of its own.
    rows.filter(in_page=False).update(read_at=now)
    rows.update(mail_due_at=None)
    return len(due)


def send_mail(*, now: dt.datetime) -> None:
    """Send what waits."""
    send_waiting(Mail, message_of, now=now)


def send_waiting(
    mails: type[Kind], message_of: Callable[[Kind], EmailMultiAlternatives | None], *, now: dt.datetime
) -> None:
    """Send what waits of one kind.

    A mail whose server refuses it is tried again, later each time; what may have left is not.
    """
    while claimed := claim_mail(mails, now):
        for mail in claimed:
            deliver_mail(mail, message_of, now)


@transaction.atomic
def claim_mail(mails: type[Kind], now: dt.datetime) -> list[Kind]:
    """Take waiting mails before they are sent: whoever dies while sending leaves them taken, and none goes twice."""
    rows = mails._default_manager
    waiting = rows.select_for_update(skip_locked=True, of=["self"]).filter(next_attempt_at__lte=now)
    claimed = list(waiting.select_related("recipient").order_by("next_attempt_at", "id")[:50])
    taken = rows.filter(pk__in=[mail.pk for mail in claimed])
    taken.update(attempts=F("attempts") + 1, next_attempt_at=None)
    return claimed


def deliver_mail(mail: Kind, message_of: Callable[[Kind], EmailMultiAlternatives | None], now: dt.datetime) -> None:
    """Send a claimed mail, or let it wait for the next attempt. One with nothing left to tell is done unsent."""
    row = type(mail)._default_manager.filter(pk=mail.pk)
    try:
        with translation.override(mail.recipient.language):
            message = message_of(mail)
        if message is not None:
            message.send()
    except Exception:
        logger.exception("%s %s was not sent", type(mail).__name__, mail.pk)
        attempts = mail.attempts + 1
        if attempts < MOST_ATTEMPTS:
            row.update(next_attempt_at=now + FIRST_PAUSE * 4 ** (attempts - 1))
        return
    row.update(sent_at=now)


def message_of(mail: Mail) -> EmailMultiAlternatives | None:
    """Return the mail in the reader's language, or None if its reader may see nothing of it any more."""
    reader = mail.recipient
    if not reader.email or not reader.is_active:
        return None
    found = Notification.objects.filter(may_see(reader), mail=mail)
    rows = list(found.select_related("post", "community").order_by("-id")[:MOST_IN_A_MAIL])
    if not rows:
        return None
    complete(reader, rows)
    kinds = {row.kind for row in rows}
    kind = kinds.pop() if len(kinds) == 1 else EVERYTHING
    leave = f"{settings.SITE_URL}/unsubscribe/{token_for(reader.pk, kind)}/"
    context = {
        "items": [{"sentence": sentence_of(row), "url": f"{settings.SITE_URL}{address_of(row)}"} for row in rows],
        "subject": subject_of(rows),
        "leave": leave,
        "kind": notices.kinds[kind].title if kind != EVERYTHING else "",
        "site": settings.SITE_URL,
        "reader": reader,
    }
    message = EmailMultiAlternatives(
        context["subject"],
        render_to_string("emails/notifications.txt", context),
        to=[reader.email],
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            # The same at every attempt: a server that took it and did not say so drops the second.
            "Message-ID": f"<notifications.{mail.pk}@{settings.MAIL_DOMAIN}>",
        },
    )
    message.attach_alternative(render_to_string("emails/notifications.html", context), "text/html")
    return message


def subject_of(rows: Sequence[Notification]) -> str:
    """Return the one sentence that a mail tells, or how many it has."""
    if len(rows) == 1:
        return " ".join(sentence_of(rows[0]).split())
    return ngettext("%(n)d varsel fra Lest", "%(n)d varsler fra Lest", len(rows)) % {"n": len(rows)}
