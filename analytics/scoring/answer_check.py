"""Does an answer say what was heard, what happens, and when? It helps the writer; it never blocks.

Rules on the words of bokmål, nynorsk and English together: leaders mix them, and a hint that is wrong in one language
is no harm in another.
"""

import re
from typing import NamedTuple

_HEARD = re.compile(
    r"\b(hørt|høyrt|hører|høyrer|lest|lese|leser|sett|sjå|ser at|ser dere|ser de"
    r"|forstår|skjønner|skjønar|kjenner igjen|kjenner att|skriver|skriv at|sier at|seier at|forteller|fortel"
    r"|heard|hear that|hear you|read|understand|see that|seen|you say|you write|you tell|telling us|told us)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(skal|vil|kommer til å|kjem til å|går i gang|set i gang|setter i gang|starter|startar|begynner|byrjar"
    r"|ser på|ser nærmere på|ser nærare på|går gjennom|undersøker|undersøkjer|spør|tar opp|tek opp|tar det|tek det"
    r"|lager|lagar|kjøper|kjøper inn|kjøpar|bytter|byter|ansetter|tilset|prøver|prøver ut|prøvar|endrer|endrar"
    r"|får svar|får ja|dere får|de får|gjør ikke|gjer ikkje|avgjør|avgjer|bestemmer|bestemmer meg"
    r"|will|going to|are looking|is looking|look into|looks into|start|starting|ask|asking|buy|buying|hire|hiring"
    r"|try|trying|change|changing|replace|replacing|decide|deciding|won't|get an answer)\b",
    re.IGNORECASE,
)
_MONTHS = (
    r"januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|january|february|march|may|june|july|october|december"
)
_WHEN = re.compile(
    rf"\b\d{{1,2}}(\.|st|nd|rd|th)?\s*({_MONTHS})\b|\b({_MONTHS})\s+\d{{1,2}}\b|\b\d{{1,2}}\.\s?\d{{1,2}}\.|\b\d{{4}}-\d\d-\d\d\b"
    r"|\b(mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|\b(uke|veke|week)\s\d{1,2}\b"
    r"|\b(i dag|i morgen|i morgon|denne uka|denne veka|neste uke|neste veke|neste måned|neste månad|før jul|før påske"
    r"|før sommeren|før sommaren|over nyttår|innen en uke|innan ei veke|today|tomorrow|this week|next week|next month"
    r"|before christmas|before easter|before the summer|within a week|within two weeks)\b",
    re.IGNORECASE,
)


class Check(NamedTuple):
    """Whether a text says what was heard, what happens now, and when; and its number of words."""

    heard: bool
    what: bool
    when: bool
    words: int


def check_answer(text: str) -> Check:
    """Return what an answer to a theme says of the three things that people wait for."""
    return Check(
        heard=bool(_HEARD.search(text)),
        what=bool(_WHAT.search(text)),
        when=bool(_WHEN.search(text)),
        words=len(text.split()),
    )
