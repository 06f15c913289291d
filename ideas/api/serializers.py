"""What comes in about ideas."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Field

from ideas.lifecycle import REASON_KINDS, STATUSES
from ideas.models import WATCH_WEEKS, Choice, Task
from ideas.queries.ideas import ORDERS
from microblog.api.serializers import (
    ChoiceField,
    DateField,
    FlagField,
    IdField,
    ListField,
    PageQuery,
    StrictSerializer,
    TextField,
    Worded,
)
from microblog.models import User

LONGEST_PART = 5_000
MOST_UNITS = 50
MOST_PARTS = 10


class WeeksField(Worded, Field):
    """A whole number of weeks."""

    form: ClassVar[dict[str, Any]] = {"type": "integer"}
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Send et helt tall.")}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class HoursField(Worded, Field):
    """Whole and half hours; comes out in half hours."""

    form: ClassVar[dict[str, Any]] = {"type": "number", "multipleOf": 0.5}
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Send timer som et tall, hele og halve.")
    }

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int | float) or isinstance(data, bool) or 2 * data % 1 != 0:
            self.fail("invalid")
        return int(2 * data)


class IdeasQuery(PageQuery):
    status = ChoiceField(choices=STATUSES, required=False)
    order = ChoiceField(choices=list(ORDERS), default="best")


class IdeaIn(StrictSerializer):
    title = TextField(shortest=4, longest=140, one_line=True)
    problem = TextField(longest=LONGEST_PART)
    proposal = TextField(longest=LONGEST_PART)
    expected_effect = TextField(shortest=0, longest=LONGEST_PART, required=False)
    units = ListField(child=IdField(), max_length=MOST_UNITS, default=list)
    community = IdField(required=False)
    challenge = IdField(required=False)
    from_post = IdField(required=False)
    draft = FlagField(default=False)
    language = ChoiceField(choices=User.Language.choices, required=False)


class IdeaEditIn(StrictSerializer):
    title = TextField(shortest=4, longest=140, one_line=True, required=False)
    problem = TextField(longest=LONGEST_PART, required=False)
    proposal = TextField(longest=LONGEST_PART, required=False)
    expected_effect = TextField(shortest=0, longest=LONGEST_PART, required=False)


class VoteIn(StrictSerializer):
    choice = ChoiceField(choices=Choice.choices)


class MoveIn(StrictSerializer):
    to = ChoiceField(choices=STATUSES)
    reason = TextField(shortest=0, longest=LONGEST_PART, default="")
    reason_kind = ChoiceField(choices=REASON_KINDS, required=False)
    revisit_on = DateField(required=False, allow_null=True)
    duplicate_of = IdField(required=False, allow_null=True)


class MergeIn(StrictSerializer):
    into = IdField()


class PartIn(StrictSerializer):
    title = TextField(shortest=4, longest=140, one_line=True)
    problem = TextField(longest=LONGEST_PART)
    proposal = TextField(longest=LONGEST_PART)


class SplitIn(StrictSerializer):
    ideas = ListField(child=PartIn(), allow_empty=False, max_length=MOST_PARTS)


class PainIn(StrictSerializer):
    theme = TextField(longest=40, one_line=True)
    unit = IdField()


class PromiseIn(StrictSerializer):
    text = TextField(longest=LONGEST_PART)
    owner = IdField()
    due_on = DateField()
    watch_weeks = WeeksField(default=WATCH_WEEKS)
    pain_point = PainIn(required=False, allow_null=True)


class AnswerIn(StrictSerializer):
    text = TextField(shortest=10, longest=LONGEST_PART)
    to = ChoiceField(choices=STATUSES, required=False)
    reason_kind = ChoiceField(choices=REASON_KINDS, required=False)
    revisit_on = DateField(required=False, allow_null=True)
    promise = PromiseIn(required=False, allow_null=True)


class PromiseEditIn(StrictSerializer):
    state = ChoiceField(choices=["done"])


class AssigneeIn(StrictSerializer):
    person = IdField()


class TaskIn(StrictSerializer):
    title = TextField(longest=140, one_line=True)
    note = TextField(shortest=0, longest=LONGEST_PART, required=False)
    hours = HoursField()
    due_on = DateField(required=False, allow_null=True)


class TaskEditIn(StrictSerializer):
    title = TextField(longest=140, one_line=True, required=False)
    note = TextField(shortest=0, longest=LONGEST_PART, required=False)
    hours = HoursField(required=False)
    due_on = DateField(required=False, allow_null=True)
    state = ChoiceField(choices=Task.State.choices, required=False)


class OfferIn(StrictSerializer):
    hours = HoursField()


class MarkField(WeeksField):
    """A mark on a card: a whole number, its limits are the action's."""


class AssessmentIn(StrictSerializer):
    reach = MarkField()
    impact = MarkField()
    confidence = MarkField()
    effort = MarkField()
    note = TextField(shortest=0, longest=LONGEST_PART, default="")


class ChallengeIn(StrictSerializer):
    title = TextField(shortest=4, longest=140, one_line=True)
    question = TextField(longest=LONGEST_PART)
    criteria = TextField(shortest=0, longest=LONGEST_PART, default="")
    starts_on = DateField()
    ends_on = DateField()
    voting_ends_on = DateField(required=False, allow_null=True)
    community = IdField(required=False)


class ChallengeEditIn(StrictSerializer):
    closed = FlagField()

    def validate_closed(self, closed: bool) -> bool:
        if not closed:
            raise ValidationError(_("Det som er avsluttet, åpnes ikke igjen."), code="only_true")
        return closed


class OutcomesQuery(PageQuery):
    unit = IdField(required=False)
