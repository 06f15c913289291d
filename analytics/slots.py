"""What the apps below show and ask of the analytics: filled in when the app is ready."""

import datetime as dt

from django.core.cache import caches

from ideas import watch
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


cards.has_letter.append(reads_letters)
watch.fell.append(pain_fell)
