"""What the tagger says about one post."""

from dataclasses import dataclass

NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
LABELS = (NEGATIVE, NEUTRAL, POSITIVE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word or phrase as its author wrote it, and how much it pulled (below zero: towards negative)."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The tone and themes of one text.

    `language` is one of nb, nn, en, sv, da; `label` one of LABELS; `p` holds the probabilities of LABELS in
    that order, rounded to four decimals, and sums to 1; `complaint` tells whether something is said to be wrong or
    missing, `p_complaint` how probable that is; `themes` are keys in the order of the taxonomy.
    """

    language: str
    label: str
    p: tuple[float, float, float]
    complaint: bool
    p_complaint: float
    themes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    backend: str
    version: str
