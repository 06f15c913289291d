"""The door of the scoring package: one text in, one reading out."""

from analytics.scoring import model
from analytics.scoring.language import language_of
from analytics.scoring.reading import Reading
from analytics.scoring.rules import read_tone
from analytics.scoring.themes import themes_of
from analytics.scoring.tokens import tokenise
from analytics.scoring.wordfiles import fingerprint

BACKEND, FLOOR = "model", "rules"
# The first part is raised by hand when the code reads differently, the second follows the word lists.
FLOOR_VERSION = f"1-{fingerprint()}"
# What the rules say is a feature of the model.
VERSION = f"{model.version()}-{FLOOR_VERSION}"


def score(text: str, *, language: str | None = None, profile_language: str | None = None) -> Reading:
    """Return the tone and themes of a text.

    The shipped model reads the tone of nb, nn and en, the rules that of sv and da; the rules find all themes.
    `language` (nb, nn, en, sv or da) is detected where not given; `profile_language` helps with short texts.
    :raises KeyError: if there are no word lists for the language.
    """
    words = tokenise(text)
    language = language or language_of(text, words, profile_language)
    themes = themes_of(words, language)
    if language in model.LANGUAGES:
        tone, backend, version = model.read_tone_by_model(words, language), BACKEND, VERSION
    else:
        tone, backend, version = read_tone(words, language), FLOOR, FLOOR_VERSION
    return Reading(language, tone.label, tone.p, themes, tone.evidence, backend, version)
