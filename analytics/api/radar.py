"""What leaders hardly see, as data; and everybody's own choice to stay out of it."""

from typing import TypedDict

from django.utils import timezone
from rest_framework.request import Request

from analytics.actions.radar import take_part
from analytics.api.serializers import RadarChoiceIn
from analytics.queries.radar import Group, radar, takes_part
from microblog.api.objects import Object, unit_name
from microblog.api.resource import Resource
from microblog.api.shapes import Id, Named, Period
from microblog.models import Community


class QuietShape(TypedDict):
    """A community that no leader takes part in."""

    id: Id
    name: str
    members_count: int
    topics: list[str]


class GroupPartShape(TypedDict):
    unit: Named
    people_band: str


class GroupShape(TypedDict):
    """A group that is not on paper: bands, and what enough of it share; never people."""

    people_band: str
    units: list[GroupPartShape]
    communities: list[Named]
    topics: list[str]


class RadarShape(TypedDict):
    period: Period | None
    communities: list[QuietShape]
    groups: list[GroupShape]


class RadarChoiceShape(TypedDict):
    takes_part: bool


class RadarOf(Resource):
    """`/radar`"""

    shows = RadarShape
    scope = "letters"

    def get(self, request: Request) -> Object:
        found = radar(viewer=self.viewer, now=timezone.now())
        return {
            "period": found.period,
            "communities": [
                {**community_name(one), "members_count": one.members_count, "topics": topics}
                for one, topics in found.communities
            ],
            "groups": [group_object(group) for group in found.groups],
        }


class MyRadar(Resource):
    """`/me/radar`: whether one may be found among groups"""

    shows = RadarChoiceShape
    takes = {"PUT": RadarChoiceIn}

    def get(self, request: Request) -> Object:
        return {"takes_part": takes_part(self.viewer)}

    def put(self, request: Request) -> Object:
        take_part(actor=self.viewer, takes_part=self.sent["takes_part"])
        return {"takes_part": self.sent["takes_part"]}


def group_object(group: Group) -> Object:
    return {
        "people_band": group.band.text,
        "units": [{"unit": unit_name(unit), "people_band": band.text} for unit, band in group.units],
        "communities": [community_name(one) for one in group.communities],
        "topics": group.topics,
    }


def community_name(community: Community) -> Object:
    return {"id": str(community.pk), "name": community.name}
