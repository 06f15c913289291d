"""How ideas are ranked: plain arithmetic, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod, sqrt

Z_95 = 1.96
# A unit with fewer voters is never looked at alone.
FEWEST_VOTERS = 5
WIDE = 0.6


def wilson_lower_bound(agree: int, disagree: int, z: float = Z_95) -> float:
    """Return the lower bound of the share in favour, 0 to 1; without votes 0.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference": the score interval
    keeps two votes of two below sixty of seventy.
    """
    seen = agree + disagree
    if seen == 0:
        return 0.0
    share = agree / seen
    centre = share + z * z / (2 * seen)
    spread = z * sqrt(share * (1 - share) / seen + z * z / (4 * seen * seen))
    return max(0.0, (centre - spread) / (1 + z * z / seen))


def rising(votes: int, comments: int, age_hours: float) -> float:
    """Return how fast an idea gathers attention, from the votes and comments of the last 30 days.

    Gravity 1.4 lets a new idea pass an old one of equal attention (after the ranking of Hacker News).
    """
    return (5 * votes + 3 * comments - 1) / (age_hours + 2) ** 1.4


@dataclass(frozen=True)
class Sides:
    """How many agree and disagree in a unit."""

    agree: int = 0
    disagree: int = 0

    @property
    def seen(self) -> int:
        return self.agree + self.disagree

    @property
    def share(self) -> float:
        """The smoothed share in favour; without votes one half."""
        return (self.agree + 1) / (self.seen + 2)


def bridging(units: Mapping[int, Sides]) -> tuple[float, str]:
    """Return the bridging score, 0 to 1 with two decimals, and the label of an idea (empty for none).

    `units` holds every unit that the idea concerns. Those with one to four voters are looked at as one. The score is
    the geometric mean of the smoothed shares, so that the least convinced unit weighs most (group-informed consensus
    of Polis: Small et al. 2021, "Polis: Scaling deliberation by mapping high dimensional opinion spaces").
    """
    few = [sides for sides in units.values() if 0 < sides.seen < FEWEST_VOTERS]
    large = [sides for sides in units.values() if sides.seen >= FEWEST_VOTERS]
    silent = [sides for sides in units.values() if sides.seen == 0]
    pool = [Sides(sum(one.agree for one in few), sum(one.disagree for one in few))] if few else []
    groups = [*large, *pool, *silent]
    if not groups:
        return 0.5, ""
    score = prod(group.share for group in groups) ** (1 / len(groups))
    return round(score, 2), label_of(large, groups)


def label_of(large: list[Sides], groups: list[Sides]) -> str:
    """Return the first label that fits: carried by all, contested, one unit's favourite."""
    agree, seen = sum(group.agree for group in groups), sum(group.seen for group in groups)
    if len(large) >= 3 and all(group.share >= WIDE for group in large):
        return "carried_by_all"
    if seen and (seen - agree) / seen >= 0.3 and any(group.share <= 0.4 for group in large):
        return "contested"
    return "one_units_favourite" if is_favourite(large, groups, agree) else ""


def is_favourite(large: list[Sides], groups: list[Sides], agree: int) -> bool:
    """Tell whether most who agree are of one unit, and the others are on the whole not convinced."""
    first = max(large, key=lambda group: group.agree, default=None)
    if first is None or first.agree < WIDE * agree or len(groups) < 2:
        return False
    others = [group.share for group in groups if group is not first]
    return sum(others) / len(others) < WIDE
