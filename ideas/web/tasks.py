"""Shared work on an idea: its tasks, the hours that people offer, and the spread that is proposed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ideas import access
from ideas.actions.tasks import (
    accept_share,
    add_task,
    change_task,
    offer_hours,
    withdraw_acceptance,
    withdraw_offer,
)
from ideas.models import Idea, Task
from ideas.queries.ideas import visible_idea
from ideas.queries.tasks import spread_of, tasks_of, uncovered, visible_task
from ideas.web.forms import OfferForm, TaskForm
from ideas.web.ideas import sent
from microblog.access import Invalid
from microblog.web.answers import PersonRequest, SeeOther, is_wished, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tasks(request: PersonRequest, key: int) -> HttpResponse:
    """Show the tasks of an idea with the spread that is proposed, and add one."""
    found = visible_idea(viewer=request.user, key=key)
    form = TaskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_task(actor=request.user, idea=found, now=timezone.now(), **form.cleaned_data)
            return SeeOther(f"/ideas/{key}/tasks/")
        except Invalid as bad:
            form.add_error("half_hours" if bad.field == "hours" else bad.field, bad.detail)
    return page(request, found, form)


def page(request: PersonRequest, idea: Idea, form: TaskForm, refused: OfferForm | None = None) -> HttpResponse:
    rows = list(tasks_of(idea))
    shares = spread_of(idea, rows)
    works, plans = access.takes_work(idea), access.can_plan(request.user, idea)
    context = {
        "here": "ideas",
        "idea": idea,
        "form": form,
        "refused": refused,
        "works": works,
        "may_add": works and plans,
        "rows": [shown(task, request.user.pk, plans=works and plans, works=works) for task in rows],
        "shares": shares,
        "mine": next((share for share in shares if share.person.pk == request.user.pk), None),
        "uncovered": [(task, half_hours / 2) for task, half_hours in uncovered(rows, shares)],
    }
    status = 422 if form.errors or refused else 200
    return render(request, "ideas/tasks.html", context, status=status)


def shown(task: Task, viewer: int, *, plans: bool, works: bool) -> dict[str, Any]:
    """Return a task with the hours it takes, those offered, and what the reader can do."""
    offers = list(task.offers.all())
    mine = next((offer for offer in offers if offer.person_id == viewer), None)
    return {
        "task": task,
        "hours": task.half_hours / 2,
        "offered": sum(offer.half_hours for offer in offers) / 2,
        "mine": mine and mine.half_hours / 2,
        "may_tick": plans or (works and mine is not None),
        "may_offer": works and task.state != Task.State.DONE,
    }


@require_POST
@signed_in
def change(request: PersonRequest, key: int) -> HttpResponse:
    """Say that a task is done (`wish` 1), or that it is not (`wish` 0)."""
    found = visible_task(viewer=request.user, key=key)
    state = Task.State.DONE if is_wished(request) else Task.State.OPEN
    change_task(actor=request.user, task=found, now=timezone.now(), state=state)
    return SeeOther(f"/ideas/{found.idea_id}/tasks/")


@require_POST
@signed_in
def offer(request: PersonRequest, key: int) -> HttpResponse:
    """Offer hours to a task, or take one's offer back (`wish` 0)."""
    found = visible_task(viewer=request.user, key=key)
    form = OfferForm(request.POST)
    if not is_wished(request):
        withdraw_offer(actor=request.user, task=found)
    elif form.is_valid():
        try:
            offer_hours(actor=request.user, task=found, **form.cleaned_data)
        except Invalid as bad:
            form.add_error("half_hours", bad.detail)
    if is_wished(request) and form.errors:
        return page(request, visible_idea(viewer=request.user, key=found.idea_id), TaskForm(), form)
    return SeeOther(f"/ideas/{found.idea_id}/tasks/")


@require_POST
@signed_in
def acceptance(request: PersonRequest, key: int) -> HttpResponse:
    """Say yes to one's share of the spread, or take the yes back (`wish` 0)."""
    found = visible_idea(viewer=request.user, key=key)
    if is_wished(request):
        accept_share(actor=request.user, idea=found, now=timezone.now())
    else:
        withdraw_acceptance(actor=request.user, idea=found)
    return SeeOther(f"/ideas/{key}/tasks/")
