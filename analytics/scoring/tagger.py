"""The door of the scoring package: texts in, readings out."""

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import NamedTuple

from analytics.scoring import model
from analytics.scoring.features import lowered
from analytics.scoring.language import language_of
from analytics.scoring.reading import LABELS, NEGATIVE, NEUTRAL, Evidence, Reading
from analytics.scoring.rules import Tone, read_tone
from analytics.scoring.themes import THEMES, mentions_in, themes_of
from analytics.scoring.tokens import tokenise
from analytics.scoring.wordfiles import fingerprint

BACKEND, FLOOR = "model", "rules"
# The first part is raised by hand when the code reads differently, the second follows the word lists.
FLOOR_VERSION = f"1-{fingerprint()}"
# What the rules say is a feature of the model.
VERSION = f"{model.version()}-{FLOOR_VERSION}"
_AT_ONCE = 256  # texts; more gain nothing
_MOST_EVIDENCE = 6
_MOST_THEMES = 3
# A text of which the model has seen fewer of the words is no text that it knows to read.
_FEWEST_KNOWN = 0.25


class Draft(NamedTuple):
    """A text with what the rules find in it."""

    language: str
    words: list[str]
    tone: Tone
    mentions: list[tuple[str, str]]


def score(text: str, *, language: str | None = None, profile_language: str | None = None) -> Reading:
    """Return the tone and themes of a text.

    The shipped model reads nb, nn and en, the rules sv, da and what the model does not know to read.
    `language` (nb, nn, en, sv or da) is detected where not given; `profile_language` helps with short texts.
    :raises KeyError: if there are no word lists for the language.
    """
    return _read([_draft(text, language, profile_language)])[0]


def score_all(texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Reading]:
    """Yield the readings of many texts, as `score` gives them, several at a time.

    :raises KeyError: if there are no word lists for a language.
    """
    drafts = (_draft(text, language, None) for text, language in zip(texts, languages, strict=True))
    while some := list(islice(drafts, _AT_ONCE)):
        yield from _read(some)


def _draft(text: str, language: str | None, profile_language: str | None) -> Draft:
    words = tokenise(text)
    language = language or language_of(text, words, profile_language)
    return Draft(language, words, read_tone(words, language), mentions_in(words, language))


def _read(drafts: Sequence[Draft]) -> list[Reading]:
    ours = [draft for draft in drafts if draft.language in model.LANGUAGES]
    scored = iter(model.score_texts([model.Text(lowered(d.words), d.tone.p, d.mentions) for d in ours]))
    readings = []
    for draft in drafts:
        scores = next(scored) if draft.language in model.LANGUAGES else None
        known = scores is not None and scores.known >= _FEWEST_KNOWN
        readings.append(_by_model(draft, scores) if scores is not None and known else _by_rules(draft))
    return readings


def _by_rules(draft: Draft) -> Reading:
    label, p, cues = draft.tone
    strongest = sorted(range(len(cues)), key=lambda at: (-abs(cues[at].weight), at))[:_MOST_EVIDENCE]
    evidence = tuple(cues[at] for at in sorted(strongest))
    themes = themes_of(draft.words, draft.language)
    complains = label == NEGATIVE
    return Reading(draft.language, label, p, complains, p[0], themes, evidence, FLOOR, FLOOR_VERSION)


def _by_model(draft: Draft, scores: model.Scores) -> Reading:
    p = _probabilities(*scores.tone.tolist())
    label = LABELS[p.index(max(p))] if max(p) > p[1] else NEUTRAL
    p_complaint = round(1 / (1 + math.exp(-scores.complaint)), 4)
    complains = p_complaint >= model.complaint_threshold(draft.language)
    themes = _themes(scores.themes.tolist(), {theme for theme, _ in draft.mentions})
    evidence = _evidence(draft.words, scores.pulls.tolist())
    return Reading(draft.language, label, p, complains, p_complaint, themes, evidence, BACKEND, VERSION)


def _probabilities(negative: float, neutral: float, positive: float) -> tuple[float, float, float]:
    """Return the softmax of three logits, rounded to four decimals so that they sum to 1."""
    highest = max(negative, neutral, positive)
    low, middle, high = (math.exp(z - highest) for z in (negative, neutral, positive))
    total = low + middle + high
    p_negative, p_positive = round(low / total, 4), round(high / total, 4)
    return p_negative, round(1 - p_negative - p_positive, 4), p_positive


def _themes(above: Sequence[float], mentioned: AbstractSet[str]) -> tuple[str, ...]:
    """Return the themes above their thresholds, the strongest three at most, in the order of THEMES."""
    named = [k for k, theme in enumerate(THEMES) if above[k] >= (-model.MENTIONED if theme in mentioned else 0)]
    strongest = sorted(named, key=above.__getitem__, reverse=True)[:_MOST_THEMES]
    return tuple(THEMES[k] for k in sorted(strongest))


def _evidence(words: Sequence[str], pulls: Sequence[float]) -> tuple[Evidence, ...]:
    """Return the words that pulled most, in their order; above zero: towards positive."""
    sizes = list(map(abs, pulls))
    strongest = sorted(sorted(range(len(words)), key=sizes.__getitem__, reverse=True)[:_MOST_EVIDENCE])
    return tuple(Evidence(words[at], weight) for at in strongest if (weight := round(pulls[at], 2)))
