"""The moves in the life of an idea, and the answer that may come with one."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import access
from ideas.lifecycle import MOVES, REASON_KINDS
from ideas.models import Answer, Idea, StatusChange
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.mentions import checked_names, write_names
from microblog.actions.posts import count_post
from microblog.events import record_event
from microblog.models import User

SHORTEST_REASON = 10
# Moves of an author need no reason; what a leader does is explained.
OWN = "A"


class Overtaken(Exception):
    """Somebody else moved or answered the idea after the actor had read it. Nothing is written."""


@transaction.atomic
def move_idea(
    *,
    actor: User,
    idea: Idea,
    to: str,
    now: dt.datetime,
    reason: str = "",
    reason_kind: str = "",
    revisit_on: dt.date | None = None,
    seen: str | None = None,
) -> Idea:
    """Move an idea. Declined with a revisit date means not now, without one it means no.

    `seen` is the `version_of` the idea that the actor has read; None lets the move pass over what others did.

    :raises Conflict: if the actor may not make this move now; `allowed` names those that are.
    :raises Invalid: if the reason or the revisit date can't be taken.
    :raises Overtaken: if others have moved or answered it since.
    """
    idea = held(idea, seen)
    allowed = access.allowed_moves(actor, idea)
    if to not in allowed:
        raise Conflict(_("Idéen kan ikke flyttes dit nå."), allowed=allowed)
    check_reason(to, MOVES[idea.status][to], reason, reason_kind)
    check_revisit(to, revisit_on, timezone.localdate(now))
    return change_status(idea, to, actor=actor, now=now, reason=reason, reason_kind=reason_kind, revisit_on=revisit_on)


@transaction.atomic
def answer_idea(
    *, actor: User, idea: Idea, text: str, now: dt.datetime, to: str = "", seen: str | None = None, **move: object
) -> Idea:
    """Give the official answer to an idea, and with it, where `to` is another state, the move; `text` is its reason.

    :raises NotAllowed: if the actor does not decide on the idea.
    :raises Conflict, Invalid, Overtaken: as `move_idea`.
    """
    idea = held(idea, seen)
    if not access.decides(actor, idea):
        raise NotAllowed(_("Bare lederne av avdelingene som idéen gjelder, svarer på den."))
    if to and to != idea.status:
        idea = move_idea(actor=actor, idea=idea, to=to, reason=text, now=now, **move)  # type: ignore[arg-type]
    given = {
        "actor": actor,
        "on_behalf_of": access.acts_for(actor, idea),
        "text": text,
        "status": idea.status,
        "answered_at": now,
    }
    Answer.objects.update_or_create(idea=idea, defaults=given)
    record_event("idea.answered", subject=idea.post, actor=actor)
    return idea


@transaction.atomic
def assign_idea(*, actor: User, idea: Idea, person: User | None) -> Idea:
    """Say who carries an idea on, or that nobody does.

    :raises NotAllowed: if the actor does not decide on the idea.
    """
    idea = held(idea, None)
    if not access.decides(actor, idea):
        raise NotAllowed(_("Bare lederne av avdelingene som idéen gjelder, velger hvem som tar den videre."))
    idea.assignee = person
    idea.save(update_fields=["assignee"])
    return idea


def held(idea: Idea, seen: str | None) -> Idea:
    """Lock and return the idea as it is now.

    :raises Overtaken: if it is no longer as the actor has seen it.
    """
    locked = Idea.objects.select_for_update(of=["self"]).select_related("post__community").get(pk=idea.pk)
    if seen is not None and seen != version_of(locked):
        raise Overtaken
    return locked


def version_of(idea: Idea) -> str:
    """Return what changes whenever an idea is moved or answered, and with nothing else."""
    last = StatusChange.objects.filter(idea=idea).order_by("-id").values_list("pk", flat=True).first()
    answer = Answer.objects.filter(idea=idea).first()
    return f"{last or 0}-{answer.answered_at.timestamp() if answer else 0}"


def open_draft(idea: Idea, now: dt.datetime) -> None:
    """Let the post of a draft come out, as any other that is published."""
    post = idea.post
    post.published_at = now
    post.save(update_fields=["published_at"])
    write_names(post, checked_names(post.text))
    record_event("post.published", subject=post, actor=post.author)
    count_post(post, 1)


def leader_behind(actor: User | None, idea: Idea, to: str) -> User | None:
    """Return the leader for whom a delegate makes a move that is a leader's alone to make."""
    own = set(access.movers_of(actor, idea)) - {"L"} if actor else set()
    is_theirs = actor is None or own & set(MOVES[idea.status][to])
    return None if is_theirs or actor is None else access.acts_for(actor, idea)


def check_reason(to: str, movers: str, reason: str, reason_kind: str) -> None:
    """:raises Invalid: if a leader's move has no reason, or a no does not say of which kind."""
    if movers != OWN and len(reason) < SHORTEST_REASON:
        raise Invalid("reason", "too_short", _("Skriv en grunn på minst ti tegn."))
    if to == "declined" and reason_kind not in REASON_KINDS:
        raise Invalid("reason_kind", "required", _("Velg en grunn fra listen."))
    if to != "declined" and reason_kind:
        raise Invalid("reason_kind", "not_here", _("Bare et nei har en grunn fra listen."))


def check_revisit(to: str, revisit_on: dt.date | None, today: dt.date) -> None:
    """:raises Invalid: if the date is over, or belongs to no no."""
    if revisit_on is None:
        return
    if to != "declined":
        raise Invalid("revisit_on", "not_here", _("Bare et nei har en dato for ny vurdering."))
    if revisit_on <= today:
        raise Invalid("revisit_on", "past", _("Velg en dag fram i tid."))


def change_status(
    idea: Idea,
    to: str,
    *,
    actor: User | None,
    now: dt.datetime,
    reason: str = "",
    reason_kind: str = "",
    revisit_on: dt.date | None = None,
) -> Idea:
    """Write a move that has been found right, on an idea that is locked. `actor` None is the house itself."""
    StatusChange.objects.create(
        idea=idea,
        actor=actor,
        on_behalf_of=leader_behind(actor, idea, to),
        before=idea.status,
        after=to,
        reason=reason,
        reason_kind=reason_kind,
        moved_at=now,
    )
    if idea.status == "draft" and to == "open":
        open_draft(idea, now)
    idea.status, idea.revisit_on = to, revisit_on
    idea.agree_when_declined = idea.agree_count if revisit_on else None
    idea.save(update_fields=["status", "revisit_on", "agree_when_declined"])
    record_event("idea.moved", subject=idea.post, actor=actor)
    return idea
