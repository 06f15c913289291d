"""The invented company at work on its ideas: merges with their ledger, tasks and offers, promises kept and not."""

import datetime as dt
from collections.abc import Iterable, Sequence

from analytics.company.work import PROMISES, TASKS, Promised
from ideas.actions.merges import merge_idea
from ideas.models import Acceptance, Idea, Offer, Promise, StatusChange, Task
from ideas.queries.sides import sides_of
from ideas.queries.tasks import spread_of, tasks_of, written
from ideas.ranking import bridging
from microblog.models import OrgUnit, User

WORKED_ON = ("planned", "started", "completed", "verified")
DONE = ("completed", "verified")


def work_on_ideas(*, now: dt.datetime) -> None:
    """Give the written ideas what people have done about them."""
    top = OrgUnit.objects.get(parent=None).leader
    assert top
    merge_anew(top)
    ideas = list(Idea.objects.select_related("post__author").order_by("pk"))
    worked_on = [idea for idea in ideas if idea.status in WORKED_ON]
    for idea in worked_on:
        share_work(idea, now)
    for idea, promised in pairs(worked_on):
        promise(idea, promised, top, now)
    for idea in Idea.objects.order_by("pk"):
        idea.bridging_score, idea.bridging_label = bridging(sides_of(idea))
        idea.save(update_fields=["bridging_score", "bridging_label"])


def merge_anew(top: User) -> None:
    """Let the planned merges happen as a leader makes them, so that they can be undone."""
    merged = Idea.objects.filter(status="duplicate", merged_into__isnull=False).select_related("merged_into")
    for idea in merged.order_by("pk"):
        target, last = idea.merged_into, StatusChange.objects.filter(idea=idea, after="duplicate").get()
        assert target
        last.delete()
        idea.status, idea.merged_into = last.before, None
        idea.save(update_fields=["status", "merged_into"])
        merge_idea(actor=top, idea=idea, into=target, now=last.moved_at, reason=last.reason)


def share_work(idea: Idea, now: dt.datetime) -> None:
    """Write the tasks of an idea, offers of some who agree with it, and a yes of each whom the spread names."""
    titles = TASKS[idea.pk % len(TASKS)]
    done = len(titles) if idea.status in DONE else len(titles) // 2 if idea.status == "started" else 0
    author, start = idea.post.author, idea.post.published_at or now
    tasks = Task.objects.bulk_create(
        Task(
            idea=idea,
            title=title,
            half_hours=half_hours,
            made_by=author,
            made_at=start,
            state=Task.State.DONE if n < done else Task.State.OPEN,
        )
        for n, (title, half_hours) in enumerate(titles)
    )
    helpers = User.objects.filter(votes__idea=idea, votes__choice="agree").order_by("pk")[:4]
    Offer.objects.bulk_create(
        Offer(task=task, person=person, half_hours=4 + 2 * ((task.pk + person.pk) % 4))
        for task in tasks
        for person in helpers
    )
    Acceptance.objects.bulk_create(
        Acceptance(idea=idea, person=share.person, share=written(share.tasks), accepted_at=now)
        for share in spread_of(idea, list(tasks_of(idea)))
        if idea.status != "planned"
    )


def pairs(ideas: Sequence[Idea]) -> Iterable[tuple[Idea, Promised]]:
    """Return each promise with the first idea of its states that has none yet."""
    taken: set[int] = set()
    for promised in PROMISES:
        free = [one for one in ideas if one.pk not in taken]
        idea = next((one for status in promised.statuses for one in free if one.status == status), None)
        if idea is not None:
            taken.add(idea.pk)
            yield idea, promised


def promise(idea: Idea, promised: Promised, top: User, now: dt.datetime) -> None:
    """Write a promise in its state, its days counted from now."""
    today = now.date()
    done_on = today + dt.timedelta(days=promised.done) if promised.done is not None else None
    Promise.objects.create(
        idea=idea,
        text=promised.text,
        owner=top,
        made_by=top,
        made_at=now + dt.timedelta(days=promised.made),
        due_on=today + dt.timedelta(days=promised.due),
        state=promised.state,
        done_on=done_on,
        watch_until=done_on and done_on + dt.timedelta(weeks=6),
    )
