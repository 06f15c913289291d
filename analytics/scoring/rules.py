"""The rule engine: from signs in a text to its tone."""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analytics.scoring.patterns import Match, PatternIndex
from analytics.scoring.reading import LABELS, NEUTRAL, Evidence
from analytics.scoring.wordfiles import group_of, rows

# All chosen together on a development set of short workplace posts. A cue of weight 1 alone just makes a tone.
_NEUTRAL_START = 0.7
_QUESTION = 0.8  # what asking adds to neutral
_FACTUAL_CAP = 2.4  # facts add to neutral up to here
_STRENGTH_CAP = 6.0  # more cues than this prove nothing more
# Who neither asks nor informs is seldom indifferent: a bare statement needs little to be a complaint.
_BARE_STATEMENT, _FACTS = 0.2, 0.6
_FLIPPED_POSITIVE, _FLIPPED_NEGATIVE = -0.8, -0.4
_SCOPE_OF_NEGATION, _SCOPE_OF_STRENGTH = 3, 2  # words
_BEFORE_CONTRAST, _AFTER_CONTRAST = 0.5, 1.2
_IN_QUESTION, _IN_CONDITION, _EXCLAIMED = 0.8, 0.5, 1.2
_CHEER = 1.0  # an exclamation mark where nothing clear is complained of
# "Thanks for coming though you waited an hour": beside praise, what is no clear complaint is background, and so is
# everything where the text opens with thanks. Praise that is followed by a complaint counts less.
_PRAISE, _PRAISE_OPENS, _CLEAR_COMPLAINT, _BACKGROUND, _STUNG_PRAISE = 2.0, 2.5, 1.6, 0.4, 0.7
# Others' words count less than the author's own; one or two words between quotes are meant askew.
_QUOTED, _SCARE_QUOTE, _SCARE_QUOTE_WORDS = 0.6, -0.5, 2
_NOWHERE = -9


class Sign(NamedTuple):
    """What a pattern stands for.

    `kind`: tone, fact, not, times, but, if, or a stop: comma, quote, stop, question, exclamation. `negates`: what
    follows in reach is turned around ("not", but also "is not").
    """

    kind: str
    value: float
    negates: bool = False


class Tone(NamedTuple):
    """The tone of a text: one of LABELS, the probabilities of LABELS in order, and what counted."""

    label: str
    p: tuple[float, float, float]
    evidence: tuple[Evidence, ...]


class _Cue(NamedTuple):
    """A sign that pulled, with the places of its words."""

    positions: tuple[int, ...]
    weight: float


_STOPS = (
    ("question", ("?", "??*", "?!*", "!?*")),
    ("exclamation", ("!", "!!*")),
    ("stop", (".", "..*", "…", "\n", "\n\n*")),
    ("comma", (",", ";", ":", "–", "—", "(", ")")),
    ("quote", ("«", "»", '"', "“", "”")),
)


def _sign(head: str, negates: bool) -> Sign:
    """Read the first column of a tone list."""
    kind, _, value = head.rpartition(" ")
    if value in ("but", "if"):
        return Sign(value, 0.0)
    if value.startswith("~"):
        return Sign("fact", float(value[1:]))
    return Sign(kind or "tone", float(value), negates and float(value) < 0)


@cache
def _index(languages: tuple[str, ...]) -> PatternIndex[Sign]:
    lists = ("signs", *(f"tone.{language}" for language in languages))
    entries = [(head, pattern.lower()) for name in lists for head, pattern in rows(name)]
    negations = {pattern for head, pattern in entries if head.startswith("not ")}
    classes: dict[str, list[str]] = {}
    patterns: list[tuple[str, Sign]] = [(stop, Sign(kind, 0.0)) for kind, stops in _STOPS for stop in stops]
    for head, pattern in entries:
        if head.startswith("<"):
            classes.setdefault(head[1:-1], []).append(pattern)
        else:
            patterns.append((pattern, _sign(head, pattern.rpartition(" ")[2] in negations)))
    return PatternIndex(patterns, classes)


