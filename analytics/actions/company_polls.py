"""The polls, the praise and the shares of the invented company, written as people would write them."""

import datetime as dt
import random
from collections.abc import Sequence

from analytics.company.polls import POLLS, PRAISES, SHARES, VALUES, InventedPoll
from microblog.actions.polls import vote
from microblog.actions.posts import publish_post
from microblog.actions.shares import share_post
from microblog.models import WORKS_HERE, Community, Kind, Post, PraiseValue, User

A_WHILE = dt.timedelta(hours=5)


def ask_praise_and_share(rng: random.Random, *, now: dt.datetime) -> None:
    """Let people ask, vote, praise by the values of the company, and show posts to everybody."""
    PraiseValue.objects.bulk_create(
        PraiseValue(key=key, nb=nb, nn=nn, en=en, place=place) for place, (key, nb, nn, en) in enumerate(VALUES)
    )
    everybody = Community.objects.get(is_for_everybody=True)
    people = list(User.objects.filter(WORKS_HERE, unit__isnull=False).order_by("pk"))
    if len(people) < 2:
        return
    for poll in POLLS:
        ask(rng, poll, people, everybody, now)
    for text, number, value in PRAISES:
        author, *praised = rng.sample(people, min(len(people), number + 1))
        praise = {"people": [person.pk for person in praised], "value": value}
        publish_post(author=author, community=everybody, kind=Kind.PRAISE, text=text, now=now - A_WHILE, praise=praise)  # type: ignore[arg-type]
    shown = Post.objects.live().roots().filter(community__visibility="open", kind=Kind.UPDATE).order_by("-pk")
    for text, post in zip(SHARES, shown[: len(SHARES)], strict=False):
        share_post(actor=rng.choice(people), post=post, community=everybody, text=text, now=now - A_WHILE / 2)


def ask(rng: random.Random, poll: InventedPoll, people: Sequence[User], community: Community, now: dt.datetime) -> None:
    """Publish a poll and let as many people vote as there are."""
    post = publish_post(
        author=rng.choice(people),
        community=community,
        kind=Kind.POLL,
        text=poll.text,
        now=now - A_WHILE,
        poll={
            "options": [text for text, _votes in poll.options],
            "closes_at": now + dt.timedelta(days=poll.closes_in),
            "multiple": poll.is_multiple,
            "results": "after_close" if poll.shows_late else "after_vote",
        },
    )
    votes = [place for place, (_text, number) in enumerate(poll.options) for _vote in range(number)]
    voters = rng.sample(people, min(len(people), len(votes)))
    for person, place in zip(voters, votes, strict=False):
        vote(actor=person, post=post, places=[place], now=now)
