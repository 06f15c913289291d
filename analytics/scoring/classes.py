"""The part that a word plays in a sentence, and what it is about: the same names in bokmål, nynorsk and English.

What is learned of "ikkje" followed by a broken thing is thereby known of "not" too.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analytics.scoring.tokens import is_stop
from analytics.scoring.wordfiles import rows

PLAIN = "_"  # a word without a class
_SHORTEST_TAIL, _SHORTEST_HEAD = 4, 2  # letters of a compound's parts


class _List(NamedTuple):
    """The names that a list gives to whole words and to beginnings of words, in the order of the list."""

    whole: dict[str, tuple[str, ...]]
    begins: dict[str, tuple[str, ...]]


@cache
def _list(name: str) -> _List:
    whole: dict[str, tuple[str, ...]] = {}
    begins: dict[str, tuple[str, ...]] = {}
    for head, word in rows(name):
        names = begins if word.endswith("*") else whole
        names[word.rstrip("*")] = (*names.get(word.rstrip("*"), ()), head)
    return _List(whole, begins)


def _beginnings(word: str) -> Iterator[str]:
    return (word[:length] for length in range(len(word), 1, -1))


def _named(name: str, word: str) -> tuple[str, ...]:
    """Return what a list calls a word, else its longest known beginning, else the tail of a compound."""
    found = _list(name)
    if word in found.whole:
        return found.whole[word]
    for beginning in _beginnings(word):
        if beginning in found.begins:
            return found.begins[beginning]
    for at in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
        if word[at:] in found.whole:
            return found.whole[word[at:]]
    return ()


def topics_of(word: str) -> tuple[str, ...]:
    """Return what a word in lower case is about; () where it is in no list."""
    return _named("topics", word)


def class_of(word: str) -> str:
    """Return the part that a token in lower case plays: a stop is itself, a number is "num" or "clock"."""
    if word[0] == "¶" or is_stop(word):
        return word[0]
    if word[0].isdigit():
        return "clock" if ":" in word or "." in word else "num"
    if not word[0].isalnum():
        return "sign"
    return next(iter(_named("classes", word) or topics_of(word)), PLAIN)
