"""What goes out about ideas: the shapes of `docs/api.md`."""

import datetime as dt

from django.utils import timezone

from ideas.models import Answer, Assessment, Challenge, Credit, Idea, Merge, Promise, StatusChange, Task
from ideas.queries.merges import can_undo
from ideas.queries.standing import rank_reason, reason_of, waiting_days
from ideas.queries.tasks import Share
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
        "bridging": bridging_object(idea),
        "waiting_days": waiting_days(idea, now),
        "answer": answer_object(idea.answer) if hasattr(idea, "answer") else None,
        "promise": promise_object(promises[-1], now) if (promises := list(idea.promises.all())) else None,
        "tasks": {"done": idea.tasks_done, "total": idea.tasks_total},  # type: ignore[attr-defined]
        "merged_into": key(idea.merged_into_id),
        "from_post": next((str(credit.post_id) for credit in idea.credits.all() if credit.post_id), None),
        "split_from": key(idea.split.source_id) if hasattr(idea, "split") else None,
        "credits": [{"id": str(one.person.pk), "name": one.person.name} for one in each_person(idea)],
        "moves": [move_object(move) for move in idea.moves.all()],
        "reply_count": post.reply_count,
        "followers_count": 0,
        "is_following": False,
        "can": {"edit": is_mine, "delete": is_mine, "reply": post.is_live},
    }


def each_person(idea: Idea) -> list[Credit]:
    """Return one credit for each person who has part in an idea."""
    others = [credit for credit in idea.credits.all() if credit.person_id != idea.post.author_id]
    return list({credit.person_id: credit for credit in others}.values())


def named(person: User | None) -> Object | None:
    return None if person is None else {"id": str(person.pk), "name": person.name}


def answer_object(answer: Answer) -> Object:
    actor = answer.actor
    return {
        "text": answer.text,
        "status": answer.status,
        "actor": {"id": str(actor.pk), "name": actor.name, "title": actor.title},
        "on_behalf_of": named(answer.on_behalf_of),
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


def merge_object(viewer: User, merge: Merge) -> Object:
    """Return a merge that was read by `queries/merges.py:with_parts`."""
    return {
        "id": str(merge.pk),
        "from": str(merge.source_id),
        "into": str(merge.target_id),
        "can_undo": can_undo(viewer, merge),
        "reason": merge.reason,
        "actor": merge.actor and {"id": str(merge.actor.pk), "name": merge.actor.name},
        "merged_at": moment(merge.merged_at),
        "undone_at": moment(merge.undone_at),
    }


def task_object(viewer: User, task: Task) -> Object:
    """Return a task with what was offered to it."""
    offers = list(task.offers.all())
    return {
        "id": str(task.pk),
        "idea": str(task.idea_id),
        "title": task.title,
        "note": task.note,
        "hours": task.half_hours / 2,
        "due_on": task.due_on and task.due_on.isoformat(),
        "state": task.state,
        "offered_hours": sum(offer.half_hours for offer in offers) / 2,
        "my_offer": next((offer.half_hours / 2 for offer in offers if offer.person_id == viewer.pk), None),
    }


def spread_object(shares: list[Share], missing: list[tuple[Task, int]]) -> Object:
    """Return a spread: what it asks of each person, and the hours that nobody has offered."""
    return {
        "shares": [
            {
                "person": {"id": str(share.person.pk), "name": share.person.name},
                "hours": share.hours,
                "tasks": [piece_of_work(task, half_hours) for task, half_hours in share.tasks],
                "is_accepted": share.is_accepted,
            }
            for share in shares
        ],
        "uncovered": [piece_of_work(task, half_hours) for task, half_hours in missing],
        "is_accepted": bool(shares) and all(share.is_accepted for share in shares),
    }


def piece_of_work(task: Task, half_hours: int) -> Object:
    return {"task": {"id": str(task.pk), "title": task.title}, "hours": half_hours / 2}


def assessment_object(card: Assessment) -> Object:
    """Return a card with what it comes to: reach · impact · confidence / effort."""
    return {
        "person": {"id": str(card.person.pk), "name": card.person.name},
        "reach": card.reach,
        "impact": card.impact,
        "confidence": card.confidence,
        "effort": card.effort,
        "score": round(card.score, 2),
        "note": card.note,
        "assessed_at": moment(card.assessed_at),
    }


def span_object(span: tuple[float, float] | None) -> Object | None:
    return span and {"lowest": round(span[0], 2), "highest": round(span[1], 2)}


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


def bridging_object(idea: Idea) -> Object:
    """Return the label and the score, null where nobody has taken a side."""
    has_sides = bool(idea.agree_count or idea.disagree_count)
    return {
        "label": idea.bridging_label or None,
        "score": idea.bridging_score if has_sides else None,
        "by_unit": [],
    }


def move_object(move: StatusChange) -> Object:
    return {
        "from": move.before,
        "to": move.after,
        "reason": reason_of(move),
        "reason_kind": move.reason_kind or None,
        "actor": move.actor and {"id": str(move.actor.pk), "name": move.actor.name},
        "on_behalf_of": named(move.on_behalf_of),
        "moved_at": moment(move.moved_at),
    }
