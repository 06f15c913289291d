"""The shipped model: a linear classifier of tone over words, pairs of words, parts of words and what the rules say.

Its weights stand in weights/tone.tsv, which `manage train_model` writes. Scoring needs numpy alone.
"""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analytics.scoring.reading import LABELS, NEUTRAL, Evidence
from analytics.scoring.rules import Tone, read_tone

WEIGHTS = Path(__file__).parent / "weights" / "tone.tsv"
LANGUAGES = ("nb", "nn", "en")
BIAS = "bias"
RULES = tuple(f"rules {label}" for label in LABELS)
# Weights are whole numbers of this part: the file is small, and the same on every machine.
UNIT = 1e-3
_SHORTEST, _LONGEST = 2, 5  # letters in a part of a word
_MOST_EVIDENCE = 6
_REMEMBERED = 50_000

Vector = npt.NDArray[np.float64]


class _Weights(NamedTuple):
    row_of: dict[str, int]
    table: Vector


def lowered(words: Sequence[str]) -> list[str]:
    """Return tokens in lower case; a line break is written ¶, so that each feature fits on a line of the file."""
    return ["¶" if word[0] == "\n" else word.lower() for word in words]


def parts_of(word: str) -> list[str]:
    """Return the features of one word in lower case: itself and its parts of two to five letters with its ends."""
    framed = f"<{word}>"
    lengths = range(_SHORTEST, min(_LONGEST, len(framed) - 1) + 1)
    return [f"w {word}", *(f"c {framed[at : at + n]}" for n in lengths for at in range(len(framed) - n + 1))]


def pairs_of(words: Sequence[str]) -> list[str]:
    """Return the features of neighbours; a text begins with ^ and ends with $."""
    framed = ["^", *words, "$"]
    return [f"b {one} {other}" for one, other in pairwise(framed)]


def scale_of(count: int) -> float:
    """Return what the sum of `count` features is multiplied by, so that long texts do not shout."""
    return 1 / (5 * math.sqrt(count))


def version() -> str:
    """Return the version of the shipped weights, which the first line of their file tells."""
    with WEIGHTS.open(encoding="utf-8") as lines:
        return lines.readline().strip().split("\t")[1]


@cache
def _weights() -> _Weights:
    """Read the file of weights. Columns: feature, then one whole number for each of LABELS."""
    lines = WEIGHTS.read_text(encoding="utf-8").strip().split("\n")
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    table = np.array([row[1:] for row in rows], dtype=np.float64) * UNIT
    return _Weights({row[0]: at for at, row in enumerate(rows)}, table)


def _sum(features: Sequence[str]) -> Vector:
    weights = _weights()
    found = [weights.row_of[one] for one in features if one in weights.row_of]
    total: Vector = weights.table[found].sum(axis=0)
    return total


@lru_cache(_REMEMBERED)
def _word(word: str) -> tuple[Vector, int]:
    """Return the pull of a word with its parts, and how many features these are."""
    features = parts_of(word)
    return _sum(features), len(features)


def _evidence(words: Sequence[str], pulls: Sequence[Vector], scale: float) -> tuple[Evidence, ...]:
    """Return the words that pulled most, in their order; above zero: towards positive."""
    weights = [round(float(pull[2] - pull[0]) * scale, 2) for pull in pulls]
    strongest = sorted(range(len(words)), key=lambda at: (-abs(weights[at]), at))[:_MOST_EVIDENCE]
    return tuple(Evidence(words[at], weights[at]) for at in sorted(strongest) if weights[at])


def _probabilities(z: Vector) -> tuple[float, float, float]:
    """Return the softmax of three pulls, rounded to four decimals so that they sum to 1."""
    low, middle, high = np.exp(z - z.max())
    total = low + middle + high
    negative, positive = round(float(low / total), 4), round(float(high / total), 4)
    return negative, round(1 - negative - positive, 4), positive


def read_tone_by_model(words: Sequence[str], language: str) -> Tone:
    """Return the tone of a text given as tokens (as written), as `rules.read_tone` does.

    A text without tokens reads as the rules read it.
    :raises KeyError: if there are no word lists for the language.
    """
    by_rules = read_tone(words, language)
    if not words:
        return by_rules
    lower = lowered(words)
    known = [_word(word) for word in lower]
    pairs = pairs_of(lower)
    scale = scale_of(sum(count for _, count in known) + len(pairs))
    pulls = [pull for pull, _ in known]
    weights = _weights()
    said = sum(p * weights.table[weights.row_of[name]] for name, p in zip(RULES, by_rules.p, strict=True))
    z = (np.sum(pulls, axis=0) + _sum(pairs)) * scale + said + weights.table[weights.row_of[BIAS]]
    p = _probabilities(z)
    return Tone(LABELS[p.index(max(p))] if max(p) > p[1] else NEUTRAL, p, _evidence(words, pulls, scale))
