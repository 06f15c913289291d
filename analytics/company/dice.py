"""The source of chance."""

import random


def dice(seed: int, what: str) -> random.Random:
    """Return a source of chance of its own for each part, so that a change in one leaves the others as they were."""
    return random.Random(f"{seed} {what}")  # noqa: S311  no secret comes of it
