"""The outbox: what happened, and who has been told."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

MOST_ATTEMPTS = 5


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened. `type` is `noun.verbed`."""

    type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey("microblog.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(relayed_at=None), name="events_waiting")]

    def __str__(self) -> str:
        return f"{self.type} {self.subject_id}"


class Delivery(models.Model):
    """One event on its way to one consumer; `done_at` is set in the transaction of the consumer's effect."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "consumer"], name="deliver_once")]
        indexes = [models.Index(fields=["sent_at"], condition=Q(done_at=None), name="deliveries_open")]


class JobRun(models.Model):
    """A job of the clock has run for a period. The unique row keeps two clocks from running it twice."""

    job = models.CharField(max_length=40)
    period = models.CharField(max_length=8)
    ran_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="run_once")]


class Answered(models.Model):
    """The first answer to a request with an `Idempotency-Key`, given again for 24 hours."""

    user = models.ForeignKey("microblog.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once")]
        indexes = [models.Index(fields=["created_at"], name="answered_age")]
