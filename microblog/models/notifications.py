"""What a person is told of, how they want to be told, and the mail that tells it."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from microblog.models.communities import Community
from microblog.models.keys import TimeOrderedKey
from microblog.models.people import User
from microblog.models.posts import Post


def working_days() -> list[int]:
    """Monday to Friday, by their ISO numbers."""
    return [1, 2, 3, 4, 5]


class Rhythm(models.TextChoices):
    """How soon mail tells of something."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Outgoing(models.Model):
    """One mail to one person. It is claimed before it is sent, and never sent again once it may have left."""

    # Each kind has a `recipient` of its own.
    recipient: User
    attempts = models.PositiveSmallIntegerField(default=0)
    # Empty while somebody is sending it and when it is done.
    next_attempt_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Mail(Outgoing):
    """Tells of notifications."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="mails")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="mail_waiting")
        ]


class Notification(models.Model):
    """What has happened to one thing since its reader last looked: whoever does the same joins `actors`, newest first.

    Each addition gives the row a new key, so that it comes to the top and `read up to` does not cover it.
    """

    id = TimeOrderedKey()
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    actors = ArrayField(models.BigIntegerField(), default=list)
    # The event that told it last: what sockets count by.
    seq = models.BigIntegerField()
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    in_page = models.BooleanField(default=True)
    mail_due_at = models.DateTimeField(null=True)
    push_due_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notifications")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "post", "community"],
                condition=Q(read_at=None),
                nulls_distinct=False,
                name="one_unread_per_thing",
            )
        ]
        indexes = [
            models.Index(F("recipient"), F("id").desc(), name="notifications_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None, in_page=True), name="notifications_unread"),
            models.Index(fields=["recipient", "seq"], name="notifications_seq"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notifications_due"),
            models.Index(fields=["push_due_at"], condition=Q(push_due_at__isnull=False), name="notifications_push_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class NotificationPreference(models.Model):
    """How a person wants to be told of one kind of thing; without a row the kind's own way holds."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=20)
    page = models.BooleanField()
    mail = models.CharField(max_length=7, choices=Rhythm)
    push = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind"),
            models.CheckConstraint(condition=Q(mail__in=Rhythm.values), name="mail_rhythm_known"),
        ]


class QuietHours(models.Model):
    """When no mail comes to a person: from `starts_at` to `ends_at`, and all of the days that are not in `days`.

    Days are those of ISO: Monday is 1. Two equal times mean that no hours are quiet.
    """

    person = models.OneToOneField(User, models.CASCADE, related_name="quiet_hours")
    starts_at = models.TimeField(default=dt.time(17))
    ends_at = models.TimeField(default=dt.time(7))
    days = ArrayField(models.PositiveSmallIntegerField(), default=working_days)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__contained_by=[1, 2, 3, 4, 5, 6, 7]) & Q(days__len__gt=0), name="quiet_days_known"
            )
        ]
