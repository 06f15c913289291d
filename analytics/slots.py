"""What the microblog shows of the analytics: filled in when the app is ready."""

from django.core.cache import caches

from microblog import cards
from microblog.models import User


def reads_letters(viewer: User) -> bool:
    """Tell whether the viewer has letters to read; asked by every page, so remembered for a minute."""
    from analytics.access import readable_letter_units

    remembered = caches["process"].get_or_set(f"letters:{viewer.pk}", lambda: bool(readable_letter_units(viewer)), 60)
    return bool(remembered)


cards.has_letter.append(reads_letters)
