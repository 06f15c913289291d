"""What people are told of ideas: filled into `microblog/notices.py` when the app is ready."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Idea, Promise, Vote
from microblog import notices
from microblog.models import Event, Notification, OrgUnit, Post, Rhythm, ThreadFollow
from microblog.notices import Notice, NoticeKind
from microblog.words import STATUSES


def of_moves(events: Sequence[Event]) -> list[Notice]:
    """Return who proposed the ideas, who voted on them and who follows what is said of them; the events name posts."""
    return told(events, {event.subject_id: event.subject_id for event in events if event.subject_id})


def of_promises(events: Sequence[Event]) -> list[Notice]:
    """Return the same people for events that name promises."""
    keys = [event.subject_id for event in events]
    return told(events, dict(Promise.objects.filter(pk__in=keys).values_list("pk", "idea__post")))


def told(events: Sequence[Event], post_of: Mapping[int, int]) -> list[Notice]:
    """Return a notice for everybody concerned by the post of each event's subject; a subject that is gone tells
    nobody."""
    posts = list(post_of.values())
    concerned: dict[int | None, set[int]] = {post: set() for post in posts}
    pairs = [
        *Post.objects.filter(pk__in=posts).values_list("pk", "author"),
        *Vote.objects.filter(idea__post__in=posts).values_list("idea__post", "user"),
        *ThreadFollow.objects.filter(root__in=posts, is_following=True).values_list("root", "person"),
    ]
    for post, person in pairs:
        concerned[post].add(person)
    return [
        Notice(person, "idea", event, event.actor_id, post=post_of[event.subject_id])
        for event in events
        if event.subject_id in post_of
        for person in sorted(concerned[post_of[event.subject_id]])
    ]


def of_due_promises(events: Sequence[Event]) -> list[Notice]:
    """Return who owns the promises whose day is near."""
    promises = Promise.objects.filter(pk__in=[event.subject_id for event in events])
    owners = {key: (owner, post) for key, owner, post in promises.values_list("pk", "owner", "idea__post")}
    return [
        Notice(owners[event.subject_id][0], "promise", event, None, post=owners[event.subject_id][1])
        for event in events
        if event.subject_id in owners
    ]


def of_finished_work(events: Sequence[Event]) -> list[Notice]:
    """Return who can say that ideas are completed whose tasks are all done: the assignee, else who leads a unit that
    the idea names, else the top leader."""
    notices_ = []
    ideas = {idea.post_id: idea for idea in Idea.objects.filter(post__in=[event.subject_id for event in events])}
    for event in events:
        idea = ideas.get(event.subject_id)
        if idea is not None:
            notices_ += [Notice(person, "work", event, None, post=idea.post_id) for person in owners_of(idea)]
    return notices_


def owners_of(idea: Idea) -> list[int]:
    if idea.assignee_id:
        return [idea.assignee_id]
    led = OrgUnit.objects.filter(leader__isnull=False)
    concerned = led.filter(pk__in=idea.units.order_by().values("pk")) or led.filter(parent=None)
    return sorted({unit.leader_id for unit in concerned if unit.leader_id})


def say_status(row: Notification) -> str:
    """Say how it stands with the idea now, however many moves it has made since its reader looked."""
    idea = getattr(row.post, "shown_idea", None)
    words, _shape = STATUSES[idea.status if idea else "open"]
    return _("Nytt om idéen «%(title)s»: %(status)s") % {
        "title": row.title,  # type: ignore[attr-defined]
        "status": words,
    }


notices.add_kind(
    "idea",
    NoticeKind(
        gettext_lazy("Idéer jeg har stemt på eller følger"),
        gettext_lazy("Når de får svar eller ny status, og når et løfte er gjort, holdt eller åpnet igjen"),
        Rhythm.DAILY,
        "idea",
        tells_once=False,
    ),
    say_status,
)
notices.sources["idea.moved"] = of_moves
notices.sources["idea.answered"] = of_moves
for event in ("promise.done", "promise.kept", "promise.reopened"):
    notices.sources[event] = of_promises
notices.add_kind(
    "promise",
    NoticeKind(
        gettext_lazy("Løfter jeg har ansvar for"),
        gettext_lazy("Tre dager før fristen, og på dagen"),
        Rhythm.AT_ONCE,
        "clock",
        tells_once=False,
    ),
    lambda row: _("Et løfte du har ansvar for, nærmer seg fristen: «%(title)s»") % {"title": row.title},  # type: ignore[attr-defined]
)
notices.sources["promise.due"] = of_due_promises
notices.add_kind(
    "work",
    NoticeKind(
        gettext_lazy("Idéer jeg har ansvar for"),
        gettext_lazy("Når alle oppgavene er gjort"),
        Rhythm.DAILY,
        "check",
    ),
    lambda row: _("Alle oppgavene for «%(title)s» er gjort. Er idéen gjennomført?") % {"title": row.title},  # type: ignore[attr-defined]
)
notices.sources["idea.tasks_done"] = of_finished_work
