"""Shared work on an idea: tasks, offers, and the spread."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from ideas.actions.tasks import (
    accept_share,
    add_task,
    change_task,
    offer_hours,
    withdraw_acceptance,
    withdraw_offer,
)
from ideas.api import shapes
from ideas.api.ideas import IdeaResource
from ideas.api.objects import spread_object, task_object
from ideas.api.serializers import OfferIn, TaskEditIn, TaskIn
from ideas.models import Idea, Task
from ideas.queries.tasks import spread_of, tasks_of, uncovered, visible_task
from microblog.api.lists import page_of_list
from microblog.api.objects import Object
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page


class IdeaTasks(IdeaResource):
    """`/ideas/:id/tasks`"""

    takes = {"POST": TaskIn}
    asks = {"GET": PageQuery}
    gives = {"GET": Page[shapes.Task], "POST": shapes.Task}

    def get(self, request: Request, id: int) -> Object:
        found = list(tasks_of(self.found(id)))
        return page_of_list(request, self.asked, found, lambda task: task_object(self.viewer, task))

    def post(self, request: Request, id: int) -> Made:
        made = add_task(actor=self.viewer, idea=self.found(id), now=timezone.now(), **in_half_hours(self.sent))
        return Made(task_object(self.viewer, made), f"tasks/{made.pk}")


class TaskResource(Resource):
    """What has one task at its address."""

    scope = "ideas"

    def found(self, id: int) -> Task:
        return visible_task(viewer=self.viewer, key=id)

    def shown(self, row: Task) -> Object:
        return task_object(self.viewer, row)


class OneTask(TaskResource):
    """`/tasks/:id`"""

    takes = {"PATCH": TaskEditIn}
    shows = shapes.Task

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        change_task(actor=self.viewer, task=self.found(id), now=timezone.now(), **in_half_hours(self.sent))
        return self.shown(self.found(id))


class TaskOffers(TaskResource):
    """`/tasks/:id/offers`"""

    takes = {"PUT": OfferIn}
    gives = {"PUT": shapes.Task}

    def put(self, request: Request, id: int) -> Object:
        offer_hours(actor=self.viewer, task=self.found(id), **in_half_hours(self.sent))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        withdraw_offer(actor=self.viewer, task=self.found(id))


class IdeaSpread(IdeaResource):
    """`/ideas/:id/spread`"""

    gives = {"GET": shapes.Spread}

    def get(self, request: Request, id: int) -> Object:
        return spread(self.found(id))


class SpreadAcceptance(IdeaResource):
    """`/ideas/:id/spread/acceptance`"""

    gives = {"PUT": shapes.Spread}

    def put(self, request: Request, id: int) -> Object:
        accept_share(actor=self.viewer, idea=self.found(id), now=timezone.now())
        return spread(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        withdraw_acceptance(actor=self.viewer, idea=self.found(id))


def spread(idea: Idea) -> Object:
    tasks = list(tasks_of(idea))
    shares = spread_of(idea, tasks)
    return spread_object(shares, uncovered(tasks, shares))


def in_half_hours(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with its `hours` as the `half_hours` of the actions."""
    return {("half_hours" if name == "hours" else name): value for name, value in sent.items()}
