"""What leaders say of ideas, and what they promise."""

import datetime as dt

from django.db import models
from django.db.models import Q

from ideas.models.ideas import STATUS_CHOICES, Idea
from microblog.models import OrgUnit, User

WATCH_WEEKS = 6


class Answer(models.Model):
    """The official answer to an idea. A new one takes the place of the old; the moves keep the history."""

    idea = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="answer")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    # The leader for whom a delegate answered.
    on_behalf_of = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    # What the idea's status became, or remained, with this answer.
    status = models.CharField(max_length=12, choices=STATUS_CHOICES)
    answered_at = models.DateTimeField()


class Promise(models.Model):
    """What somebody will have done by a day. Overdue is no state of its own: it follows from the day."""

    class State(models.TextChoices):
        OPEN = "open"
        WATCHING = "watching"
        KEPT = "kept"
        REOPENED = "reopened"

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="promises")
    text = models.TextField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="promises")
    due_on = models.DateField()
    watch_weeks = models.PositiveSmallIntegerField(default=WATCH_WEEKS)
    # The pain that it was meant for, as people follow it: a theme in a unit.
    theme = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    watch_until = models.DateField(null=True)
    # The last day on which the owner was reminded.
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "watching", "kept", "reopened"]), name="promise_state"
            ),
            models.CheckConstraint(
                condition=Q(theme="", unit=None) | (~Q(theme="") & Q(unit__isnull=False)), name="promise_pain_is_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["watching", "kept"]) | Q(done_on__isnull=False, watch_until__isnull=False),
                name="promise_watched_has_days",
            ),
            models.CheckConstraint(condition=Q(watch_weeks__gte=1), name="promise_is_watched"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=~Q(state="kept"), name="promises_to_keep")]

    def __str__(self) -> str:
        return self.text

    def shown_state(self, today: dt.date) -> str:
        """Return the state as people see it: `overdue` as long as what is late is not done."""
        is_waiting = self.state in (self.State.OPEN, self.State.REOPENED)
        return "overdue" if is_waiting and self.due_on < today else self.state
