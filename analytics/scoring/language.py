"""Telling in which of our languages a text is written."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from analytics.scoring.tokens import tokenise

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT_LANGUAGE = "nb"
_FEWEST_WORDS = 6
# The identifier names bokmål "no".
_OUR_NAMES = {"no": "nb", "nn": "nn", "sv": "sv", "da": "da", "en": "en"}


@cache
def _identifier() -> "LanguageIdentifier":
    # Reading its model takes a second: only a process that needs it pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_OUR_NAMES))
    return identifier


def language_of(text: str, words: Sequence[str], profile_language: str | None = None) -> str:
    """As `detect_language`, for a text whose tokens are at hand."""
    if sum(word[0].isalpha() for word in words) < _FEWEST_WORDS:
        return profile_language or DEFAULT_LANGUAGE
    return _OUR_NAMES[_identifier().classify(text)[0]]


def detect_language(text: str, profile_language: str | None = None) -> str:
    """Return nb, nn, en, sv or da. Under six words the author's profile language decides (nb where there is none)."""
    return language_of(text, tokenise(text), profile_language)
