"""What can be asked of letters and pain points."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from analytics.models import Stance
from analytics.scoring import periods
from analytics.scoring.themes import THEMES
from microblog.api.serializers import ChoiceField, DateField, FlagField, IdField, PageQuery, StrictSerializer, TextField


class PeriodField(serializers.Field[Any, Any, Any, Any]):
    """The name of a period of this installation."""

    form = {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"}
    default_error_messages = {"invalid": gettext_lazy("Skriv perioden slik: 2026-W47.")}

    def to_internal_value(self, data: str) -> str:
        try:
            return periods.parse(data, weeks=settings.PERIOD_WEEKS)
        except periods.BadPeriod:
            self.fail("invalid")


class LetterQuery(StrictSerializer):
    unit = IdField(required=False)


class TableQuery(StrictSerializer):
    """Which cells: all, or those of one period, unit or theme, or of a unit and those right under it (`within`)."""

    period = PeriodField(required=False)
    unit = IdField(required=False)
    within = IdField(required=False)
    theme = ChoiceField(choices=THEMES, required=False)


class CultureQuery(StrictSerializer):
    """Whose culture, and when: the reader's own unit and the newest period unless others are named."""

    period = PeriodField(required=False)
    unit = IdField(required=False)


class RadarChoiceIn(StrictSerializer):
    takes_part = FlagField()


class PainPointsQuery(PageQuery, TableQuery):
    """The cells of a page."""


class PainAnswerIn(StrictSerializer):
    # Room is left for the unit and the leader's name that stand around an answer.
    text = TextField(longest=9_000)
    stance = ChoiceField(choices=Stance.choices, default=Stance.SEEN.value)


class DelegateIn(StrictSerializer):
    until = DateField()
