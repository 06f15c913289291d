"""How far two readings of the same texts agree: the share, and Cohen's kappa, which takes out chance."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analytics.scoring.themes import THEMES

SECOND = "second_reading.jsonl"


class Agreement(NamedTuple):
    """Of `n` texts the share on which both readings say the same, and Cohen's kappa."""

    what: str
    n: int
    share: float
    kappa: float


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Return Cohen's kappa (1960): (p - e) / (1 - e), e being what the two would agree on by chance.

    It is 1 where both say the same one thing throughout.
    """
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    share = sum(one == other for one, other in pairs) / len(pairs)
    chance = sum(first[value] * second[value] for value in first) / len(pairs) ** 2
    return 1.0 if chance == 1 else (share - chance) / (1 - chance)


def _compared(what: str, pairs: Sequence[tuple[object, object]]) -> Agreement:
    return Agreement(what, len(pairs), sum(one == other for one, other in pairs) / len(pairs), kappa(pairs))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def read_twice(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the texts of a corpus that were read twice, as pairs of the first and the second reading.

    :raises KeyError: if the second reading names a text that is not there.
    """
    first = {row["id"]: row for path in sorted(folder.glob("w*.jsonl")) for row in _rows(path)}
    return [(first[row["id"]], row) for row in _rows(folder / SECOND)]


def agreements(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[Agreement]:
    """Return the agreement of two readings on tone, on complaint and on each theme."""
    of_fields = [
        _compared(field, [(one[field], other[field]) for one, other in pairs]) for field in ("label", "complaint")
    ]
    of_themes = [
        _compared(theme, [(theme in one["themes"], theme in other["themes"]) for one, other in pairs])
        for theme in THEMES
    ]
    return of_fields + of_themes


def themes_f1(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> float:
    """Return the macro-F1 over themes of the second reading against the first: what a careful reader reaches."""
    return sum(_f1(pairs, theme) for theme in THEMES) / len(THEMES)


def _f1(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], theme: str) -> float:
    both = sum(theme in one["themes"] and theme in other["themes"] for one, other in pairs)
    named = sum((theme in one["themes"]) + (theme in other["themes"]) for one, other in pairs)
    return 2 * both / max(1, named)
