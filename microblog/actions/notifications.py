"""What people do with their notifications: read them, and say how they want to be told."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from microblog import notices
from microblog.access import Invalid
from microblog.models import Notification, NotificationPreference, QuietHours, Rhythm, User
from microblog.queries.notifications import wish_of
from microblog.unsubscribe import EVERYTHING


def read_notifications(*, actor: User, up_to: int, now: dt.datetime) -> None:
    """Mark what the actor has been told as read, up to a key; what came later stays unread. Twice does nothing."""
    Notification.objects.filter(recipient=actor, id__lte=up_to, read_at=None).update(read_at=now)


def read_notification(*, actor: User, key: int, now: dt.datetime) -> None:
    """Mark one notification as read; one that is somebody else's, or has been told anew since, stays as it is."""
    Notification.objects.filter(recipient=actor, pk=key, read_at=None).update(read_at=now)


@transaction.atomic
def choose_notifications(*, actor: User, wishes: Mapping[str, Mapping[str, Any]]) -> None:
    """Choose by kind whether the page shows it (`page`), how soon mail tells it (`mail`) and whether devices are told
    (`push`). What is not named stays.

    :raises Invalid: if a kind does not exist.
    """
    present = wish_of(actor)
    for kind, wish in wishes.items():
        if kind not in notices.kinds:
            raise Invalid(kind, "unknown", _("Dette varselet finnes ikke."))
        page, mail = present.of(kind)
        NotificationPreference.objects.update_or_create(
            person=actor,
            kind=kind,
            defaults={
                "page": wish.get("page", page),
                "mail": wish.get("mail", mail),
                "push": wish.get("push", present.pushes(kind)),
            },
        )


def set_quiet_hours(*, actor: User, starts_at: dt.time, ends_at: dt.time, days: Sequence[int]) -> None:
    """Choose the hours without mail and the days with it (ISO, Monday is 1). Two equal times make no hour quiet.

    :raises Invalid: if there is no day with mail, or one that does not exist.
    """
    if not days or not set(days) <= set(range(1, 8)):
        raise Invalid("quiet", "days", _("Velg minst én dag med e-post."))
    hours = {"starts_at": starts_at, "ends_at": ends_at, "days": sorted(set(days))}
    QuietHours.objects.update_or_create(person=actor, defaults=hours)


def unsubscribe(*, person: User, kind: str) -> None:
    """End mail of a kind, or of every kind (`EVERYTHING`); the page goes on showing it."""
    kinds = list(notices.kinds) if kind == EVERYTHING else [kind]
    choose_notifications(actor=person, wishes={name: {"mail": Rhythm.NEVER} for name in kinds})
