"""The words of the weekly letter: one data file per language, and what writes and renders its sentences."""

from .render import FRAME_NUMBERS, LANGUAGES, Sentence, render_letter, render_sentence, theme_name, word_count
from .writer import Writer

__all__ = [
    "FRAME_NUMBERS",
    "LANGUAGES",
    "Sentence",
    "Writer",
    "render_letter",
    "render_sentence",
    "theme_name",
    "word_count",
]
