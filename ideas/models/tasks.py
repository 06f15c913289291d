"""The work that an idea needs: tasks, hours offered, and what those whom a spread names have said to it."""

from django.db import models
from django.db.models import Q

from ideas.models.ideas import Idea
from microblog.models import User

MOST_TASKS = 100
# In half hours: the least and the most that a task can need, and that a person can offer to it.
LEAST_WORK, MOST_WORK = 1, 800
LEAST_OFFER, MOST_OFFER = 1, 80


class Task(models.Model):
    """A piece of the work."""

    class State(models.TextChoices):
        OPEN = "open"
        DOING = "doing"
        DONE = "done"

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=140)
    note = models.TextField(blank=True)
    half_hours = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=5, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "doing", "done"]), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(half_hours__gte=LEAST_WORK, half_hours__lte=MOST_WORK), name="task_hours_possible"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """A person would give so many hours to a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="offers")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    half_hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "person"], name="offer_once"),
            models.CheckConstraint(
                condition=Q(half_hours__gte=LEAST_OFFER, half_hours__lte=MOST_OFFER), name="offer_hours_possible"
            ),
        ]


class Acceptance(models.Model):
    """A person said yes to a share. It counts as long as the share is the same."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    share = models.JSONField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="accept_once")]
