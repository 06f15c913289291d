"""Letters by mail: put in the queue once they are frozen, sent at the hour that each reader has chosen, never twice."""

import datetime as dt
from functools import cache

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from analytics.models import Letter, LetterMail, LetterWish
from analytics.queries.letter_mail import content_of, due_at, hours_of_readers, may_have, readers_of
from microblog.access import Invalid
from microblog.actions.jobs import begin_job
from microblog.actions.mail import send_waiting
from microblog.models import User

JOB = "letter_mail"
HOURS = range(6, 23)


@transaction.atomic
def queue_letters(*, period: str, now: dt.datetime, at_once: bool = False) -> int:
    """Let the letters of a frozen period wait for their readers' hours, or go at once; return how many joined.

    Once for a period: who becomes a leader later reads it on the page.
    """
    readers = readers_of(period) if begin_job(JOB, period) else {}
    hours = hours_of_readers()
    rows = [
        LetterMail(letter=letter, recipient_id=person, next_attempt_at=due_at(period, hour))
        for person, letter in readers.items()
        if (hour := hours.get(person, LetterWish.DEFAULT_HOUR)) is not None
    ]
    LetterMail.objects.bulk_create(rows, ignore_conflicts=True)
    if at_once:
        LetterMail.objects.filter(letter__period=period, next_attempt_at__gt=now).update(next_attempt_at=now)
    return len(rows)


def send_due_letters(*, now: dt.datetime) -> None:
    """Queue the letters that came out last, and send what is due."""
    last = Letter.objects.order_by("-period").values_list("period", flat=True).first()
    if last is not None:
        queue_letters(period=last, now=now)
    send_letters(now=now)


def send_letters(*, now: dt.datetime) -> None:
    """Send what is due. A mail whose server refuses it is tried again; what may have left is not."""
    send_waiting(LetterMail, message_of, now=now)


def message_of(mail: LetterMail) -> EmailMultiAlternatives | None:
    """Return the mail in the reader's language, or None if its reader may not have it any more."""
    if not may_have(mail):
        return None
    content = content_of(mail)
    message = EmailMultiAlternatives(
        content["subject"],
        render_to_string("emails/letter.txt", content),
        to=[mail.recipient.email],
        headers={
            "List-Unsubscribe": f"<{content['leave']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            # The same at every attempt: a server that took it and did not say so drops the second.
            "Message-ID": f"<letters.{mail.pk}@{settings.MAIL_DOMAIN}>",
        },
    )
    message.attach_alternative(inliner().inline(render_to_string("emails/letter.html", content)), "text/html")
    return message


@cache
def inliner() -> css_inline.CSSInliner:
    """Mail programs that drop style sheets keep the style of an element; the others also read the dark colours."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def choose_letter_mail(*, actor: User, is_wanted: bool, hour: int) -> LetterWish:
    """Keep whether and at which hour a reader wants letters by mail.

    :raises Invalid: if the hour is none of HOURS.
    """
    if hour not in HOURS:
        raise Invalid("hour", "invalid_choice", _("Velg en time mellom 06 og 22."))
    wish, _is_new = LetterWish.objects.update_or_create(person=actor, defaults={"is_wanted": is_wanted, "hour": hour})
    return wish


def leave_letter_mail(*, person: User) -> None:
    """Send a person no more letters."""
    LetterWish.objects.update_or_create(person=person, defaults={"is_wanted": False})
