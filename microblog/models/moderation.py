"""What people have reported, what became of it, and the log of decisions that nobody can change."""

import datetime as dt
import hashlib
import json

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from microblog.models.people import User
from microblog.models.posts import Post

LONGEST_WORDS = 500


class ReportReason(models.TextChoices):
    PERSONAL = "personal"
    RUDE = "rude"
    PRIVATE = "private"
    SPAM = "spam"
    UNSAFE = "unsafe"
    OTHER = "other"


class ModerationCase(models.Model):
    """A post that was reported, from the first report until it is decided and nothing more can come of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        REWRITTEN = "rewritten"
        APPEALED = "appealed"
        KEPT = "kept"
        HIDDEN = "hidden"
        ASKED = "asked"

    OPEN = (State.WAITING, State.REWRITTEN, State.APPEALED)
    TAKEN_AWAY = (State.HIDDEN, State.ASKED)

    post = models.ForeignKey(Post, models.CASCADE, related_name="cases")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # What the decision said to the author.
    reason = models.TextField(blank=True)
    appeal = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=~Q(state="kept"), name="one_case_per_post"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "rewritten", "appealed", "kept", "hidden", "asked"]),
                name="case_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "rewritten", "appealed"]), name="cases_open")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def can_appeal(self) -> bool:
        """Tell whether the author may still ask for another look: once, and of a decision."""
        return self.state in self.TAKEN_AWAY and not self.appeal


class Report(models.Model):
    """One person's word that a post breaks the rules. Who it was, is for the database alone."""

    case = models.ForeignKey(ModerationCase, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=ReportReason)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="report_once"),
            models.CheckConstraint(condition=Q(reason__in=ReportReason.values), name="report_reason_known"),
        ]


class AuditEntry(models.Model):
    """A decision in the log. Each entry holds the hash of the one before it; a trigger refuses to change any.

    The actor is no foreign key to the database: an entry must not change when a person goes.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    action = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"

    @property
    def right_hash(self) -> str:
        """The SHA-256 that the entry must bear."""
        at = self.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        parts = [self.previous_hash, at, self.actor_id, self.action, self.subject_id, self.reason]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
