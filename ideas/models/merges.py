"""Ideas that became one, or several, and who has part in them. A merge writes down what it changed, to be undone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ideas.models.ideas import STATUS_CHOICES, Choice, Idea
from microblog.models import Post, User


class Merge(models.Model):
    """One idea went into another. Its own votes and followers stay in their rows and are counted there as well;
    what was moved is named here."""

    source = models.ForeignKey(Idea, models.CASCADE, related_name="merges_out")
    target = models.ForeignKey(Idea, models.CASCADE, related_name="merges_in")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    merged_at = models.DateTimeField()
    # The state that the source comes back to.
    before = models.CharField(max_length=12, choices=STATUS_CHOICES)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Keys of what went along: comments and promises moved, people who follow the target since.
    replies = ArrayField(models.BigIntegerField(), default=list)
    promises = ArrayField(models.BigIntegerField(), default=list)
    followers = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="merged_into_one"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_needs_two_ideas"),
        ]


class MergedVote(models.Model):
    """A vote that came to the target with a merge, and the one whose place it took, if any. Gone with the undo."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="votes")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice)
    voted_at = models.DateTimeField()
    choice_before = models.CharField(max_length=8, choices=Choice, blank=True)
    voted_before_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "user"], name="merged_vote_once"),
            models.CheckConstraint(
                condition=Q(choice_before="", voted_before_at=None)
                | (~Q(choice_before="") & Q(voted_before_at__isnull=False)),
                name="vote_before_is_whole",
            ),
        ]


class Split(models.Model):
    """A part of an idea that became an idea of its own."""

    part = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="split")
    source = models.ForeignKey(Idea, models.CASCADE, related_name="splits")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    split_at = models.DateTimeField()


class Credit(models.Model):
    """Somebody beside its author has part in an idea: by what was merged into it (`merge`), by the idea that it was
    split from, or by the post that it was made from (`post`)."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="credits")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    merge = models.ForeignKey(Merge, models.CASCADE, null=True, related_name="credits")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person", "merge"], name="credit_once", nulls_distinct=False)
        ]
