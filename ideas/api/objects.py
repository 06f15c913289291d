"""What goes out about ideas: the shapes of `docs/api.md`."""

import datetime as dt

from django.utils import timezone

from ideas.models import Answer, Challenge, Idea, Promise, StatusChange
from ideas.queries.standing import rank_reason, reason_of, waiting_days
from microblog.api.objects import Object, author_object, key, moment, unit_name
from microblog.models import User


def idea_object(viewer: User, idea: Idea, now: dt.datetime) -> Object:
    """Return an idea that was read by `queries/ideas.py:shown_ideas` with its units and moves."""
    post = idea.post
    is_mine = post.author_id == viewer.pk and not viewer.is_service
    return {
        "id": str(idea.pk),
        "post": str(post.pk),
        "author": author_object(post.author),
        "community": {"id": str(post.community_id), "name": post.community.name},
        "challenge": key(idea.challenge_id),
        "published_at": moment(post.published_at),
        "title": idea.title,
        "problem": idea.problem,
        "proposal": idea.proposal,
        "expected_effect": idea.expected_effect,
        "units": [unit_name(unit) for unit in idea.units.all()],
        "status": idea.status,
        "score": score_object(idea),
        "my_vote": idea.my_vote,  # type: ignore[attr-defined]
        "bridging": {"label": None, "score": None, "by_unit": []},
        "waiting_days": waiting_days(idea, now),
        "answer": answer_object(idea.answer) if hasattr(idea, "answer") else None,
        "promise": promise_object(promises[-1], now) if (promises := list(idea.promises.all())) else None,
        "tasks": {"done": 0, "total": 0},
        "merged_into": key(idea.merged_into_id),
        "moves": [move_object(move) for move in idea.moves.all()],
        "reply_count": post.reply_count,
        "followers_count": 0,
        "is_following": False,
        "can": {"edit": is_mine, "delete": is_mine, "reply": post.is_live},
    }


def answer_object(answer: Answer) -> Object:
    actor = answer.actor
    return {
        "text": answer.text,
        "status": answer.status,
        "actor": {"id": str(actor.pk), "name": actor.name, "title": actor.title},
        "answered_at": moment(answer.answered_at),
    }


def promise_object(promise: Promise, now: dt.datetime) -> Object:
    """Return a promise that was read with its owner and unit."""
    return {
        "id": str(promise.pk),
        "text": promise.text,
        "owner": {"id": str(promise.owner.pk), "name": promise.owner.name},
        "due_on": promise.due_on.isoformat(),
        "state": promise.shown_state(timezone.localdate(now)),
        "done_on": promise.done_on and promise.done_on.isoformat(),
        "watch_until": promise.watch_until and promise.watch_until.isoformat(),
        "pain_point": {"theme": promise.theme, "unit": unit_name(promise.unit)} if promise.unit else None,
    }


def challenge_object(challenge: Challenge, today: dt.date) -> Object:
    """Return a challenge that was read by `queries/challenges.py:challenges`."""
    asker = challenge.created_by
    return {
        "id": str(challenge.pk),
        "title": challenge.title,
        "question": challenge.question,
        "criteria": challenge.criteria,
        "community": {"id": str(challenge.community_id), "name": challenge.community.name},
        "asked_by": asker and {"id": str(asker.pk), "name": asker.name},
        "starts_on": challenge.starts_on.isoformat(),
        "ends_on": challenge.ends_on.isoformat(),
        "voting_ends_on": challenge.voting_ends_on.isoformat(),
        "closed_at": moment(challenge.closed_at),
        "takes_ideas": challenge.takes_ideas(today),
        "takes_votes": challenge.takes_votes(today),
        "ideas_count": challenge.ideas_count,  # type: ignore[attr-defined]
    }


def outcome_object(move: StatusChange) -> Object:
    """Return a line of what was said and done."""
    return {"idea": {"id": str(move.idea_id), "title": move.idea.title}, **move_object(move)}


def score_object(idea: Idea) -> Object:
    return {
        "agree": idea.agree_count,
        "disagree": idea.disagree_count,
        "pass": idea.pass_count,
        "lower_bound": round(idea.lower_bound, 4),
        "rank_reason": rank_reason(idea),
    }


def move_object(move: StatusChange) -> Object:
    return {
        "from": move.before,
        "to": move.after,
        "reason": reason_of(move),
        "reason_kind": move.reason_kind or None,
        "actor": move.actor and {"id": str(move.actor.pk), "name": move.actor.name},
        "moved_at": moment(move.moved_at),
    }
