"""A named slot: did the pain fall that a promise was meant for? The app that counts pain fills it in its `ready()`."""

import datetime as dt
from collections.abc import Callable

# (theme, unit, first day, day after the last) -> whether fewer people than expected said it in that time.
Fell = Callable[[str, int, dt.date, dt.date], bool]

fell: list[Fell] = []


def pain_fell(theme: str, unit: int, since: dt.date, until: dt.date) -> bool:
    """Tell whether the pain fell over the window. With nobody to ask it did not: a promise is not kept by default."""
    return bool(fell) and all(ask(theme, unit, since, until) for ask in fell)
