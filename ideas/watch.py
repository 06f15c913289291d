"""Named slots: did the pain fall that a promise was meant for, and which pains can one be meant for? The app that
counts pain fills them in its `ready()`."""

import datetime as dt
from collections.abc import Callable

# (theme, unit, first day, day after the last) -> whether fewer people than expected said it in that time.
Fell = Callable[[str, int, dt.date, dt.date], bool]

# () -> the words of each theme of pain by its key, in the reader's language.
Themes = Callable[[], dict[str, str]]

fell: list[Fell] = []
themes: list[Themes] = []


def pain_fell(theme: str, unit: int, since: dt.date, until: dt.date) -> bool:
    """Tell whether the pain fell over the window. With nobody to ask it did not: a promise is not kept by default."""
    return bool(fell) and all(ask(theme, unit, since, until) for ask in fell)


def known_themes() -> dict[str, str]:
    """Return the words of each theme that a promise can be meant for."""
    return {key: words for ask in themes for key, words in ask().items()}
