"""When mail may come: a person's working days and quiet hours, and the hours of what is gathered."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

GATHERED_AT = dt.time(7, 30)
A_DAY = dt.timedelta(days=1)
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Quiet:
    """Hours without mail, over midnight when `starts_at` is later than `ends_at`, and the ISO days that have mail."""

    starts_at: dt.time
    ends_at: dt.time
    days: frozenset[int]

    def is_quiet(self, local: dt.datetime) -> bool:
        time = local.time()
        if self.starts_at <= self.ends_at:
            is_quiet = self.starts_at <= time < self.ends_at
        else:
            is_quiet = time >= self.starts_at or time < self.ends_at
        return is_quiet or local.isoweekday() not in self.days


NEVER_QUIET = Quiet(dt.time(0), dt.time(0), EVERY_DAY)


def due_at(rhythm: str, now: dt.datetime, quiet: Quiet, zone: ZoneInfo) -> dt.datetime | None:
    """Return when a mail of this rhythm (`at_once`, `daily`, `weekly` or `never`) is due, in UTC.

    What is gathered comes at 07:30, on the next day with mail or on the first such day of the next week.
    """
    if rhythm == "never":
        return None
    local = now.astimezone(zone)
    if rhythm == "at_once":
        return first_loud(local, quiet).astimezone(dt.UTC)
    day = local.date() if local.time() < GATHERED_AT else local.date() + A_DAY
    if rhythm == "weekly":
        day += A_DAY * (-day.weekday() % 7)
    while day.isoweekday() not in quiet.days:
        day += A_DAY
    return dt.datetime.combine(day, GATHERED_AT, zone).astimezone(dt.UTC)


def first_loud(local: dt.datetime, quiet: Quiet) -> dt.datetime:
    """Return the first moment from `local` on that is not quiet: now, the end of the quiet hours, or a day's start."""
    if not quiet.is_quiet(local):
        return local
    edges = {dt.time(0), quiet.ends_at}
    days = [local.date() + A_DAY * n for n in range(9)]
    moments = sorted(dt.datetime.combine(day, edge, local.tzinfo) for day in days for edge in edges)
    return next(moment for moment in moments if moment > local and not quiet.is_quiet(moment))
