"""What is written without a name: waiting under seal, then a post that nobody is tied to, and the sums it joins."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from microblog.models.people import OrgUnit, User
from microblog.models.posts import Post

# The account under which everything without a name stands. No username of a person begins so.
NOBODY = "-"
FEWEST_MEMBERS = 15


class SealedItem(models.Model):
    """A post, or a change to one, that waits for a slot. Who sent it stands nowhere, and when only as a slot."""

    receipt_hash = models.CharField(max_length=64, primary_key=True)
    first_slot = models.DateTimeField()
    # The month of the key under which it is sealed.
    month = models.CharField(max_length=7)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["first_slot"], name="sealed_by_slot")]

    def __str__(self) -> str:
        return "sealed"


class AnonymousPost(models.Model):
    """What a released post keeps beside its text: the token that makes its pseudonym, and the receipt's hash."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="anonymous")
    thread_token = models.CharField(max_length=64)
    receipt_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["thread_token"], name="anonymous_by_thread")]


class MutedToken(models.Model):
    """A pseudonym that may write no more in its thread; it ends with the key of its month."""

    thread_token = models.CharField(max_length=64, primary_key=True)


class AnonymousCount(models.Model):
    """One person, who is nobody here, counted once on a theme of a period; the unit has at least fifteen people.

    Theme `active` counts who wrote at all, `mood` how; each has tokens of its own, so that no two rows belong together.
    """

    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="+")
    theme = models.CharField(max_length=40)
    token = models.CharField(max_length=32)
    is_negative = models.BooleanField()
    tone = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "theme", "token"], name="count_once_without_name")]


class AnonymitySwitch(models.Model):
    """One decision on whether people may write without their names; in force once the representative has signed."""

    is_on = models.BooleanField()
    least_members = models.PositiveIntegerField(default=FEWEST_MEMBERS, db_default=FEWEST_MEMBERS)
    discussed_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(least_members__gte=FEWEST_MEMBERS), name="anonymous_among_fifteen"),
            models.CheckConstraint(
                condition=Q(countersigned_by=None, countersigned_at=None)
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="signed_by_whom_and_when",
            ),
            # Two people: whoever recorded it does not sign it. Nobody stands for the command of the operator.
            models.CheckConstraint(
                condition=Q(recorded_by=None) | Q(countersigned_by=None) | ~Q(recorded_by=F("countersigned_by")),
                name="signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"
