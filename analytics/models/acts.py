"""What leaders do with their letters, and who may do it for them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from analytics.models.letters import Letter
from microblog.models import OrgUnit, Post, User


class Delegate(models.Model):
    """A person reads a leader's letters and acts on them in the leader's name, until the end of a day."""

    leader = models.ForeignKey(User, models.CASCADE, related_name="delegates")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    until = models.DateField()
    named_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "person"], name="delegate_once"),
            models.CheckConstraint(condition=~Q(leader=F("person")), name="nobody_is_their_own_delegate"),
        ]


class Stance(models.TextChoices):
    """What a leader can say of a theme now."""

    SEEN = "seen"
    ACTING = "acting"
    ASKING = "asking"
    NOT_NOW = "not_now"


class PainPointAnswer(models.Model):
    """A leader's answer to a theme in a unit: a post to the whole unit. It belongs to the pair, not to the period."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=40)
    # The period in which the theme was answered; each may be answered once.
    period = models.CharField(max_length=8)
    stance = models.CharField(max_length=8, choices=Stance)
    post = models.OneToOneField(Post, models.CASCADE, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "theme", "period"], name="pain_point_answered_once"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="stance_known"),
        ]


class Thanks(models.Model):
    """The thanks that a letter asked for, given as a reply."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="thanks")
    post = models.OneToOneField(Post, models.CASCADE, related_name="+")


class Handover(models.Model):
    """An act of a letter that a colleague has been asked to do."""

    class Act(models.TextChoices):
        THANK = "thank"
        ANSWER = "answer"
        DECIDE = "decide"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="handovers")
    act = models.CharField(max_length=6, choices=Act)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    given_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "act"], name="act_given_once"),
            models.CheckConstraint(condition=Q(act__in=["thank", "answer", "decide"]), name="act_known"),
        ]


class GuideReading(models.Model):
    """A leader has been through the guide, so it is not offered again."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
