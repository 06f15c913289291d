"""What a letter says of ideas and questions: as they stood when its period ended, and open to the whole company."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from analytics.scoring.themes import find_themes
from ideas.lifecycle import UNDECIDED
from ideas.models import Idea, Promise, StatusChange, Vote
from ideas.ranking import rising, wilson_lower_bound
from microblog.models import Community, Kind, OrgUnit, Post
from microblog.texts import to_line

RECENT = dt.timedelta(days=30)
# An overlooked idea: those who saw it agree, but few did, and nobody answered.
FEW_VOTES = range(4, 16)
AGREED_SHARE = 0.7
LONG_WAIT = 14
ENOUGH_VOTES = 10
MOST_WAITING = 3


@dataclass(frozen=True)
class Standing:
    """One idea as it stood: its sums of votes, its status, its recent attention, and how long it has waited (days)."""

    idea: Idea
    agree: int
    disagree: int
    passed: int
    status: str
    recent_votes: int
    comments: int
    waiting_days: int

    @property
    def lower_bound(self) -> float:
        return wilson_lower_bound(self.agree, self.disagree)

    @property
    def rise(self) -> float:
        return rising(self.recent_votes, self.comments, 24.0 * self.waiting_days)

    @property
    def is_overlooked(self) -> bool:
        seen = self.agree + self.disagree
        return seen in FEW_VOTES and self.agree >= AGREED_SHARE * seen and self.waiting_days >= LONG_WAIT


def standings(units: list[OrgUnit] | None, at: dt.datetime) -> list[Standing]:
    """Return the open ideas that concern these units (None: the whole company), as they stood at a moment.

    An idea concerns a unit that it names, and the unit of its author.
    """
    ideas = (
        public_ideas(at)
        .annotate(
            status_then=Coalesce(Subquery(last_move(at).values("after")[:1]), "first_status"),
        )
        .filter(status_then__in=UNDECIDED)
    )
    # What a closed challenge has gathered is answered there.
    ideas = ideas.filter(Q(challenge=None) | Q(challenge__closed_at=None) | Q(challenge__closed_at__gte=at))
    if units is not None:
        ideas = ideas.filter(concerns(units)).distinct()
    votes = votes_until(at)
    return [standing_of(idea, votes.get(idea.pk, {}), at) for idea in ideas.order_by("pk")]


def concerns(units: list[OrgUnit]) -> Q:
    return Q(units__in=units) | Q(post__author__unit__in=units)


def public_ideas(at: dt.datetime) -> QuerySet[Idea]:
    """Return the ideas that everybody in the company could read at a moment, with comments counted."""
    comments = Post.objects.filter(root=OuterRef("post"), published_at__lt=at, published_at__gte=at - RECENT)
    first_move = StatusChange.objects.filter(idea=OuterRef("pk")).order_by("moved_at", "pk")
    return (
        Idea.objects.filter(
            post__published_at__lt=at,
            post__deleted_at=None,
            post__hidden_at=None,
            post__community__visibility=Community.Visibility.OPEN,
        )
        .select_related("post__author")
        .annotate(
            first_status=Coalesce(Subquery(first_move.values("before")[:1]), "status"),
            comments=Coalesce(Subquery(comments.order_by().values("root").annotate(n=Count("pk")).values("n")[:1]), 0),
        )
    )


def last_move(at: dt.datetime) -> QuerySet[StatusChange]:
    """Return the moves of an outer idea until a moment, the last one first."""
    return StatusChange.objects.filter(idea=OuterRef("pk"), moved_at__lt=at).order_by("-moved_at", "-pk")


def votes_until(at: dt.datetime) -> dict[int, dict[str, int]]:
    """Return the sums of votes of each idea at a moment, with those of the last month as `recent`."""
    sums: dict[int, dict[str, int]] = {}
    rows = Vote.objects.filter(voted_at__lt=at).values_list("idea_id", "choice")
    for idea, choice, votes, recent in rows.annotate(
        votes=Count("pk"), recent=Count("pk", filter=Q(voted_at__gte=at - RECENT))
    ):
        found = sums.setdefault(idea, {"recent": 0})
        found[choice] = votes
        found["recent"] += recent
    return sums


def standing_of(idea: Any, votes: dict[str, int], at: dt.datetime) -> Standing:
    return Standing(
        idea=idea,
        agree=votes.get("agree", 0),
        disagree=votes.get("disagree", 0),
        passed=votes.get("pass", 0),
        status=idea.status_then,
        recent_votes=votes.get("recent", 0),
        comments=idea.comments,
        waiting_days=(at - idea.post.published_at).days,
    )


def three_ideas(found: list[Standing]) -> list[dict[str, Any]]:
    """Choose one idea for each of three reasons: rising, agreed on, overlooked. No idea stands twice."""
    chosen: dict[str, Standing] = {}
    for reason, candidates, key in (
        ("agreed", [one for one in found if one.agree + one.disagree >= ENOUGH_VOTES], "lower_bound"),
        ("rising", [one for one in found if one.recent_votes], "rise"),
        ("overlooked", [one for one in found if one.is_overlooked], "lower_bound"),
    ):
        left = [one for one in candidates if one not in chosen.values()]
        if left:
            chosen[reason] = max(left, key=lambda one: (getattr(one, key), one.idea.pk))
    return [as_input(one, reason) for reason, one in chosen.items()]


def longest_waiting(found: list[Standing]) -> list[dict[str, Any]]:
    """Return the undecided ideas whose wait, times the people who voted, is longest."""
    enough = [one for one in found if one.agree + one.disagree >= ENOUGH_VOTES]
    enough.sort(key=lambda one: (-one.waiting_days * (one.agree + one.disagree), one.idea.pk))
    return [as_input(one, None) for one in enough[:MOST_WAITING]]


def as_input(one: Standing, reason: str | None) -> dict[str, Any]:
    """Return an idea as a letter's input."""
    return {
        "id": str(one.idea.pk),
        "post_id": str(one.idea.post_id),
        "title": one.idea.title,
        "reason": reason,
        "agree": one.agree,
        "disagree": one.disagree,
        "pass": one.passed,
        "status": one.status,
        "waiting_days": one.waiting_days,
        "author": one.idea.post.author.name,
        "bridging_label": None,
    }


