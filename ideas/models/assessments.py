"""Scorecards: what people who were asked think of an idea, each for themself."""

from django.db import models
from django.db.models import Q

from ideas.models.ideas import Idea
from microblog.models import User

MARKS = ("reach", "impact", "confidence", "effort")
LOWEST, HIGHEST = 1, 5


class Assessor(models.Model):
    """A person who was asked to assess an idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="assessors")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="assessor_once")]


class Assessment(models.Model):
    """One person's card. A mark is 1 to 5."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="assessments")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    reach = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField()
    effort = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    assessed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="assess_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{mark}__gte": LOWEST, f"{mark}__lte": HIGHEST}), name=f"assessment_{mark}"
                )
                for mark in MARKS
            ),
        ]

    @property
    def score(self) -> float:
        """Reach · impact · confidence / effort, 0.2 to 125."""
        return self.reach * self.impact * self.confidence / self.effort
