"""The coach: what came of what a leader wrote, for that leader alone."""

from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from analytics.queries.coach import coach
from analytics.scoring.coach import Followed
from microblog.access import NotAllowed
from microblog.api.objects import Object
from microblog.api.resource import Resource


class FollowedShape(TypedDict):
    """Replies, and how many of them a colleague followed up within three days."""

    replies: int
    went_on: int


class CoachShape(TypedDict):
    """The reader's own acts of twelve weeks; `finding` is `too_little`, `chance`, `chilled` or `warmed`."""

    thanks: int
    replies_to_thanks: int
    answers: int
    replies_to_answers: int
    threads: int
    spoke_first: int
    spoke_late: int
    own: FollowedShape
    others: FollowedShape
    finding: str


class MyCoach(Resource):
    """`/me/coach`"""

    shows = CoachShape
    scope = "letters"

    def get(self, request: Request) -> Object:
        found = coach(viewer=self.viewer, now=timezone.now())
        if found is None:
            raise NotAllowed(_("Veilederen er for ledere."))
        seen: dict[str, Any] = {
            name: getattr(found, name) for name in ("thanks", "replies_to_thanks", "answers", "replies_to_answers")
        }
        counts = {name: getattr(found.effects, name) for name in ("threads", "spoke_first", "spoke_late", "finding")}
        own, others = followed(found.effects.own), followed(found.effects.others)
        return {**seen, **counts, "own": own, "others": others}


def followed(found: Followed) -> Object:
    return {"replies": found.replies, "went_on": found.went_on}
