"""How ideas are ranked: plain arithmetic, no database."""

from math import sqrt

Z_95 = 1.96


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
