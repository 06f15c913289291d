"""Challenges: asked by leaders, open for whole days, closed by the day or before it."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import access
from ideas.models import Challenge
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.access import can_read as can_read_community
from microblog.models import Community, User


@transaction.atomic
def ask_challenge(
    *,
    actor: User,
    community: Community,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    voting_ends_on: dt.date | None = None,
    question: str = "",
    criteria: str = "",
) -> Challenge:
    """Ask the readers of a community for ideas. Voting ends with the period unless it has a day of its own.

    :raises NotAllowed: if the actor leads nothing, or may not read the community.
    :raises Invalid: if the days are not in order.
    """
    if not access.can_ask(actor) or not can_read_community(actor, community):
        raise NotAllowed(_("Bare ledere kan lage en utfordring."))
    voting_ends_on = voting_ends_on or ends_on
    check_days([("starts_on", starts_on), ("ends_on", ends_on), ("voting_ends_on", voting_ends_on)])
    return Challenge.objects.create(
        community=community,
        title=title,
        question=question,
        criteria=criteria,
        starts_on=starts_on,
        ends_on=ends_on,
        voting_ends_on=voting_ends_on,
        created_by=actor,
    )


@transaction.atomic
def close_challenge(*, actor: User, challenge: Challenge, now: dt.datetime) -> Challenge:
    """End a challenge now: no more ideas, no more votes.

    :raises NotAllowed: if the actor has not asked it.
    :raises Conflict: if it has ended.
    """
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if challenge.created_by_id != actor.pk:
        raise NotAllowed(_("Bare den som har laget utfordringen, kan avslutte den."))
    if challenge.closed_at is not None:
        raise Conflict(_("Utfordringen er alt avsluttet."))
    challenge.closed_at = now
    challenge.save(update_fields=["closed_at"])
    return challenge


def check_days(days: Sequence[tuple[str, dt.date]]) -> None:
    """:raises Invalid: naming the first day that lies before the one it must follow."""
    for (_name, before), (name, after) in pairwise(days):
        if after < before:
            raise Invalid(name, "before_start", _("Velg en dag som ikke er før den forrige."))
