"""The door of the scoring package: one text in, one reading out."""

from analytics.scoring.language import language_of
from analytics.scoring.reading import Reading
from analytics.scoring.rules import read_tone
from analytics.scoring.themes import themes_of
from analytics.scoring.tokens import tokenise
from analytics.scoring.wordfiles import fingerprint

BACKEND = "rules"
# The first part is raised by hand when the code reads differently, the second follows the word lists.
VERSION = f"1-{fingerprint()}"


def score(text: str, *, language: str | None = None, profile_language: str | None = None) -> Reading:
    """Return the tone and themes of a text.

    `language` (nb, nn, en, sv or da) is detected where not given; `profile_language` helps with short texts.
    :raises KeyError: if there are no word lists for the language.
    """
    words = tokenise(text)
    language = language or language_of(text, words, profile_language)
    tone = read_tone(words, language)
    return Reading(language, tone.label, tone.p, themes_of(words, language), tone.evidence, BACKEND, VERSION)
