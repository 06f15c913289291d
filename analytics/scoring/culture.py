"""The arithmetic of the culture page: how long people waited, and how loud the loudest are."""

from collections.abc import Iterable, Sequence
from math import floor
from statistics import median_low

# A hundred people have a share of the ten loudest that says something; thirty are the least.
ENOUGH_FOR_LOUDEST = 30
LOUDEST = 10
# Hours, and what a wait of at most so many is called.
WAITS = ((1, "hour"), (24, "day"), (72, "days"))
NEVER = float("inf")


def loudest_share(posts: Iterable[int]) -> int | None:
    """Return of a hundred posts those of the ten who wrote most, rounded to ten; None where fewer than thirty wrote."""
    by_person = sorted(posts, reverse=True)
    if len(by_person) < ENOUGH_FOR_LOUDEST:
        return None
    return floor(10 * sum(by_person[:LOUDEST]) / sum(by_person) + 0.5) * 10


def wait_words(hours: Sequence[float]) -> str:
    """Return how long the middle one waited: `hour`, `day`, `days`, `week`, or `none` where most got no answer.

    `hours` holds infinity for what was not answered.

    :raises StatisticsError: if nobody waited.
    """
    middle = median_low(hours)
    if middle == NEVER:
        return "none"
    return next((name for most, name in WAITS if middle <= most), "week")
