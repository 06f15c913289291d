"""What becomes of ideas: moves, answers, promises, and the wall of what was said and done."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ideas.actions.merges import merge_idea
from ideas.actions.moves import answer_idea, assign_idea, check_reason, move_idea
from ideas.actions.promises import finish_promise, make_promise
from ideas.api import shapes
from ideas.api.ideas import IdeaResource, chosen_idea
from ideas.api.objects import move_object, outcome_object, promise_object
from ideas.api.serializers import AnswerIn, AssigneeIn, MoveIn, OutcomesQuery, PromiseEditIn, PromiseIn
from ideas.models import Idea, Promise
from ideas.queries.ideas import moves_of, outcomes
from ideas.queries.promises import promises_of, visible_promise
from microblog.access import Invalid
from microblog.api.lists import each, page_of, page_of_list
from microblog.api.objects import Object
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page
from microblog.models import WORKS_HERE, User
from microblog.queries.units import units_by_key


class IdeaMoves(IdeaResource):
    """`/ideas/:id/moves`"""

    gives = {"GET": Page[shapes.Move]}
    takes = {"POST": MoveIn}
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        return page_of_list(request, self.asked, list(moves_of(self.found(id))), move_object)

    @transaction.atomic
    def post(self, request: Request, id: int) -> Made:
        if "If-Match" in request.headers:
            self.refuse_stale(request.headers["If-Match"], {"id": id})
        other, now = self.sent.pop("duplicate_of", None), timezone.now()
        if self.sent["to"] == "duplicate":
            into = chosen_idea(self.viewer, other, "duplicate_of")
            check_reason("duplicate", "L", self.sent["reason"], self.sent.get("reason_kind", ""))
            merge_idea(actor=self.viewer, idea=self.found(id), into=into, now=now, reason=self.sent["reason"])
        elif other is not None:
            raise Invalid("duplicate_of", "not_here", _("Bare en sammenslåing peker på en annen idé."))
        else:
            move_idea(actor=self.viewer, idea=self.found(id), now=now, **self.sent)
        return Made(self.shown(self.found(id)), f"ideas/{id}")


class IdeaAnswer(IdeaResource):
    """`/ideas/:id/answer`"""

    takes = {"PUT": AnswerIn}

    @transaction.atomic
    def put(self, request: Request, id: int) -> Object:
        idea, promise = self.found(id), self.sent.pop("promise", None)
        answer_idea(actor=self.viewer, idea=idea, now=timezone.now(), **self.sent)
        if promise:
            promised(self.viewer, idea, promise)
        return self.shown(self.found(id))


class IdeaAssignee(IdeaResource):
    """`/ideas/:id/assignee`"""

    takes = {"PUT": AssigneeIn}

    def put(self, request: Request, id: int) -> Object:
        person = chosen_person(self.sent["person"], "person")
        assign_idea(actor=self.viewer, idea=self.found(id), person=person)
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        assign_idea(actor=self.viewer, idea=self.found(id), person=None)


class IdeaPromises(IdeaResource):
    """`/ideas/:id/promises`"""

    gives = {"GET": Page[shapes.Promise], "POST": shapes.Promise}
    takes = {"POST": PromiseIn}
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        now = timezone.now()
        found = list(promises_of(self.found(id)))
        return page_of_list(request, self.asked, found, lambda promise: promise_object(promise, now))

    def post(self, request: Request, id: int) -> Made:
        made = promised(self.viewer, self.found(id), self.sent)
        return Made(promise_object(made, timezone.now()), f"promises/{made.pk}")


class OnePromise(Resource):
    """`/promises/:id`"""

    shows = shapes.Promise
    scope = "ideas"
    takes = {"PATCH": PromiseEditIn}

    def found(self, id: int) -> Promise:
        return visible_promise(viewer=self.viewer, key=id)

    def shown(self, row: Promise) -> Object:
        return promise_object(row, timezone.now())

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        finish_promise(actor=self.viewer, promise=self.found(id), now=timezone.now())
        return self.shown(self.found(id))


class SaidAndDone(Resource):
    """`/said-and-done`"""

    gives = {"GET": Page[shapes.Outcome]}
    scope = "ideas"
    asks = {"GET": OutcomesQuery}

    def get(self, request: Request) -> Object:
        rows = outcomes(viewer=self.viewer, unit=self.asked.get("unit"))
        return page_of(request, self.asked, rows, ("-moved_at", "-id"), each(outcome_object))


def promised(viewer: User, idea: Idea, sent: dict[str, Any]) -> Promise:
    """Make the promise that was sent."""
    pain = sent.pop("pain_point", None)
    owner = chosen_person(sent.pop("owner"), "owner")
    units = units_by_key([pain["unit"]]) if pain else []
    if pain and not units:
        raise Invalid("pain_point.unit", "unknown", _("Denne avdelingen finnes ikke."))
    about = {"theme": pain["theme"], "unit": units[0]} if pain else {}
    return make_promise(actor=viewer, idea=idea, owner=owner, now=timezone.now(), **about, **sent)


def chosen_person(key: int, field: str) -> User:
    """:raises Invalid: if there is nobody of this key here."""
    person = User.objects.filter(WORKS_HERE, pk=key).first()
    if person is None:
        raise Invalid(field, "unknown", _("Denne personen finnes ikke."))
    return person
