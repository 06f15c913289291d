"""Ideas, the votes on them, their moves, and the challenges that ask for them."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now

from ideas.lifecycle import STATUSES
from microblog.models import Community, OrgUnit, Post, TimeOrderedKey, User

STATUS_CHOICES = [(status, status) for status in STATUSES]


class Choice(models.TextChoices):
    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105


class Challenge(models.Model):
    """A question from a leader with a period in which people propose and vote. Days are whole and local."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="challenges")
    title = models.CharField(max_length=140)
    question = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    voting_ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")) & Q(ends_on__lte=F("voting_ends_on")),
                name="challenge_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def takes_ideas(self, today: dt.date) -> bool:
        return self.closed_at is None and self.starts_on <= today <= self.ends_on

    def takes_votes(self, today: dt.date) -> bool:
        return self.closed_at is None and today <= self.voting_ends_on


class IdeaQuerySet(models.QuerySet["Idea"]):
    def with_my_vote(self, viewer: User) -> Self:
        """Add the viewer's own choice as `my_vote`, or None."""
        mine = Vote.objects.filter(idea=OuterRef("pk"), user=viewer).values("choice")
        return self.annotate(my_vote=Subquery(mine[:1]))


class Idea(models.Model):
    """A proposal with votes and a fate. Comments, reactions and access are those of its root post."""

    id = TimeOrderedKey()
    post = models.OneToOneField(Post, models.CASCADE, related_name="idea")
    challenge = models.ForeignKey(Challenge, models.SET_NULL, null=True, related_name="ideas")
    title = models.CharField(max_length=140)
    problem = models.TextField()
    proposal = models.TextField()
    expected_effect = models.TextField(blank=True)
    units = models.ManyToManyField(OrgUnit, related_name="+", blank=True)
    status = models.CharField(max_length=12, choices=STATUS_CHOICES, default="open")
    revisit_on = models.DateField(null=True)
    # How many agreed when it was declined: twice as many bring it back.
    agree_when_declined = models.PositiveIntegerField(null=True)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    # Counters and what follows from them: changed in the transaction of the vote.
    agree_count = models.PositiveIntegerField(default=0)
    disagree_count = models.PositiveIntegerField(default=0)
    pass_count = models.PositiveIntegerField(default=0)
    lower_bound = models.FloatField(default=0.0)
    bridging_score = models.FloatField(default=0.5, db_default=0.5)
    bridging_label = models.CharField(max_length=20, blank=True, default="", db_default="")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="idea_status_known"),
            models.CheckConstraint(condition=~Q(title=""), name="idea_has_title"),
        ]
        indexes = [
            models.Index(F("lower_bound").desc(), F("id").desc(), name="ideas_best"),
            models.Index(fields=["status"], name="ideas_status"),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """One person's choice on an idea. Nobody but that person ever sees it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    user = models.ForeignKey(User, models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice)
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "user"], name="one_vote_a_person"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="vote_choice_known"),
        ]
        indexes = [models.Index(fields=["idea", "voted_at"], name="votes_of_idea")]


class StatusChange(models.Model):
    """A move in the life of an idea: who, when, why."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="moves")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # The leader for whom a delegate acted.
    on_behalf_of = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    before = models.CharField(max_length=12, choices=STATUS_CHOICES)
    after = models.CharField(max_length=12, choices=STATUS_CHOICES)
    reason = models.TextField(blank=True)
    reason_kind = models.CharField(max_length=12, blank=True)
    moved_at = models.DateTimeField()


class ImportedObject(models.Model):
    """What an object of another system has become here, so that an import can be run again."""

    source = models.CharField(max_length=140)
    kind = models.CharField(max_length=20)
    external_id = models.CharField(max_length=64)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "external_id"], name="import_once")]
