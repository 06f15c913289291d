"""What comes in about ideas."""

from ideas.lifecycle import STATUSES
from ideas.models import Choice
from ideas.queries.ideas import ORDERS
from microblog.api.serializers import ChoiceField, IdField, ListField, PageQuery, StrictSerializer, TextField
from microblog.models import User

LONGEST_PART = 5_000
MOST_UNITS = 50


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
    language = ChoiceField(choices=User.Language.choices, required=False)


class IdeaEditIn(StrictSerializer):
    title = TextField(shortest=4, longest=140, one_line=True, required=False)
    problem = TextField(longest=LONGEST_PART, required=False)
    proposal = TextField(longest=LONGEST_PART, required=False)
    expected_effect = TextField(shortest=0, longest=LONGEST_PART, required=False)


class VoteIn(StrictSerializer):
    choice = ChoiceField(choices=Choice.choices)
