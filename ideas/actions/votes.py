"""Votes: one a person, changeable, secret; the sums and what follows from them are kept with the idea."""

import datetime as dt

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from ideas import access
from ideas.models import Choice, Idea, Vote
from ideas.queries.sides import sides_of
from ideas.ranking import bridging, wilson_lower_bound
from microblog.access import Conflict
from microblog.events import record_event
from microblog.models import User


@transaction.atomic
def cast_vote(*, actor: User, idea: Idea, choice: str, now: dt.datetime) -> Idea:
    """Vote, or change one's vote. The same choice again changes nothing.

    :raises Conflict: if the idea is past voting.
    """
    idea = open_idea(actor, idea)
    vote = Vote.objects.filter(idea=idea, user=actor).first()
    if vote and vote.choice == choice:
        return idea
    if vote:
        step(idea, vote.choice, -1)
        Vote.objects.filter(pk=vote.pk).update(choice=choice, voted_at=now)
    else:
        Vote.objects.create(idea=idea, user=actor, choice=choice, voted_at=now)
    step(idea, choice, 1)
    return save_sums(idea)


@transaction.atomic
def withdraw_vote(*, actor: User, idea: Idea) -> Idea:
    """Take one's vote back; without one nothing happens.

    :raises Conflict: if the idea is past voting.
    """
    idea = open_idea(actor, idea)
    vote = Vote.objects.filter(idea=idea, user=actor).first()
    if vote is None:
        return idea
    vote.delete()
    step(idea, vote.choice, -1)
    return save_sums(idea)


def open_idea(actor: User, idea: Idea) -> Idea:
    """Lock and return the idea. The lock makes the sums exact when many vote at once.

    :raises Conflict: if it is past voting.
    """
    locked = Idea.objects.select_for_update(of=["self"]).select_related("challenge", "post").get(pk=idea.pk)
    if not access.can_vote(actor, locked):
        raise Conflict(_("Det kan ikke stemmes på denne idéen nå."))
    return locked


def step(idea: Idea, choice: str, by: int) -> None:
    """Change one of the three sums."""
    name = f"{choice}_count"
    setattr(idea, name, getattr(idea, name) + by)


def count_votes(idea: Idea) -> Idea:
    """Count the votes of a locked idea anew, after many came or went at once."""
    counts = dict(Vote.objects.filter(idea=idea).order_by().values_list("choice").annotate(Count("pk")))
    for choice in Choice.values:
        setattr(idea, f"{choice}_count", counts.get(choice, 0))
    return save_sums(idea)


def save_sums(idea: Idea) -> Idea:
    """Store the sums and what follows from them: the lower bound, the bridging score and its label."""
    idea.lower_bound = wilson_lower_bound(idea.agree_count, idea.disagree_count)
    idea.bridging_score, idea.bridging_label = bridging(sides_of(idea))
    sums = ["agree_count", "disagree_count", "pass_count", "lower_bound", "bridging_score", "bridging_label"]
    idea.save(update_fields=sums)
    # The event names no choice and no voter: whoever reads the outbox learns that the sums changed.
    record_event("idea.voted", subject=idea.post, actor=None)
    return idea
