"""The slots at which what bears no name comes out: a few times a day, by the clock of the company."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings


def next_slot(now: dt.datetime) -> dt.datetime:
    """Return the first slot after a moment."""
    return min(slot for slot in slots_around(now) if slot > now)


def latest_slot(now: dt.datetime) -> dt.datetime:
    """Return the last slot that has begun."""
    return max(slot for slot in slots_around(now) if slot <= now)


def slots_around(now: dt.datetime) -> list[dt.datetime]:
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    days = [today + dt.timedelta(days=step) for step in (-1, 0, 1)]
    return [dt.datetime.combine(day, dt.time(hour), zone) for day in days for hour in settings.ANONYMOUS_SLOTS]


def month_of(moment: dt.datetime) -> str:
    """Return the month of a moment, such as "2026-11": so long a pseudonym lasts."""
    return f"{moment.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m}"


def months_from(now: dt.datetime) -> tuple[str, str]:
    """Return this month and the next: when something comes out is not known when it is sealed."""
    this = month_of(now)
    first = dt.date.fromisoformat(f"{this}-01")
    return this, f"{first + dt.timedelta(days=32):%Y-%m}"
