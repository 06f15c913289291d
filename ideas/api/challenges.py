"""Challenges: listed, asked, ended, and their ideas."""

from django.utils import timezone
from rest_framework.request import Request

from ideas.actions.challenges import ask_challenge, close_challenge
from ideas.api import shapes
from ideas.api.ideas import with_parts
from ideas.api.objects import challenge_object, idea_object
from ideas.api.serializers import ChallengeEditIn, ChallengeIn
from ideas.models import Challenge
from ideas.queries.challenges import challenges, ideas_of_challenge, visible_challenge
from ideas.queries.ideas import shown_ideas
from microblog.api.lists import each, page_of, page_of_list
from microblog.api.objects import Object
from microblog.api.posts import chosen_community
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page


class ChallengeResource(Resource):
    """What has one challenge at its address."""

    shows = shapes.Challenge
    scope = "ideas"

    def found(self, id: int) -> Challenge:
        return visible_challenge(viewer=self.viewer, key=id)

    def shown(self, row: Challenge) -> Object:
        return challenge_object(row, timezone.localdate())


class Challenges(ChallengeResource):
    """`/challenges`"""

    gives = {"GET": Page[shapes.Challenge]}
    takes = {"POST": ChallengeIn}
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        order = ("-starts_on", "-id")
        return page_of(request, self.asked, challenges(viewer=self.viewer), order, each(self.shown))

    def post(self, request: Request) -> Made:
        community = chosen_community(self.viewer, self.sent.pop("community", None))
        made = ask_challenge(actor=self.viewer, community=community, **self.sent)
        return Made(self.shown(self.found(made.pk)), f"challenges/{made.pk}")


class OneChallenge(ChallengeResource):
    """`/challenges/:id`"""

    takes = {"PATCH": ChallengeEditIn}

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        close_challenge(actor=self.viewer, challenge=self.found(id), now=timezone.now())
        return self.shown(self.found(id))


class ChallengeIdeas(ChallengeResource):
    """`/challenges/:id/ideas`"""

    gives = {"GET": Page[shapes.Idea]}
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        now = timezone.now()
        rows = with_parts(shown_ideas(self.viewer))
        today = timezone.localdate(now)
        found = ideas_of_challenge(rows, viewer=self.viewer, challenge=self.found(id), today=today)
        return page_of_list(request, self.asked, found, lambda idea: idea_object(self.viewer, idea, now))
