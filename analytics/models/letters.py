"""The leader's letter, frozen."""

from django.db import models

from microblog.models import OrgUnit, Outgoing, User


class Letter(models.Model):
    """One unit's letter of one period. `inputs` is all it was made from; the same inputs give the same bytes."""

    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="letters")
    published_at = models.DateTimeField()
    composer = models.CharField(max_length=20)
    inputs = models.JSONField()
    input_hash = models.CharField(max_length=64)
    # The canonical bytes of the content, language-neutral; text, so that they stay as they were.
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit"], name="one_letter_a_period")]

    def __str__(self) -> str:
        return f"{self.period} {self.unit_id}"


class LetterWish(models.Model):
    """When a reader of letters wants them by mail; who has said nothing gets them at DEFAULT_HOUR."""

    DEFAULT_HOUR = 7

    person = models.OneToOneField(User, models.CASCADE, related_name="letter_wish")
    is_wanted = models.BooleanField(default=True)
    hour = models.PositiveSmallIntegerField(default=DEFAULT_HOUR)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__range=(6, 22)), name="letter_in_waking_hours")]


class LetterMail(Outgoing):
    """One letter on its way to one reader."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="mails")
    recipient = models.ForeignKey(User, models.CASCADE, related_name="letter_mails")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "recipient"], name="one_mail_of_a_letter")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="letter_mail_waiting",
            )
        ]
