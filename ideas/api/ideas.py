"""Ideas and the votes on them."""

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ideas.actions.ideas import propose_idea, rewrite_idea
from ideas.actions.votes import cast_vote, withdraw_vote
from ideas.api import shapes
from ideas.api.objects import idea_object
from ideas.api.serializers import IdeaEditIn, IdeaIn, IdeasQuery, VoteIn
from ideas.models import Credit, Idea, Promise, StatusChange
from ideas.queries.challenges import visible_challenge
from ideas.queries.ideas import ORDERS, ideas, shown_ideas
from microblog.access import Invalid, visible_posts
from microblog.api.lists import each, page_of
from microblog.api.objects import Object
from microblog.api.posts import chosen_community
from microblog.api.resource import Made, Resource
from microblog.api.shapes import Page
from microblog.models import OrgUnit, Post, User
from microblog.queries.units import units_by_key


def with_parts(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    """Load the units and the moves of ideas, in order."""
    moves = StatusChange.objects.select_related("actor", "on_behalf_of").order_by("moved_at", "id")
    return rows.prefetch_related(
        Prefetch("units", OrgUnit.objects.order_by("name", "id")),
        Prefetch("moves", moves),
        Prefetch("credits", Credit.objects.select_related("person").order_by("person__name", "id")),
        Prefetch("promises", Promise.objects.select_related("owner", "unit").order_by("made_at", "id")),
    )


class IdeaResource(Resource):
    """What has one idea at its address."""

    shows = shapes.Idea
    scope = "ideas"

    def found(self, id: int) -> Idea:
        return get_object_or_404(with_parts(shown_ideas(self.viewer)), pk=id)

    def shown(self, row: Idea) -> Object:
        return idea_object(self.viewer, row, timezone.now())


class Ideas(IdeaResource):
    """`/ideas`"""

    gives = {"GET": Page[shapes.Idea]}
    takes = {"POST": IdeaIn}
    asks = {"GET": IdeasQuery}

    def get(self, request: Request) -> Object:
        order = self.asked["order"]
        rows = with_parts(ideas(viewer=self.viewer, order=order, status=self.asked.get("status")))
        return page_of(request, self.asked, rows, ORDERS[order], each(self.shown))

    def post(self, request: Request) -> Made:
        wanted = self.sent.pop("challenge", None)
        challenge = visible_challenge(viewer=self.viewer, key=wanted) if wanted else None
        named = self.sent.pop("community", None)
        community = challenge.community if challenge else chosen_community(self.viewer, named)
        units = chosen_units(self.sent.pop("units"))
        origin = chosen_post(self.viewer, self.sent.pop("from_post", None))
        idea = propose_idea(
            author=self.viewer,
            community=community,
            units=units,
            challenge=challenge,
            from_post=origin,
            now=timezone.now(),
            **self.sent,
        )
        return Made(self.shown(self.found(idea.pk)), f"ideas/{idea.pk}")


class OneIdea(IdeaResource):
    """`/ideas/:id`"""

    takes = {"PATCH": IdeaEditIn}

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        rewrite_idea(actor=self.viewer, idea=self.found(id), now=timezone.now(), **self.sent)
        return self.shown(self.found(id))


class IdeaVote(IdeaResource):
    """`/ideas/:id/vote`"""

    takes = {"PUT": VoteIn}

    def put(self, request: Request, id: int) -> Object:
        cast_vote(actor=self.viewer, idea=self.found(id), now=timezone.now(), **self.sent)
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        withdraw_vote(actor=self.viewer, idea=self.found(id))


def chosen_post(viewer: User, key: int | None) -> Post | None:
    """:raises Invalid: if there is no such post for the viewer to know."""
    if key is None:
        return None
    found = visible_posts(viewer).filter(pk=key).select_related("community").first()
    if found is None:
        raise Invalid("from_post", "unknown", _("Dette innlegget finnes ikke."))
    return found


def chosen_idea(viewer: User, key: int, field: str) -> Idea:
    """:raises Invalid: if there is no such idea for the viewer to know."""
    found = shown_ideas(viewer).filter(pk=key).first()
    if found is None:
        raise Invalid(field, "unknown", _("Denne idéen finnes ikke."))
    return found


def chosen_units(keys: list[int]) -> list[OrgUnit]:
    """Return the units with these keys.

    :raises Invalid: if one of them does not exist.
    """
    units = units_by_key(keys)
    if len(units) != len(set(keys)):
        raise Invalid("units", "unknown", _("Denne avdelingen finnes ikke."))
    return units
