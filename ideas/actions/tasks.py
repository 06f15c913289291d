"""Shared work: tasks, hours offered to them, and a yes to one's share."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import access
from ideas.actions.moves import held
from ideas.models import Acceptance, Idea, Offer, Task
from ideas.models.tasks import LEAST_OFFER, LEAST_WORK, MOST_OFFER, MOST_TASKS, MOST_WORK
from ideas.queries.tasks import spread_of, tasks_of, written
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.events import record_event
from microblog.models import User


@transaction.atomic
def add_task(
    *,
    actor: User,
    idea: Idea,
    title: str,
    half_hours: int,
    now: dt.datetime,
    note: str = "",
    due_on: dt.date | None = None,
) -> Task:
    """Add a task to an idea that will be done.

    :raises NotAllowed: if the actor neither proposed the idea, carries it on nor decides on it.
    :raises Conflict: if the idea is not planned or started, or has a hundred tasks.
    :raises Invalid: if the hours or the day can't be taken.
    """
    idea = working_on(idea)
    if not access.can_plan(actor, idea):
        raise NotAllowed(
            _("Bare den som har foreslått idéen, tar den videre eller svarer på den, legger til oppgaver.")
        )
    check_hours(half_hours, LEAST_WORK, MOST_WORK)
    check_day(due_on, timezone.localdate(now))
    if Task.objects.filter(idea=idea).count() >= MOST_TASKS:
        raise Conflict(_("En idé har høyst %(most)d oppgaver.") % {"most": MOST_TASKS})
    return Task.objects.create(
        idea=idea, title=title, note=note, half_hours=half_hours, due_on=due_on, made_by=actor, made_at=now
    )


@transaction.atomic
def change_task(*, actor: User, task: Task, now: dt.datetime, **parts: object) -> Task:
    """Change a task: any of `title note half_hours due_on state`. Who has offered hours to it may change its state.
    When the last one is done, who carries the idea on is told: that the idea is completed is for people to say.

    :raises NotAllowed: if the actor may not.
    :raises Conflict: if the idea is not planned or started.
    :raises Invalid: if the hours or the day can't be taken.
    """
    idea = working_on(task.idea)
    helps = set(parts) == {"state"} and Offer.objects.filter(task=task, person=actor).exists()
    if not helps and not access.can_plan(actor, idea):
        raise NotAllowed(_("Bare de som har ansvar for idéen eller har tilbudt timer, kan endre oppgaven."))
    if "half_hours" in parts:
        check_hours(parts["half_hours"], LEAST_WORK, MOST_WORK)  # type: ignore[arg-type]
    if "due_on" in parts:
        check_day(parts["due_on"], timezone.localdate(now))  # type: ignore[arg-type]
    task = Task.objects.select_for_update().get(pk=task.pk)
    was_done = task.state == Task.State.DONE
    for name, value in parts.items():
        setattr(task, name, value)
    task.save(update_fields=list(parts))
    is_last = task.state == Task.State.DONE and not Task.objects.filter(idea=idea).exclude(state="done").exists()
    if is_last and not was_done:
        record_event("idea.tasks_done", subject=idea.post, actor=actor)
    return task


@transaction.atomic
def offer_hours(*, actor: User, task: Task, half_hours: int) -> Offer:
    """Offer hours to a task, or change one's offer.

    :raises Conflict: if the task is done, or the idea is not planned or started.
    :raises Invalid: if it is less than half an hour or more than forty.
    """
    working_on(task.idea)
    check_hours(half_hours, LEAST_OFFER, MOST_OFFER)
    if Task.objects.get(pk=task.pk).state == Task.State.DONE:
        raise Conflict(_("Oppgaven er gjort."))
    offer, _made = Offer.objects.update_or_create(task=task, person=actor, defaults={"half_hours": half_hours})
    return offer


@transaction.atomic
def withdraw_offer(*, actor: User, task: Task) -> None:
    """Take one's offer back; without one nothing happens.

    :raises Conflict: if the idea is not planned or started.
    """
    working_on(task.idea)
    Offer.objects.filter(task=task, person=actor).delete()


@transaction.atomic
def accept_share(*, actor: User, idea: Idea, now: dt.datetime) -> Acceptance:
    """Say yes to one's share of the spread as it is now.

    :raises Conflict: if the spread does not name the actor, or the idea is not planned or started.
    """
    idea = working_on(idea)
    mine = next((share for share in spread_of(idea, list(tasks_of(idea))) if share.person == actor), None)
    if mine is None:
        raise Conflict(_("Fordelingen har ikke noe til deg nå."))
    given = {"share": written(mine.tasks), "accepted_at": now}
    acceptance, _made = Acceptance.objects.update_or_create(idea=idea, person=actor, defaults=given)
    return acceptance


@transaction.atomic
def withdraw_acceptance(*, actor: User, idea: Idea) -> None:
    """Take one's yes back; without one nothing happens."""
    Acceptance.objects.filter(idea=idea, person=actor).delete()


def working_on(idea: Idea) -> Idea:
    """Lock and return an idea that is being worked on. The lock keeps the tasks at a hundred when two add at once.

    :raises Conflict: if it is not planned or started.
    """
    locked = held(idea, None)
    if not access.takes_work(locked):
        raise Conflict(_("Oppgaver hører til idéer som er planlagt eller under arbeid."))
    return locked


def check_hours(half_hours: int, least: int, most: int) -> None:
    """:raises Invalid: if there are too few or too many."""
    if not least <= half_hours <= most:
        limits = {"least": f"{least / 2:g}".replace(".", ","), "most": most // 2}
        raise Invalid("hours", "out_of_range", _("Skriv et tall fra %(least)s til %(most)d timer.") % limits)


def check_day(day: dt.date | None, today: dt.date) -> None:
    """:raises Invalid: if the day is over."""
    if day is not None and day < today:
        raise Invalid("due_on", "past", _("Velg en dag som ikke er over."))
