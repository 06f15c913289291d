"""What may be shown of what people said: bands, the release rule and its auditor. No framework."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The thresholds of an installation; they may be raised, never lowered.

    Numbers of people: `people` for a figure, `people_for_text` for words, and headcounts of the unit for a
    cell, for quotes and for a letter of its own.
    """

    people: int = 5
    people_for_text: int = 10
    headcount: int = 15
    headcount_for_quotes: int = 25
    headcount_for_letter: int = 50


LIMITS = Limits()
