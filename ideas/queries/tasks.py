"""The work on an idea as readers find it: tasks, and the spread that is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from ideas import access
from ideas.models import Acceptance, Idea, Offer, Task
from ideas.spread import fair_spread
from microblog.models import User


@dataclass(frozen=True)
class Share:
    """What a spread asks of a person: (task, half hours), in the order of the tasks."""

    person: User
    tasks: list[tuple[Task, int]]
    is_accepted: bool

    @property
    def half_hours(self) -> int:
        return sum(half_hours for _task, half_hours in self.tasks)

    @property
    def hours(self) -> float:
        return self.half_hours / 2


def tasks_of(idea: Idea) -> QuerySet[Task]:
    """Return the tasks of an idea with what was offered to them, in the order in which they were made."""
    offers = Offer.objects.select_related("person").order_by("person__name", "person_id")
    return Task.objects.filter(idea=idea).prefetch_related(Prefetch("offers", offers)).order_by("id")


def visible_task(*, viewer: User, key: int) -> Task:
    """Return a task of an idea that the viewer may see.

    :raises Http404: if there is none.
    """
    found = Task.objects.filter(idea__in=access.visible_ideas(viewer)).select_related("idea__post__community")
    return get_object_or_404(found, pk=key)


def spread_of(idea: Idea, tasks: Sequence[Task]) -> list[Share]:
    """Return the fair spread of the work, by name; `tasks` as read by `tasks_of`. What is done stays in it, so that
    nobody's share changes with a tick. A yes counts for the very share that it was said to."""
    by_key = {task.pk: task for task in tasks}
    offers = {(task.pk, offer.person_id): offer for task in tasks for offer in task.offers.all()}
    spread = fair_spread(
        {key: task.half_hours for key, task in by_key.items()},
        {pair: offer.half_hours for pair, offer in offers.items()},
    )
    accepted = dict(Acceptance.objects.filter(idea=idea).values_list("person", "share"))
    people = {offer.person_id: offer.person for offer in offers.values()}
    named = {person for _task, person in spread}
    shares = [
        share_of(people[key], [(by_key[task], n) for (task, one), n in sorted(spread.items()) if one == key], accepted)
        for key in named
    ]
    return sorted(shares, key=lambda share: (share.person.name, share.person.pk))


def share_of(person: User, tasks: list[tuple[Task, int]], accepted: dict[int, object]) -> Share:
    return Share(person, tasks, is_accepted=accepted.get(person.pk) == written(tasks))


def written(tasks: Sequence[tuple[Task, int]]) -> list[list[int]]:
    """Return a share as it is stored with a yes."""
    return [[task.pk, half_hours] for task, half_hours in tasks]


def uncovered(tasks: Sequence[Task], shares: Sequence[Share]) -> list[tuple[Task, int]]:
    """Return the tasks for which too few hours are offered, with the half hours that are missing."""
    given: dict[int, int] = {}
    for share in shares:
        for task, half_hours in share.tasks:
            given[task.pk] = given.get(task.pk, 0) + half_hours
    missing = [(task, task.half_hours - given.get(task.pk, 0)) for task in tasks if task.state != Task.State.DONE]
    return [(task, half_hours) for task, half_hours in missing if half_hours > 0]
