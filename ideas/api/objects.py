"""What goes out about ideas: the shapes of `docs/api.md`."""

import datetime as dt

from ideas.models import Idea, StatusChange
from ideas.queries.standing import rank_reason, waiting_days
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
        "answer": None,
        "promise": None,
        "tasks": {"done": 0, "total": 0},
        "merged_into": key(idea.merged_into_id),
        "moves": [move_object(move) for move in idea.moves.all()],
        "reply_count": post.reply_count,
        "followers_count": 0,
        "is_following": False,
        "can": {"edit": is_mine, "delete": is_mine, "reply": post.is_live},
    }


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
        "reason": move.reason,
        "reason_kind": move.reason_kind or None,
        "actor": move.actor and {"id": str(move.actor.pk), "name": move.actor.name},
        "moved_at": moment(move.moved_at),
    }
