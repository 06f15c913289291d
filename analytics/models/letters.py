"""The leader's letter, frozen."""

from django.db import models

from microblog.models import OrgUnit


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
