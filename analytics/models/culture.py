"""How the culture is doing: sums of each period, counted once by a worker and kept exact; and the groups found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from microblog.models import OrgUnit, User


class CultureFigure(models.Model):
    """One measure of one unit, with all below it, in one period; what may be shown is decided in `disclosure`."""

    class Measure(models.TextChoices):
        # Everybody who wrote: tone and number of posts.
        VOICES = "voices"
        # Those who asked, hurt or proposed in the open, and how long it took until somebody, or a leader, answered.
        QUESTION = "question"
        PAIN = "pain"
        IDEA = "idea"
        # Those who replied in the open, and how many of them to another part of the company.
        REPLIES = "replies"

    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=8, choices=Measure)
    people = models.PositiveIntegerField()
    headcount = models.PositiveIntegerField()
    figures = models.JSONField()
    is_released = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "measure"], name="culture_once"),
            models.CheckConstraint(
                condition=Q(measure__in=["voices", "question", "pain", "idea", "replies"]), name="culture_measure_known"
            ),
        ]


class CultureFlow(models.Model):
    """How many people of one part of the company replied to, or praised, people of another in a period.

    Parts are the units right under the company: one level alone, so that no flow is a sum of others.
    """

    class Act(models.TextChoices):
        REPLY = "reply"
        PRAISE = "praise"

    period = models.CharField(max_length=8)
    act = models.CharField(max_length=6, choices=Act)
    giver = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "act", "giver", "receiver"], name="culture_flow_once"),
            models.CheckConstraint(condition=Q(act__in=["reply", "praise"]), name="culture_flow_known"),
        ]


class CultureValue(models.Model):
    """How many people praised by a value of the company in a period. A value is known by its key."""

    period = models.CharField(max_length=8)
    value = models.CharField(max_length=40)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "value"], name="culture_value_once")]


class FoundGroup(models.Model):
    """People who talk with each other in the open without being a unit or a community. Who they are is not kept.

    `units` and `communities` hold [key, people] for those with enough of the group in them, `topics` those that enough
    of the group used.
    """

    period = models.CharField(max_length=8, db_index=True)
    people = models.PositiveIntegerField()
    units = models.JSONField()
    communities = models.JSONField()
    topics = ArrayField(models.CharField(max_length=50), default=list)


class RadarOptOut(models.Model):
    """A person who is left out when groups are looked for."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
