"""Rounded forms, shown in place of numbers of people, from which no number can be computed back."""

from dataclasses import dataclass
from typing import Literal

from analytics.disclosure import LIMITS

Certainty = Literal["good", "some", "weak"]
Direction = Literal["up", "down", "level"]

FEW_PEOPLE = 10
FEW_OF_ACTIVE = 0.03
RISE = 1.5
FALL = 0.67
SHARE_STEPS = (5, 10, 20, 25, 50)
PRESSURE_EDGES = (0.02, 0.05, 0.10, 0.20)


@dataclass(frozen=True)
class Band:
    """Numbers of people, low to high, that are shown alike; `about` is the round one that stands for them."""

    low: int
    high: int
    about: int | None = None

    @property
    def text(self) -> str:
        """The form of the API: "5–9", "10–19", "~35"."""
        return f"{self.low}–{self.high}" if self.about is None else f"~{self.about}"

    @property
    def middle(self) -> float:
        """What a chart draws."""
        return (self.low + self.high) / 2 if self.about is None else self.about


def band_of(people: int) -> Band | None:
    """Return the band that holds a number of people; None for zero to four, which look the same."""
    if people < 5:
        return None
    if people < 10:
        return Band(5, 9)
    if people < 20:
        return Band(10, 19)
    if people < 98:
        about = (people + 2) // 5 * 5
        return Band(max(20, about - 2), about + 2, about)
    if people < 105:
        return Band(98, 104, 100)
    about = (people + 5) // 10 * 10
    return Band(about - 5, about + 4, about)


def pressure(severity: float) -> int:
    """Return the one to five dots that are shown for a severity."""
    return 1 + sum(severity >= edge for edge in PRESSURE_EDGES)


def certainty(band: Band) -> Certainty:
    """Return how firm the ground is, by the band alone."""
    if band.low >= 20:
        return "good"
    return "some" if band.low >= 10 else "weak"


def has_few_voices(band: Band, active: Band) -> bool:
    """Tell whether so few speak that the reader is warned: under ten people, or under 3 % of the active.

    Both come in as bands, so that the mark turns where a shown figure turns and tells nothing beyond it.
    """
    return band.low < FEW_PEOPLE or band.middle < FEW_OF_ACTIVE * active.middle


def direction(*, ratio: float | None, people: int, before: int | None, k: int = LIMITS.people) -> Direction | None:
    """Return the trend arrow of a shown cell.

    `ratio` is n/E (None without history), `people` and `before` the distinct authors now and in the period
    before, `before` None where that cell is hidden. A change of less than k people gets no arrow.
    """
    if before is None:
        return None
    if ratio is None or abs(people - before) < k or band_of(people) == band_of(before):
        return "level"
    if people > before and ratio >= RISE:
        return "up"
    return "down" if people < before and ratio <= FALL else "level"


def share_step(headcount: int, *, k: int = LIMITS.people) -> int | None:
    """Return the percentage points to which shares of a unit are rounded; None where the unit is too small.

    The step is the smallest for which every rounded share, also 0 % and 100 %, stands for k different counts.
    """
    for step in SHARE_STEPS:
        # 0 % stands for the counts under half a step and is the narrowest.
        if -(-headcount * step // 200) >= k:
            return step
    return None


def rounded_share(part: int, headcount: int, *, k: int = LIMITS.people) -> int | None:
    """Return the share of the headcount in percent, rounded to the unit's step; None if it may not be shown.

    :raises ValueError: if the part is not between 0 and the headcount.
    """
    if not 0 <= part <= headcount:
        raise ValueError("a share lies between nobody and everybody")
    step = share_step(headcount, k=k)
    if step is None:
        return None
    return (200 * part + headcount * step) // (2 * headcount * step) * step
