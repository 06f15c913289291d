"""Where the shoe pinches: one row per theme, unit and period, with every factor exact."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from microblog.models import OrgUnit, TimeOrderedKey


class PainPoint(models.Model):
    """A cell of the ledger. Exact figures stay here; what may be shown is decided in `analytics/disclosure`."""

    id = TimeOrderedKey()
    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=40)
    authors = models.PositiveIntegerField()
    active = models.PositiveIntegerField()
    headcount = models.PositiveIntegerField()
    expected = models.FloatField()
    ratio = models.FloatField(null=True)
    window = models.PositiveSmallIntegerField()
    p = models.FloatField()
    is_alarm = models.BooleanField()
    severity = models.FloatField()
    reach = models.FloatField()
    persistence = models.PositiveSmallIntegerField()
    score = models.FloatField()
    # Decided by the disclosure rules for the whole period at once.
    is_released = models.BooleanField()
    hidden_because = models.CharField(max_length=20, blank=True)
    since = models.CharField(max_length=8)
    words = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit", "theme"], name="pain_point_once")]
        indexes = [models.Index(fields=["unit", "theme", "period"], name="pain_points_over_time")]

    def __str__(self) -> str:
        return f"{self.period} {self.unit_id} {self.theme}"
