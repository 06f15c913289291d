"""What a kind of post carries beside its text: a poll, whom it praises, since when something hurts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from microblog.access import Invalid
from microblog.actions.polls import NewPoll, ask, check_poll
from microblog.models import MOST_PRAISED, WORKS_HERE, Kind, Pain, Post, Praise, Praised, PraiseValue, User


class NewPraise(TypedDict):
    """Whom a post praises, by their keys, and the key of the value of the company that they have shown."""

    people: Sequence[int]
    value: NotRequired[str | None]


class NewPain(TypedDict):
    """Since which day something hurts, and what would help."""

    since: NotRequired[dt.date | None]
    would_help: NotRequired[str]


@dataclass(frozen=True)
class Carried:
    """What goes with one post; the part of another kind is None."""

    poll: NewPoll | None = None
    praise: NewPraise | None = None
    pain: NewPain | None = None


def check_carried(kind: str, carried: Carried, *, author: User, now: dt.datetime) -> None:
    """:raises Invalid: if a part is missing, belongs to another kind of post, or can't be taken."""
    for name, given in (("poll", carried.poll), ("praise", carried.praise), ("pain", carried.pain)):
        if given is not None and kind != name:
            raise Invalid(name, "wrong_kind", _("Dette hører til en annen slags innlegg."))
    if kind == Kind.POLL and carried.poll is None:
        raise Invalid("poll", "required", _("Skriv minst to svar å velge mellom."))
    if carried.poll is not None:
        check_poll(carried.poll, now=now)
    if carried.praise is not None:
        check_praise(carried.praise, author)
    since = carried.pain.get("since") if carried.pain is not None else None
    if since and since > timezone.localdate(now):
        raise Invalid("pain.since", "future", _("Velg en dag som har vært."))


def check_praise(praise: NewPraise, author: User) -> None:
    people = set(praise["people"])
    if not people:
        raise Invalid("praise.people", "required", _("Velg minst én å rose."))
    if len(people) > MOST_PRAISED:
        raise Invalid("praise.people", "too_many", _("Ros høyst %(n)d om gangen.") % {"n": MOST_PRAISED})
    if author.pk in people:
        raise Invalid("praise.people", "yourself", _("Ros noen andre enn deg selv."))
    here = User.objects.filter(WORKS_HERE, pk__in=people)
    if here.count() < len(people):
        raise Invalid("praise.people", "unknown", _("Velg folk som arbeider her."))
    value = praise.get("value")
    if value and not PraiseValue.objects.filter(pk=value, is_offered=True).exists():
        raise Invalid("praise.value", "unknown", _("Velg en av verdiene på listen."))


def write_carried(post: Post, carried: Carried) -> None:
    """Write what goes with a new post; it has been checked."""
    if carried.poll is not None:
        ask(post, carried.poll)
    if carried.praise is not None:
        Praise.objects.create(post=post, value_id=carried.praise.get("value") or None)
        Praised.objects.bulk_create(Praised(post=post, person_id=key) for key in sorted(set(carried.praise["people"])))
    if carried.pain is not None and (carried.pain.get("since") or carried.pain.get("would_help")):
        Pain.objects.create(post=post, since=carried.pain.get("since"), would_help=carried.pain.get("would_help") or "")
