"""Times as people say them: "for 2 timer siden", "i går", "28. oktober"."""

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

HOUR = 60
DAY = 24
JUST_NOW = 1


def time_words(when: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago something was; the day when it was before yesterday."""
    minutes = int((now - when).total_seconds() // 60)
    today = timezone.localdate(now)
    day = timezone.localdate(when)
    if day == today or minutes < HOUR:
        return minutes_words(get_language(), max(minutes, 0))
    return day_words(get_language(), day, today)


@lru_cache(maxsize=8192)
def minutes_words(language: str, minutes: int) -> str:
    """Return a time of today in words. `language` is the active one and only keeps the answers apart."""
    if minutes < JUST_NOW:
        return gettext("nå nettopp")
    if minutes < HOUR:
        return ngettext("for %(n)d minutt siden", "for %(n)d minutter siden", minutes) % {"n": minutes}
    hours = minutes // HOUR
    return ngettext("for %(n)d time siden", "for %(n)d timer siden", hours) % {"n": hours}


@lru_cache(maxsize=4096)
def day_words(language: str, day: dt.date, today: dt.date) -> str:
    """Return a day before today in words, with the year when it is another."""
    if (today - day).days == 1:
        return gettext("i går")
    pattern = "j F" if language == "en" else "j. F"
    return date_format(day, pattern if day.year == today.year else f"{pattern} Y")


def clock_words(when: dt.datetime, now: dt.datetime) -> str:
    """Return a day and the time of it in words: "1. desember kl. 14.00"."""
    local = timezone.localtime(when)
    clock = date_format(local, "H:i" if get_language() == "en" else "H.i")
    today = timezone.localdate(now)
    day = gettext("i dag") if local.date() == today else day_words(get_language(), local.date(), today)
    return gettext("%(day)s kl. %(clock)s") % {"day": day, "clock": clock}


def length_words(length: dt.timedelta) -> str:
    """Return a length of time in the largest whole unit that fits: minutes, at least one, hours or days."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < HOUR:
        return ngettext("%(n)d minutt", "%(n)d minutter", minutes) % {"n": minutes}
    hours = round(minutes / HOUR)
    if hours < DAY:
        return ngettext("%(n)d time", "%(n)d timer", hours) % {"n": hours}
    days = round(hours / DAY)
    return ngettext("%(n)d døgn", "%(n)d døgn", days) % {"n": days}
