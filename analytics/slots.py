"""What the apps below show and ask of the analytics: filled in when the app is ready."""

import datetime as dt
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from ideas import delegates, watch
from microblog import cards
from microblog.models import User


def reads_letters(viewer: User) -> bool:
    """Tell whether the viewer has letters to read; asked by every page, so remembered for a minute."""
    from analytics.access import readable_letter_units

    remembered = caches["process"].get_or_set(f"letters:{viewer.pk}", lambda: bool(readable_letter_units(viewer)), 60)
    return bool(remembered)


def pain_fell(theme: str, unit: int, since: dt.date, until: dt.date) -> bool:
    """Answer the promise keeper of the ideas."""
    from analytics.queries import watch as ledger

    return ledger.pain_fell(theme, unit, since, until)


def count_tokens(author: User, now: dt.datetime) -> dict[str, Any]:
    """Return what stands in the sums for a person whose words will bear no name."""
    from analytics.actions import anonymous

    return anonymous.count_tokens(author, now)


def count_words(batch: cards.Uncounted, now: dt.datetime) -> None:
    """Let words without names join the sums as they come out."""
    from analytics.actions import anonymous

    anonymous.count_words(batch, now)


def pain_themes() -> dict[str, str]:
    """Return the themes that a promise can be meant for, in the reader's words."""
    from analytics.scoring.phrases import theme_name
    from analytics.scoring.themes import THEMES

    return {key: theme_name(key, get_language() or "nb") for key in THEMES}


def leaders_of(person: User) -> QuerySet[Any]:
    """Return the keys of the leaders for whom a person acts today."""
    from analytics.models import Delegate

    return Delegate.objects.filter(person=person, until__gte=timezone.localdate()).values("leader")


def sums_around(author: User, now: dt.datetime) -> cards.Sums | None:
    """Return which sums a person's words may join."""
    from analytics.queries import sums

    return sums.sums_around(author, now)


cards.sums_around.append(sums_around)
cards.count_tokens.append(count_tokens)
cards.count_words.append(count_words)
cards.has_letter.append(reads_letters)
watch.fell.append(pain_fell)
watch.themes.append(pain_themes)
delegates.leaders_of.append(leaders_of)
