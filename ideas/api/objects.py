"""What goes out about ideas: the shapes of `docs/api.md`."""

import datetime as dt

from django.utils.translation import gettext as _

from ideas.lifecycle import UNDECIDED
from ideas.models import Idea, StatusChange
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


def rank_reason(idea: Idea) -> str:
    """Say why the idea stands where it stands among the best."""
    seen = idea.agree_count + idea.disagree_count
    if not seen:
        return _("Ingen har stemt for eller imot ennå.")
    return _("%(agree)d av %(seen)d er for. Så mange stemmer gjør det sikkert at minst %(percent)d %% er det.") % {
        "agree": idea.agree_count,
        "seen": seen,
        "percent": int(100 * idea.lower_bound),
    }


def waiting_days(idea: Idea, now: dt.datetime) -> int | None:
    """Return for how many whole days an idea has waited for a yes or a no; None if it does not."""
    published_at = idea.post.published_at
    if idea.status not in UNDECIDED or published_at is None:
        return None
    return max(0, (now - published_at).days)


def move_object(move: StatusChange) -> Object:
    return {
        "from": move.before,
        "to": move.after,
        "reason": move.reason,
        "reason_kind": move.reason_kind or None,
        "actor": move.actor and {"id": str(move.actor.pk), "name": move.actor.name},
        "moved_at": moment(move.moved_at),
    }