def idea_on_theme(found: list[Standing], theme: str) -> dict[str, str] | None:
    """Return the best supported idea whose title names the theme. Titles are public; no reading is looked at."""
    fitting = [one for one in found if theme in find_themes(one.idea.title, one.idea.post.language or "nb")]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: (one.lower_bound, one.idea.pk))
    return {"id": str(best.idea.pk), "title": best.idea.title}


def promises(units: list[OrgUnit] | None, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the promises on public ideas that concern these units (None: the whole company), as they stood.

    One that was kept is told of for a month. Overdue ones stay, however old.
    """
    ideas = public_ideas(at) if units is None else public_ideas(at).filter(concerns(units))
    day = timezone.localdate(at)
    made = Promise.objects.filter(idea__in=ideas.order_by().values("pk"), made_at__lt=at)
    made = made.select_related("idea", "owner").exclude(state=Promise.State.KEPT, watch_until__lt=day - RECENT)
    return [
        {
            "text": promise.text,
            "idea_title": promise.idea.title,
            "state": state_then(promise, day),
            "due_on": promise.due_on.isoformat(),
            "owner": promise.owner.name,
        }
        for promise in made.order_by("due_on", "pk")
    ]


def state_then(promise: Promise, day: dt.date) -> str:
    """Return how people saw a promise at the beginning of a day: what was done on it or later was still to do."""
    if promise.done_on and promise.done_on >= day:
        return "overdue" if promise.due_on < day else Promise.State.OPEN
    if promise.state == Promise.State.KEPT and promise.watch_until and promise.watch_until >= day:
        return Promise.State.WATCHING
    return promise.shown_state(day)


def unanswered_questions(units: list[OrgUnit] | None, at: dt.datetime) -> list[dict[str, Any]]:
    """Return questions of the last month that nobody had answered, open to the whole company, oldest first."""
    answer = Post.objects.filter(root=OuterRef("pk"), published_at__lt=at, deleted_at=None)
    asked = (
        Post.objects.live()
        .roots()
        .filter(
            ~Exists(answer),
            kind=Kind.QUESTION,
            published_at__lt=at,
            published_at__gte=at - RECENT,
            community__visibility=Community.Visibility.OPEN,
        )
    )
    if units is not None:
        asked = asked.filter(author__unit__in=units)
    return [
        {
            "post_id": str(post.pk),
            "title_words": to_line(post.text, 60),
            "waiting_days": (at - asked_at).days,
        }
        for post in asked.order_by("published_at", "pk")
        if (asked_at := post.published_at)
    ]
