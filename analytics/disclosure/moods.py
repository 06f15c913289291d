"""The mood as it may be shown: rounded so that no person can be told from it, with its doubt."""

from dataclasses import dataclass
from math import ceil, floor, sqrt

from analytics.disclosure import LIMITS
from analytics.disclosure.bands import band_of

# So many people make a mood.
ENOUGH_VOICES = 10
# For a band of 90 %.
Z = 1.645
MOOD_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5)
MOOD_EDGE = 0.15


@dataclass(frozen=True)
class Mood:
    """The mood as it may be shown, from −1 to 1: the mean and a band of 90 %, in steps that hold five people."""

    value: float
    low: float
    high: float

    @property
    def zone(self) -> str:
        if self.value >= MOOD_EDGE:
            return "light"
        return "heavy" if self.value <= -MOOD_EDGE else "mixed"

    def may_be_level_with(self, other: "Mood") -> bool:
        """Tell whether the bands overlap: then the change may be chance."""
        return self.low <= other.high and other.low <= self.high


def mood_of(*, active: int, positive: int, negative: int) -> Mood | None:
    """Return the mood of people who each count once, as −1, 0 or 1; None where they are fewer than ten.

    The band is closed: mean and variance with one person more at either end (after Agresti and Coull, 1998), so that
    ten people of one mind leave doubt, too. It is rounded outwards. The mean never reaches the ends, for there
    everybody would have said the same.
    """
    if active < ENOUGH_VOICES:
        return None
    step = mood_step(active)
    centre = (positive - negative) / (active + 2)
    spread = (positive + negative + 2) / (active + 2) - centre**2
    doubt = Z * sqrt(spread / (active + 2))
    value = floor((positive - negative) / active / step + 0.5) * step
    return Mood(
        value=round(max(step - 1, min(1 - step, value)), 2),
        low=round(max(-1.0, floor((centre - doubt) / step) * step), 2),
        high=round(min(1.0, ceil((centre + doubt) / step) * step), 2),
    )


def mood_step(active: int, k: int = LIMITS.people) -> float:
    """Return the step to which a mood is rounded, by the band alone: the smallest that k people fill."""
    band = band_of(active)
    assert band is not None
    return next(step for step in MOOD_STEPS if step * band.low >= k)
