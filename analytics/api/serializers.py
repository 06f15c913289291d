"""What can be asked of letters and pain points."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from analytics.models import Stance
from analytics.scoring import periods
from analytics.scoring.themes import THEMES
from microblog.api.serializers import ChoiceField, DateField, IdField, PageQuery, StrictSerializer, TextField


class PeriodField(serializers.Field[Any, Any, Any, Any]):
    """The name of a period of this installation."""

    default_error_messages = {"invalid": gettext_lazy("Skriv perioden slik: 2026-W47.")}

    def to_internal_value(self, data: str) -> str:
        try:
            return periods.parse(data, weeks=settings.PERIOD_WEEKS)
        except periods.BadPeriod:
            self.fail("invalid")


class LetterQuery(StrictSerializer):
    unit = IdField(required=False)


class TableQuery(StrictSerializer):
    """Which cells: all, or those of one period, unit or theme."""

    period = PeriodField(required=False)
    unit = IdField(required=False)
    theme = ChoiceField(choices=THEMES, required=False)


class PainPointsQuery(PageQuery, TableQuery):
    """The cells of a page."""


class AnswerIn(StrictSerializer):
    # Room is left for the unit and the leader's name that stand around an answer.
    text = TextField(longest=9_000)
    stance = ChoiceField(choices=Stance.choices, default=Stance.SEEN.value)


class DelegateIn(StrictSerializer):
    until = DateField()