class _Listener:
    """Walks through the signs of a text in order and keeps what pulls, and how much."""

    def __init__(self) -> None:
        self.cues: list[_Cue] = []
        self.factual = 0.0
        self.asks = False
        self.contrasts = False
        self._quote: tuple[int, int] | None = None
        self._start_sentence()

    def _start_sentence(self) -> None:
        self._first = len(self.cues)
        self._conditional = False
        self._contrasted = False
        self._end_scope()

    def _end_scope(self) -> None:
        self._negation: int | None = None
        self._negation_at = self._strength_at = _NOWHERE
        self._strength = 1.0

    def hear(self, match: Match[Sign]) -> None:
        """Take in the next sign."""
        sign = match.payload
        if sign.kind == "tone":
            self._hear_tone(match)
        elif sign.kind == "fact":
            self.factual += sign.value
        elif sign.kind == "not":
            self._keep(match, sign.value)
        elif sign.kind == "times":
            self._strength, self._strength_at = sign.value, match.positions[-1]
        elif sign.kind == "but":
            self._hear_contrast()
        elif sign.kind == "if":
            self._conditional = True
        else:
            self._hear_stop(match)

    def _hear_tone(self, match: Match[Sign]) -> None:
        place, weight = match.positions[0], match.payload.value
        if not weight:
            return
        if place - self._strength_at <= _SCOPE_OF_STRENGTH:
            weight *= self._strength
        if self._negation is not None and place - self._negation_at <= _SCOPE_OF_NEGATION:
            negation = self.cues.pop(self._negation)
            match = match._replace(positions=(*negation.positions, *match.positions))
            weight = weight * _FLIPPED_POSITIVE + negation.weight if weight > 0 else weight * _FLIPPED_NEGATIVE
            self._negation = None
        if self._conditional and weight < 0:
            weight *= _IN_CONDITION
        if self._contrasted:
            weight *= _AFTER_CONTRAST
        self._keep(match, weight)

    def _keep(self, match: Match[Sign], weight: float) -> None:
        if match.payload.negates:
            self._negation, self._negation_at = len(self.cues), match.positions[-1]
        self.cues.append(_Cue(match.positions, weight))

    def _hear_contrast(self) -> None:
        # A sentence that begins with "but" answers the one before it.
        self._weaken(self._first if len(self.cues) > self._first else 0, _BEFORE_CONTRAST)
        self._contrasted = self.contrasts = True
        self._end_scope()

    def _hear_exclamation(self, match: Match[Sign]) -> None:
        self._weaken(self._first, _EXCLAIMED)
        if all(cue.weight > -1 for cue in self.cues[self._first :]):
            self.cues.append(_Cue(match.positions, _CHEER))

    def _hear_stop(self, match: Match[Sign]) -> None:
        kind = match.payload.kind
        if kind in ("comma", "quote"):
            self._end_scope()
            if kind == "quote":
                self._hear_quote(match.positions[0])
            return
        if kind == "question":
            self.asks = True
            self._weaken(self._first, _IN_QUESTION)
        elif kind == "exclamation":
            self._hear_exclamation(match)
        self._start_sentence()

    def _hear_quote(self, place: int) -> None:
        if self._quote is None:
            self._quote = (place, len(self.cues))
            return
        (opened, first), self._quote = self._quote, None
        words = place - opened - 1
        if 0 < words <= _SCARE_QUOTE_WORDS:
            self.cues[first:] = [cue for cue in self.cues[first:] if cue.weight < 0]
            self.cues.append(_Cue(tuple(range(opened + 1, place)), _SCARE_QUOTE))
        else:
            self._weaken(first, _QUOTED)

    def _weaken(self, first: int, factor: float) -> None:
        self.cues[first:] = [cue._replace(weight=cue.weight * factor) for cue in self.cues[first:]]


def _pulls(cues: Sequence[_Cue], contrasts: bool) -> tuple[float, float]:
    """Return how much a text pulls towards negative and towards positive."""
    positive = sum(cue.weight for cue in cues if cue.weight > 0)
    complaints = [-cue.weight for cue in cues if cue.weight < 0]
    if positive >= _PRAISE and not contrasts:
        opens = next(cue.weight for cue in cues if cue.weight) >= _PRAISE_OPENS
        complaints = [one * (_BACKGROUND if opens or one < _CLEAR_COMPLAINT else 1.0) for one in complaints]
    negative = sum(complaints)
    if negative > _NEUTRAL_START and positive:
        last_praise = max(at for at, cue in enumerate(cues) if cue.weight > 0)
        if any(cue.weight <= -1 for cue in cues[last_praise + 1 :]):
            positive *= _STUNG_PRAISE
    return min(negative, _STRENGTH_CAP), min(positive, _STRENGTH_CAP)


def _probabilities(negative: float, neutral: float, positive: float) -> tuple[float, float, float]:
    """Return the softmax of three pulls, rounded to four decimals so that they sum to 1."""
    low, middle, high = math.exp(negative), math.exp(neutral), math.exp(positive)
    total = low + middle + high
    p_negative, p_positive = round(low / total, 4), round(high / total, 4)
    return p_negative, round(1 - p_negative - p_positive, 4), p_positive


def read_tone(words: Sequence[str], language: str) -> Tone:
    """Return the tone of a text given as tokens (as written); the same tokens give the same tone.

    :raises KeyError: if there are no lists for the language.
    """
    listener = _Listener()
    for match in _index(group_of(language)).find([word.lower() for word in words]):
        listener.hear(match)
    negative, positive = _pulls(listener.cues, listener.contrasts)
    if negative and not listener.asks and listener.factual < _FACTS:
        negative += _BARE_STATEMENT
    neutral = _NEUTRAL_START + min(listener.factual, _FACTUAL_CAP) + (_QUESTION if listener.asks else 0.0)
    p = _probabilities(negative, neutral, positive)
    evidence = tuple(
        Evidence(" ".join([words[at] for at in cue.positions]), weight)
        for cue in listener.cues
        if (weight := round(cue.weight, 2))
    )
    return Tone(LABELS[p.index(max(p))] if max(p) > p[1] else NEUTRAL, p, evidence)
