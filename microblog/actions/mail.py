"""Mail that tells what has happened: gathered when it is due, claimed, sent once."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from microblog import notices
from microblog.models import Mail, Notification, Rhythm
from microblog.queries.notifications import address_of, complete, may_see, sentence_of, wishes_of
from microblog.unsubscribe import EVERYTHING, token_for

logger = logging.getLogger(__name__)

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
    """Send what waits. A mail whose server refuses it is tried again, later each time; what may have left is not."""
    while claimed := claim_mail(now):
        for mail in claimed:
            deliver_mail(mail, now)


@transaction.atomic
def claim_mail(now: dt.datetime) -> list[Mail]:
    """Take waiting mails before they are sent: whoever dies while sending leaves them taken, and none goes twice."""
    waiting = Mail.objects.select_for_update(skip_locked=True, of=["self"]).filter(next_attempt_at__lte=now)
    claimed = list(waiting.select_related("recipient").order_by("next_attempt_at", "id")[:50])
    Mail.objects.filter(pk__in=[mail.pk for mail in claimed]).update(attempts=F("attempts") + 1, next_attempt_at=None)
    return claimed


def deliver_mail(mail: Mail, now: dt.datetime) -> None:
    """Send a claimed mail, or let it wait for the next attempt. One with nothing left to tell is done unsent."""
    try:
        with translation.override(mail.recipient.language):
            message = message_of(mail)
        if message is not None:
            message.send()
    except Exception:
        logger.exception("mail %s was not sent", mail.pk)
        attempts = mail.attempts + 1
        if attempts < MOST_ATTEMPTS:
            next_attempt_at = now + FIRST_PAUSE * 4 ** (attempts - 1)
            Mail.objects.filter(pk=mail.pk).update(next_attempt_at=next_attempt_at)
        return
    Mail.objects.filter(pk=mail.pk).update(sent_at=now)


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
