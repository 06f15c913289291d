"""Ideas as their pages show them: words, shapes and days ready for the templates."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ideas import access
from ideas.lifecycle import UNDECIDED
from ideas.models import Answer, Choice, Idea, Promise, StatusChange
from ideas.queries.standing import rank_reason, reason_of, waiting_days
from microblog.models import User
from microblog.texts import to_html
from microblog.times import time_words
from microblog.words import STATUSES

CHOICES = {
    Choice.AGREE: gettext_lazy("For"),
    Choice.PASS: gettext_lazy("Usikker"),
    Choice.DISAGREE: gettext_lazy("Imot"),
}
PROMISES = {
    "open": (gettext_lazy("Lovet"), "plan"),
    "overdue": (gettext_lazy("Over fristen"), "not"),
    "watching": (gettext_lazy("Gjort, følges"), "done"),
    "kept": (gettext_lazy("Holdt"), "done"),
    "reopened": (gettext_lazy("Åpnet igjen"), "work"),
}
BRIDGING = {
    "carried_by_all": gettext_lazy("Bred enighet"),
    "one_units_favourite": gettext_lazy("Én avdelings ønske"),
    "contested": gettext_lazy("Delte meninger"),
}
# How an idea goes when all goes well.
ROAD = ("under_review", "planned", "started", "completed", "verified")


@dataclass(frozen=True)
class Status:
    """A status in words, with its shape."""

    word: str
    shape: str

    @property
    def icon(self) -> str:
        return f"status-{self.shape}"


@dataclass(frozen=True)
class ShownIdea:
    """An idea in a list or on its page, for one viewer."""

    idea: Idea
    status: Status
    may_vote: bool
    proposed: str
    waiting_days: int | None
    reason: str
    lang: str

    @property
    def is_backed(self) -> bool:
        """Tell whether the viewer has voted for it."""
        return self.idea.my_vote == Choice.AGREE  # type: ignore[attr-defined]

    @property
    def own_choice(self) -> str:
        """The viewer's own vote in words, or nothing."""
        choice = self.idea.my_vote  # type: ignore[attr-defined]
        return str(CHOICES[choice]) if choice else ""

    @property
    def bridging(self) -> str:
        """How far the agreement reaches over the units, in words, or nothing."""
        return str(BRIDGING.get(self.idea.bridging_label, ""))

    @property
    def votes(self) -> int:
        return self.idea.agree_count + self.idea.disagree_count + self.idea.pass_count


def shown(viewer: User, idea: Idea, now: dt.datetime) -> ShownIdea:
    post = idea.post
    return ShownIdea(
        idea=idea,
        status=status_of(idea.status, has_revisit=idea.revisit_on is not None),
        may_vote=access.can_vote(viewer, idea),
        proposed=time_words(post.published_at, now) if post.published_at else "",
        waiting_days=waiting_days(idea, now),
        reason=rank_reason(idea),
        lang=post.language if post.language != get_language() else "",
    )


def shown_answer(answer: Answer | None, idea: Idea, now: dt.datetime) -> dict[str, Any] | None:
    """Return the official answer with its words as safe HTML."""
    if answer is None:
        return None
    return {
        "actor": answer.actor,
        "leader": answer.on_behalf_of,
        "when": time_words(answer.answered_at, now),
        "html": SafeString(to_html(answer.text)),
        "status": status_of(answer.status, has_revisit=idea.revisit_on is not None),
    }


def shown_promise(promise: Promise, viewer: User, today: dt.date, *, decides: bool) -> dict[str, Any]:
    """Return a promise with the word and shape of its state, and whether the viewer can say that it is done."""
    state = promise.shown_state(today)
    word, shape = PROMISES[state]
    can_finish = state in ("open", "overdue", "reopened") and (decides or promise.owner_id == viewer.pk)
    return {"promise": promise, "state": state, "status": Status(str(word), shape), "can_finish": can_finish}


def words_of(idea: Idea) -> list[dict[str, str]]:
    """Return the parts of an idea that hold something, as safe HTML under their headings."""
    parts = [
        (_("Problemet"), idea.problem),
        (_("Forslaget"), idea.proposal),
        (_("Dette blir bedre"), idea.expected_effect),
    ]
    return [{"heading": heading, "html": SafeString(to_html(text))} for heading, text in parts if text]


def status_of(status: str, *, has_revisit: bool) -> Status:
    """Return a status in words. What is declined for good is a no, otherwise it is only not now."""
    word, shape = STATUSES[status]
    is_no = status == "declined" and not has_revisit
    return Status(_("Nei") if is_no else str(word), shape)


def ballot_of(one: ShownIdea) -> list[dict[str, Any]]:
    """Return the three choices with their totals, and which of them is the viewer's own."""
    seen = max(one.votes, 1)
    return [
        {
            "value": choice.value,
            "look": look,
            "icon": icon,
            "word": CHOICES[choice],
            "count": (count := getattr(one.idea, f"{choice.value}_count")),
            "percent": f"{100 * count / seen:.1f}",
            "is_mine": one.idea.my_vote == choice,  # type: ignore[attr-defined]
        }
        for choice, look, icon in (
            (Choice.AGREE, "for", "vote"),
            (Choice.PASS, "mid", "question"),
            (Choice.DISAGREE, "against", "x"),
        )
    ]


def steps_of(idea: Idea, moves: Iterable[StatusChange], now: dt.datetime) -> list[dict[str, Any]]:
    """Return what has happened to an idea, the first thing first, and what may still come."""
    done = [
        {
            "status": status_of(move.after, has_revisit=idea.revisit_on is not None),
            "when": time_words(move.moved_at, now),
            "at": move.moved_at,
            "who": who_moved(move),
            "why": reason_of(move),
        }
        for move in moves
    ]
    return done + [{"status": status_of(status, has_revisit=False)} for status in still_to_come(idea.status)]


def who_moved(move: StatusChange) -> str:
    """Return who made a move, and for whom a delegate made it."""
    if move.actor and move.on_behalf_of:
        return _("%(name)s på vegne av %(leader)s") % {"name": move.actor.name, "leader": move.on_behalf_of.name}
    return move.actor.name if move.actor else ""


def still_to_come(status: str) -> tuple[str, ...]:
    if status in ROAD:
        return ROAD[ROAD.index(status) + 1 :]
    return ROAD if status == "open" else ()


def days_until_decided(idea: Idea, moves: Iterable[StatusChange]) -> int | None:
    """Return for how many whole days an idea waited for its first yes or no; None if it has none."""
    decided = next((move.moved_at for move in moves if move.after not in UNDECIDED), None)
    if decided is None or idea.post.published_at is None:
        return None
    return max(0, (decided - idea.post.published_at).days)
