"""The sums of what bears no name: each person counted once per theme and period, and no row leads to a person."""

import datetime as dt
import secrets
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import transaction

from analytics.actions.facts import is_closed
from analytics.disclosure import LIMITS
from analytics.models import AuthorFact, RosterEntry
from analytics.queries import facts
from analytics.scoring import periods
from analytics.scoring.reading import NEGATIVE, POSITIVE
from analytics.scoring.themes import THEMES
from microblog import keys
from microblog.cards import Uncounted
from microblog.models import AnonymousCount, Kind, User
from microblog.release_times import next_slot

ACTIVE, MOOD = "active", "mood"
SUMS = (ACTIVE, MOOD, *THEMES)
TOKEN_DIGITS = 32
TONES = {NEGATIVE: -1, POSITIVE: 1}
# After its period a key is kept this long.
KEPT_AFTER = dt.timedelta(days=14)


def count_tokens(author: User, now: dt.datetime) -> dict[str, Any]:
    """Return by period, for that of the next slot and the one after, the cell of a person and a token for each sum.

    Who is counted nowhere gets no cell, and tokens all the same: what is sealed is of one size.

    :raises KeysAway: if the key process does not answer.
    """
    first = periods.period_of(next_slot(now), weeks=settings.PERIOD_WEEKS)
    names = (first, periods.following(first, weeks=settings.PERIOD_WEEKS))
    found = keys.tokens([(scope_of(period, name), author.pk) for period in names for name in SUMS])
    tokens = iter(token[:TOKEN_DIGITS] for token in found)
    return {
        period: {"unit": cell_of(author, period, now), "tokens": {name: next(tokens) for name in SUMS}}
        for period in names
    }


def scope_of(period: str, name: str) -> str:
    return f"count-{period.lower()}:{name}"


def cell_of(author: User, period: str, now: dt.datetime) -> int | None:
    """Return the smallest unit of at least fifteen counted people around a person, by the roster of the period, or of
    the present one or the one before where that is still to come: to freeze one here would leave a trace."""
    present = periods.period_of(now, weeks=settings.PERIOD_WEEKS)
    known = [period, present, periods.previous(present, weeks=settings.PERIOD_WEEKS)]
    for name in known:
        entry = RosterEntry.objects.filter(period=name, user=author).first()
        if entry is not None:
            return wide_enough(entry.unit_id, facts.counted_tree(name)) if entry.is_counted else None
    return None


def wide_enough(unit: int | None, tree: facts.OrgTree) -> int | None:
    """Return the unit or the nearest one above it that has enough people for a cell."""
    while unit is not None and tree.headcounts[unit] < LIMITS.headcount:
        unit = tree.parents[unit]  # type: ignore[assignment]
    return unit


@transaction.atomic
def count_words(batch: Uncounted, now: dt.datetime) -> None:
    """Read the words of a batch and add what they say to the sums of the present period. The readings are not kept.

    Nobody is counted twice, also when the same batch comes again. A closed period takes nothing more.
    """
    period = periods.period_of(now, weeks=settings.PERIOD_WEEKS)
    if is_closed(period):
        return
    rows = [
        row
        for text, kind, language, counts in batch
        for row in rows_of(text, kind, language, counts.get(period), period)
    ]
    secrets.SystemRandom().shuffle(rows)
    AnonymousCount.objects.bulk_create(rows, ignore_conflicts=True)
    complaints = [(row.theme, row.token) for row in rows if row.is_negative]
    for theme, token in complaints:
        AnonymousCount.objects.filter(period=period, theme=theme, token=token).update(is_negative=True)


def rows_of(text: str, kind: str, language: str, counts: dict[str, Any] | None, period: str) -> list[AnonymousCount]:
    """Return the rows that one text adds to the sums; none where its writer is not counted."""
    if counts is None or counts["unit"] is None:
        return []
    from analytics.scoring import tagger

    reading = tagger.score(text, language=language or None)
    is_negative = reading.label == NEGATIVE or kind == Kind.PAIN
    row = {"period": period, "unit_id": counts["unit"]}
    tokens = counts["tokens"]
    return [
        AnonymousCount(**row, theme=ACTIVE, token=tokens[ACTIVE], is_negative=False),
        AnonymousCount(**row, theme=MOOD, token=tokens[MOOD], is_negative=False, tone=TONES.get(reading.label, 0)),
        *(AnonymousCount(**row, theme=theme, token=tokens[theme], is_negative=is_negative) for theme in reading.themes),
    ]


@transaction.atomic
def count_people_once(period: str) -> None:
    """Before a period is closed, drop from its sums without names those who are in it by name already.

    The tokens of those who have written with their names are asked for once, compared here and kept nowhere.

    :raises KeysAway: if the key process does not answer; the period cannot be closed then.
    """
    if is_closed(period) or not AnonymousCount.objects.filter(period=period).exists():
        return
    named = named_people(period)
    pairs = [(theme, person) for theme, people in named.items() for person in sorted(people)]
    try:
        found = keys.tokens([(scope_of(period, theme), person) for theme, person in pairs])
    except keys.KeyGone:
        return  # It was done before the key was destroyed.
    twice = defaultdict(list)
    for (theme, _person), token in zip(pairs, found, strict=True):
        twice[theme].append(token[:TOKEN_DIGITS])
    for theme, tokens in twice.items():
        AnonymousCount.objects.filter(period=period, theme=theme, token__in=tokens).delete()


def named_people(period: str) -> dict[str, set[int]]:
    """Return who is in a sum by name, for the sums that somebody without a name is in, too."""
    joined = set(AnonymousCount.objects.filter(period=period).values_list("theme", flat=True))
    people: dict[str, set[int]] = defaultdict(set)
    rows = AuthorFact.objects.filter(period=period).values_list("theme", "author_id", "negative_posts")
    for theme, author, negative in rows:
        for name in (ACTIVE, MOOD) if theme == "" else (theme,):
            if name in joined and (theme == "" or negative > 0):
                people[name].add(author)
    return people


def destroy_old_keys(*, now: dt.datetime) -> int:
    """Destroy the keys of the periods that ended a fortnight ago or earlier; return how many there were.

    :raises KeysAway: if the key process does not answer.
    """
    last = periods.previous(
        periods.period_of(now - KEPT_AFTER, weeks=settings.PERIOD_WEEKS), weeks=settings.PERIOD_WEEKS
    )
    ended = [last, *(periods.previous(last, n, weeks=settings.PERIOD_WEEKS) for n in range(1, 6))]
    return sum(keys.destroy(f"count-{period.lower()}") for period in ended)
