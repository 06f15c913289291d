"""An idea that says several things is split: each part becomes an idea of its own."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import access
from ideas.actions.ideas import text_of
from ideas.actions.merges import followers, part_owners
from ideas.actions.moves import held
from ideas.actions.votes import count_votes
from ideas.lifecycle import UNDECIDED
from ideas.models import Credit, Idea, Split, Vote
from microblog.access import Conflict, NotAllowed
from microblog.actions.mentions import start_following
from microblog.actions.posts import publish_post
from microblog.models import Kind, User


@transaction.atomic
def split_idea(*, actor: User, idea: Idea, parts: Sequence[Mapping[str, str]], now: dt.datetime) -> list[Idea]:
    """Make parts of an idea into ideas of their own, each with `title problem proposal`. Votes, followers and credit go
    to every part, where they can be changed; the idea itself stays as it is. A part is brought back by a merge.

    :raises NotAllowed: if the actor does not decide on the idea.
    :raises Conflict: if the idea is decided.
    """
    source = held(idea, None)
    if not access.decides(actor, source):
        raise NotAllowed(_("Bare de som svarer på idéen, deler den."))
    if source.status not in UNDECIDED:
        allowed = access.allowed_moves(actor, source)
        raise Conflict(_("Bare en idé som ikke er avgjort, kan deles."), allowed=allowed)
    return [split_off(actor, source, part, now) for part in parts]


def split_off(actor: User, source: Idea, words: Mapping[str, str], now: dt.datetime) -> Idea:
    """Write one part, by the hand of the actor and with the source's people."""
    post = publish_post(
        author=actor, community=source.post.community, kind=Kind.IDEA, text=text_of(*words.values()), now=now
    )
    part = Idea.objects.create(post=post, challenge_id=source.challenge_id, **words)
    part.units.set(source.units.all())
    Split.objects.create(part=part, source=source, actor=actor, split_at=now)
    people = part_owners(source) - {actor.pk}
    Credit.objects.bulk_create(Credit(idea=part, person_id=key) for key in sorted(people))
    start_following(post.pk, sorted(followers(source)))
    Vote.objects.bulk_create(
        Vote(idea=part, user_id=vote.user_id, choice=vote.choice, voted_at=vote.voted_at)
        for vote in source.votes.order_by("pk")
    )
    return count_votes(part)
