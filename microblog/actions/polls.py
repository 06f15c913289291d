"""Polls: asked with a post, voted in, and, where nobody is to know who voted what, counted when they have closed."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import NotRequired, TypedDict

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext as _

from microblog import ballots
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.events import record_event
from microblog.models import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    Poll,
    PollOption,
    PollVote,
    Post,
    SealedBallot,
    User,
)
from microblog.queries.polls import counting_time

LONGEST_LIFE = dt.timedelta(days=365)


class NewPoll(TypedDict):
    """What is asked beside the text of a post."""

    options: Sequence[str]
    closes_at: dt.datetime
    multiple: NotRequired[bool]
    anonymous: NotRequired[bool]
    results: NotRequired[str]


def check_poll(poll: NewPoll, *, now: dt.datetime) -> None:
    """:raises Invalid: if the options are too few, too many or the same, or the poll closes too early or too late."""
    options = [option.casefold() for option in poll["options"]]
    if len(options) < FEWEST_OPTIONS:
        raise Invalid("poll.options", "too_few", _("Skriv minst to svar å velge mellom."))
    if len(options) > MOST_OPTIONS:
        raise Invalid("poll.options", "too_many", _("Skriv høyst %(n)d svar.") % {"n": MOST_OPTIONS})
    if len(set(options)) < len(options):
        raise Invalid("poll.options", "duplicate", _("To av svarene er like."))
    if poll["closes_at"] <= now:
        raise Invalid("poll.closes_at", "past", _("Velg et tidspunkt som ikke er over."))
    if poll["closes_at"] > now + LONGEST_LIFE:
        raise Invalid("poll.closes_at", "too_late", _("En avstemning varer høyst ett år."))
    if poll.get("anonymous") and poll.get("results", Poll.Results.AFTER_CLOSE) != Poll.Results.AFTER_CLOSE:
        raise Invalid("poll.results", "too_early", _("En anonym avstemning viser resultatet først når den er stengt."))


def ask(post: Post, poll: NewPoll) -> Poll:
    """Write the poll of a new post, which has been checked."""
    is_anonymous = poll.get("anonymous", False)
    usual = Poll.Results.AFTER_CLOSE if is_anonymous else Poll.Results.AFTER_VOTE
    asked = Poll.objects.create(
        post=post,
        is_multiple=poll.get("multiple", False),
        is_anonymous=is_anonymous,
        results=poll.get("results", usual),
        closes_at=poll["closes_at"],
    )
    options = [PollOption(poll=asked, place=place, text=text) for place, text in enumerate(poll["options"])]
    PollOption.objects.bulk_create(options)
    return asked


@transaction.atomic
def vote(*, actor: User, post: Post, places: Sequence[int], now: dt.datetime) -> None:
    """Choose options of the poll of a post by their places; what was chosen before counts no longer.

    :raises NotAllowed: if the actor is no person.
    :raises Conflict: if the poll has closed.
    :raises Invalid: if the post asks nothing, an option does not exist, or more than one is chosen where one may be.
    :raises KeysAway: if the poll is anonymous and the key process does not answer.
    """
    if actor.is_service:
        raise NotAllowed(_("Bare folk kan stemme."))
    poll = open_poll(post, now)
    options = {option.place: option for option in poll.options.all()}
    chosen = sorted(set(places))
    if not chosen:
        raise Invalid("options", "required", _("Velg et svar."))
    if len(chosen) > 1 and not poll.is_multiple:
        raise Invalid("options", "too_many", _("Velg ett svar."))
    if not set(chosen) <= set(options):
        raise Invalid("options", "unknown", _("Velg blant svarene i denne avstemningen."))
    if poll.is_anonymous:
        token, sealed = ballots.token_of(poll.pk, actor.pk), ballots.seal_choice(poll.pk, chosen)
        SealedBallot.objects.update_or_create(poll=poll, token=token, defaults={"sealed": sealed})
        return
    take_back(poll, actor)
    PollVote.objects.bulk_create(
        PollVote(poll=poll, option=options[place], person=actor, is_only=not poll.is_multiple) for place in chosen
    )
    PollOption.objects.filter(poll=poll, place__in=chosen).update(votes_count=F("votes_count") + 1)
    Poll.objects.filter(pk=poll.pk).update(voters_count=F("voters_count") + 1)
    record_event("poll.voted", subject=post, actor=None)


@transaction.atomic
def withdraw_vote(*, actor: User, post: Post, now: dt.datetime) -> None:
    """Take one's vote back; without one nothing happens.

    :raises Conflict: if the poll has closed.
    :raises Invalid: if the post asks nothing.
    :raises KeysAway: if the poll is anonymous and the key process does not answer.
    """
    poll = open_poll(post, now)
    if poll.is_anonymous:
        SealedBallot.objects.filter(poll=poll, token=ballots.token_of(poll.pk, actor.pk)).delete()
    elif take_back(poll, actor):
        record_event("poll.voted", subject=post, actor=None)


def open_poll(post: Post, now: dt.datetime) -> Poll:
    """Lock and return the poll of a post while votes are taken."""
    poll = Poll.objects.select_for_update().filter(post=post).first()
    if poll is None:
        raise Invalid("id", "wrong_kind", _("Innlegget er ingen avstemning."))
    if poll.closes_at <= now:
        raise Conflict(_("Avstemningen er stengt."))
    return poll


def take_back(poll: Poll, actor: User) -> bool:
    """Remove a person's votes from a locked poll and its counts; tell whether there were any."""
    mine = PollVote.objects.filter(poll=poll, person=actor)
    chosen = list(mine.values_list("option", flat=True))
    if not chosen:
        return False
    mine.delete()
    PollOption.objects.filter(pk__in=chosen).update(votes_count=F("votes_count") - 1)
    Poll.objects.filter(pk=poll.pk).update(voters_count=F("voters_count") - 1)
    return True


def count_due(*, now: dt.datetime) -> int:
    """Count the anonymous polls that have closed and whose slot has come; return how many were counted.

    :raises KeysAway: if the key process does not answer; what is left is done the next time.
    """
    waiting = Poll.objects.filter(is_anonymous=True, key_gone_at=None, closes_at__lte=now).order_by("pk")
    due = [poll for poll in waiting if counting_time(poll.closes_at) <= now]
    for poll in due:
        count_ballots(poll=poll, now=now)
        # Only now: had the count failed, the votes would be lost with the key.
        ballots.destroy_secrets(poll.pk)
        Poll.objects.filter(pk=poll.pk).update(key_gone_at=now)
    return len(due)


@transaction.atomic
def count_ballots(*, poll: Poll, now: dt.datetime) -> None:
    """Open all ballots of a closed poll at once and keep their sums alone. A second time does nothing."""
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if poll.counted_at is not None:
        return
    sealed = SealedBallot.objects.filter(poll=poll)
    choices = ballots.open_choices(poll.pk, [bytes(one) for one in sealed.values_list("sealed", flat=True)])
    votes = Counter(place for places in choices for place in places)
    counted = [When(place=place, then=Value(number)) for place, number in votes.items()]
    PollOption.objects.filter(poll=poll).update(
        votes_count=Case(*counted, default=Value(0), output_field=IntegerField())
    )
    sealed.delete()
    poll.voters_count, poll.counted_at = len(choices), now
    poll.save(update_fields=["voters_count", "counted_at"])
    record_event("poll.counted", subject=poll.post, actor=None)
