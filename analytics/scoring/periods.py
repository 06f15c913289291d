"""Periods: an ISO week such as "2026-W47", or four of them named by the last.

A period is its name, a string that sorts by time. `weeks` is the length, 1 or 4, one for the whole
installation.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_NAME = re.compile(r"([0-9]{4})-W([0-9]{2})")


class BadPeriod(ValueError):
    """The text is not the name of a period."""


def parse(text: str, *, weeks: int = 1) -> str:
    """Return the name unchanged when it is one.

    :raises BadPeriod: if the year has no such week, or if no four-week period of the calendar ends with it.
    """
    if _end_of_block(_number(text), weeks) != _number(text):
        raise BadPeriod(f"{text} is not the last week of a four-week period")
    return text


def first_day(period: str, *, weeks: int = 1) -> date:
    """Return the Monday on which the period begins."""
    return _monday(_number(period) - weeks + 1)


def last_day(period: str) -> date:
    """Return the Sunday on which the period ends, whatever its length."""
    return _monday(_number(period)) + timedelta(days=6)


def bounds(period: str, *, weeks: int = 1) -> tuple[datetime, datetime]:
    """Return the midnights in Oslo at which the period begins (inside) and ends (outside)."""
    start = datetime.combine(first_day(period, weeks=weeks), time(), OSLO)
    end = datetime.combine(last_day(period) + timedelta(days=1), time(), OSLO)
    return start, end


def period_of(moment: datetime, *, weeks: int = 1) -> str:
    """Return the period in which the moment lies, by the clock in Oslo.

    :raises ValueError: if the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    number = (moment.astimezone(OSLO).toordinal() - 1) // 7
    return _name(_end_of_block(number, weeks))


def previous(period: str, n: int = 1, *, weeks: int = 1) -> str:
    """Return the period that lies n periods earlier."""
    return _name(_number(period) - n * weeks)


def following(period: str, n: int = 1, *, weeks: int = 1) -> str:
    """Return the period that lies n periods later."""
    return _name(_number(period) + n * weeks)


def length_of(names: set[str]) -> int:
    """Return 4 when all names lie multiples of four weeks apart, else 1 (also for a single name)."""
    numbers = {_number(name) for name in names}
    return 4 if len(numbers) > 1 and len({number % 4 for number in numbers}) == 1 else 1


def _number(period: str) -> int:
    """Return the number of whole weeks since 1 January of the year 1, which was a Monday."""
    match = _NAME.fullmatch(period)
    if match is None:
        raise BadPeriod(f"{period!r} is not an ISO week such as 2026-W47")
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise BadPeriod(f"{period} does not exist") from None
    return (monday.toordinal() - 1) // 7


def _name(number: int) -> str:
    year, week, _ = _monday(number).isocalendar()
    return f"{year:04}-W{week:02}"


def _monday(number: int) -> date:
    return date.fromordinal(number * 7 + 1)


# Counted through, not by year: a year of 53 weeks leaves one over, and all periods must be equally long.
_FIRST_BLOCK_END = _number("2026-W04")


def _end_of_block(number: int, weeks: int) -> int:
    return number + (_FIRST_BLOCK_END - number) % weeks
