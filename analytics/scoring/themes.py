"""Finding the workplace themes of a text."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analytics.scoring.patterns import PatternIndex, spell_out
from analytics.scoring.tokens import tokenise
from analytics.scoring.wordfiles import group_of, rows

THEMES = (
    "workload",
    "staffing",
    "pay",
    "leadership",
    "communication",
    "tools_it",
    "training_career",
    "working_hours_shifts",
    "health_safety",
    "facilities",
    "cooperation",
    "recognition",
    "change",
    "customers",
)
_NAMED, _HINTED = 2, 1
_ENOUGH = 2
_MOST_THEMES = 2
# A theme far behind the strongest is mentioned, not meant.
_SHARE_OF_STRONGEST = 0.5


class _Mention(NamedTuple):
    theme: str
    weight: int
    word: str


def _mention(head: str, pattern: str) -> tuple[str, _Mention]:
    """Read a theme's head and one pattern: "stem*=word" names the word, else the pattern itself is the word."""
    steps, _, word = pattern.partition("=")
    word = word or steps.replace("*", "").replace(" … ", " ").split("|")[0]
    return steps, _Mention(head.rstrip("?"), _HINTED if head.endswith("?") else _NAMED, word)


@cache
def _index(languages: tuple[str, ...]) -> PatternIndex[tuple[_Mention, ...]]:
    mentions: dict[str, dict[str, _Mention]] = {}
    classes: dict[str, list[str]] = {}
    for language in languages:
        for head, pattern in rows(f"tone.{language}"):
            if head.startswith("<"):
                classes.setdefault(head[1:-1], []).append(pattern)
        for head, pattern in rows(f"themes.{language}"):
            steps, mention = _mention(head, pattern)
            for path in spell_out(steps):
                known = mentions.setdefault(path, {}).setdefault(mention.theme, mention)
                if mention.weight > known.weight:
                    mentions[path][mention.theme] = mention
    return PatternIndex(((path, tuple(found.values())) for path, found in mentions.items()), classes)


def _mentions(words: Sequence[str], language: str) -> list[_Mention]:
    matches = _index(group_of(language)).find([word.lower() for word in words])
    return [mention for match in matches for mention in match.payload]


def mentions_in(words: Sequence[str], language: str) -> list[tuple[str, str]]:
    """Return what the lists take for mentions of themes, as pairs (theme, word in its dictionary form), in their order.

    :raises KeyError: if there are no lists for the language.
    """
    return [(mention.theme, mention.word) for mention in _mentions(words, language)]


def themes_of(words: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the keys of the themes that the rules find in the tokens, in the order of THEMES; at most two.

    :raises KeyError: if there are no lists for the language.
    """
    weights: dict[str, int] = {}
    for mention in _mentions(words, language):
        weights[mention.theme] = weights.get(mention.theme, 0) + mention.weight
    strength = max(weights.values(), default=0)
    # Where nothing is named, the hints are all there is.
    floor = max(min(_ENOUGH, strength), _SHARE_OF_STRONGEST * strength)
    strongest = sorted(weights, key=lambda theme: (-weights[theme], THEMES.index(theme)))[:_MOST_THEMES]
    return tuple(theme for theme in THEMES if theme in strongest and weights[theme] >= floor)


def find_themes(text: str, language: str) -> tuple[str, ...]:
    """Return the keys of the themes that a text is about, in the order of THEMES; at most two.

    :raises KeyError: if there are no lists for the language.
    """
    return themes_of(tokenise(text), language)


def theme_words(text: str, language: str, themes: Sequence[str]) -> dict[str, list[str]]:
    """Return the words of a text that the lists know for each of its themes, each once and in its dictionary form.

    `themes` are those of its reading; one that no word of the lists carries has none. The words name a theme's
    strongest words of a period.
    :raises KeyError: if there are no lists for the language.
    """
    mentions = mentions_in(tokenise(text), language)
    return {
        theme: list(dict.fromkeys(word for about, word in mentions if about == theme))
        for theme in THEMES
        if theme in themes
    }
