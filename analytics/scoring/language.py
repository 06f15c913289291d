"""Telling in which of our languages a text is written."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from analytics.scoring.tokens import tokenise
from analytics.scoring.wordfiles import LANGUAGES, rows

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT_LANGUAGE = "nb"
_FEWEST_WORDS = 6
# The identifier names bokmål "no".
_OUR_NAMES = {"no": "nb", "nn": "nn", "sv": "sv", "da": "da", "en": "en"}


@cache
def _identifier() -> "LanguageIdentifier":
    # Reading its model takes a while: only a process that needs it pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_OUR_NAMES))
    return identifier


@cache
def _telling_words() -> dict[str, tuple[str, ...]]:
    """Return the languages of which a word speaks, by word."""
    speaks_of: dict[str, tuple[str, ...]] = {}
    for language, word in rows("languages"):
        speaks_of[word] = (*speaks_of.get(word, ()), language)
    return speaks_of


def _by_telling_words(words: Sequence[str]) -> tuple[str | None, dict[str, int]]:
    """Return the language with most telling words, None where none leads, and the counts."""
    speaks_of = _telling_words()
    counts = dict.fromkeys(LANGUAGES, 0)
    for word in words:
        for language in speaks_of.get(word.lower(), ()):
            counts[language] += 1
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return (first if counts[first] > counts[second] else None), counts


def language_of(text: str, words: Sequence[str], profile_language: str | None = None) -> str:
    """As `detect_language`, for a text whose tokens are at hand."""
    if sum(word[0].isalpha() for word in words) < _FEWEST_WORDS:
        return profile_language or DEFAULT_LANGUAGE
    leading, counts = _by_telling_words(words)
    if leading:
        return leading
    guess = _OUR_NAMES[_identifier().classify(text)[0]]
    if guess == "da" and counts["da"] <= counts["nb"]:
        # The identifier hears Danish in much bokmål.
        guess = "nb"
    if profile_language and {guess, profile_language} == {"nb", "nn"}:
        return profile_language
    return guess


def detect_language(text: str, profile_language: str | None = None) -> str:
    """Return nb, nn, en, sv or da.

    Under six words the author's profile language decides (nb where there is none), and where no word tells bokmål
    from nynorsk.
    """
    return language_of(text, tokenise(text), profile_language)
