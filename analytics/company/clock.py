"""When people write: weeks, working hours by sort of work, and pauses before an answer."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
HOURS_A_WEEK = 168
# Under this share of the busiest hour a person is off, and answers later.
AWAKE = 0.12

OFFICE_DAY = {6: 1, 7: 5, 8: 9, 9: 10, 10: 7, 11: 12, 12: 8, 13: 7, 14: 8, 15: 6, 16: 2, 19: 1, 20: 1.5, 21: 1}
# Three shifts: breaks at half past nine, eleven and eighteen, and a little in the night.
SHIFT_DAY = {
    0: 1, 1: 1, 2: 2, 3: 1, 4: 1, 5: 2, 6: 5, 7: 5, 8: 4, 9: 9, 10: 5, 11: 10, 12: 6, 13: 4, 14: 8, 15: 6, 16: 4, 17: 5,
    18: 8, 19: 5, 20: 4, 21: 4, 22: 5, 23: 2,
}  # fmt: skip
ROAD_DAY = {
    0: 1, 1: 1.5, 2: 2, 3: 1.5, 4: 2, 5: 5, 6: 6, 7: 4, 8: 3, 9: 6, 10: 5, 11: 8, 12: 7, 13: 5, 14: 6, 15: 7, 16: 6,
    17: 5, 18: 6, 19: 5, 20: 5, 21: 4, 22: 3, 23: 2,
}  # fmt: skip
OFFICE_WEEK = (1.0, 1.0, 0.95, 0.95, 0.8, 0.03, 0.04)
SHIFT_WEEK = (1.0, 1.0, 1.0, 1.0, 0.95, 0.35, 0.25)
ROAD_WEEK = (1.0, 1.0, 1.0, 1.0, 0.95, 0.3, 0.35)
ON_SHIFT, ON_THE_ROAD = ("terminal", "workshop"), ("driver", "planner")


@cache
def rhythm(family: str) -> tuple[float, ...]:
    """Return how much people of a sort of work write in each hour of a week, Monday midnight first."""
    day: Mapping[int, float]
    if family in ON_SHIFT:
        day, week = SHIFT_DAY, SHIFT_WEEK
    elif family in ON_THE_ROAD:
        day, week = ROAD_DAY, ROAD_WEEK
    else:
        day, week = OFFICE_DAY, OFFICE_WEEK
    return tuple(share * day.get(hour, 0.05) for share in week for hour in range(24))


@cache
def summed_rhythm(family: str) -> tuple[float, ...]:
    return tuple(accumulate(rhythm(family)))


@dataclass(frozen=True)
class Clock:
    """The weeks of the talk: `weeks` closed ones that end before `open_monday`, and the open one until `now`."""

    weeks: int
    open_monday: dt.date
    now: dt.datetime

    @classmethod
    def ending(cls, now: dt.datetime, weeks: int) -> "Clock":
        """Return the clock whose last closed week is the one before the week of `now`."""
        today = now.astimezone(OSLO).date()
        return cls(weeks, today - dt.timedelta(days=today.weekday()), now)

    def monday(self, week: int) -> dt.date:
        """Return the Monday of a week; week 0 is the first, week `weeks` the open one."""
        return self.open_monday + dt.timedelta(weeks=week - self.weeks)

    def bounds(self, week: int) -> tuple[dt.datetime, dt.datetime]:
        """Return the moments at which a week begins and ends."""
        return midnight(self.monday(week)), midnight(self.monday(week + 1))

    def moment(self, rng: random.Random, week: int, family: str) -> dt.datetime:
        """Return a moment of a week at which people of this sort of work write."""
        hour = rng.choices(range(HOURS_A_WEEK), cum_weights=summed_rhythm(family))[0]
        day = self.monday(week) + dt.timedelta(days=hour // 24)
        local = dt.datetime(day.year, day.month, day.day, hour % 24, rng.randrange(60), rng.randrange(60), tzinfo=OSLO)
        return local.astimezone(dt.UTC) + dt.timedelta(milliseconds=rng.randrange(1000))


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=OSLO).astimezone(dt.UTC)


def later(rng: random.Random, after: dt.datetime, family: str, minutes: float) -> dt.datetime:
    """Return when somebody answers: most within `minutes`, some after days, hardly anybody outside working hours."""
    pause = min(6 * 24 * 60.0, rng.lognormvariate(0, 1.5) * minutes + 1.5)
    return awake(after + dt.timedelta(minutes=pause), family, rng)


def awake(at: dt.datetime, family: str, rng: random.Random) -> dt.datetime:
    """Return the moment, or one in the next hour in which people of this sort of work are about."""
    hours = rhythm(family)
    least = AWAKE * max(hours)
    local = at.astimezone(OSLO)
    start = local.weekday() * 24 + local.hour
    wait = next(n for n in range(HOURS_A_WEEK) if hours[(start + n) % HOURS_A_WEEK] >= least)
    if not wait:
        return at
    return at + dt.timedelta(hours=wait, minutes=rng.randrange(-local.minute, 60 - local.minute))
