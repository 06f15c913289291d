"""What the shipped model sees of a text: words, their parts and neighbours, and the classes of words in a row.

A feature is a name that fits on a line of the file of weights. The first word of the name is its family.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from analytics.scoring.classes import PLAIN, class_of, topics_of

START, END = "^", "$"
# Families of features that stand for tokens in a row; the rest belong to one word, or to the text.
PAIR, WORD_CLASS, CLASS_WORD = "b", "m", "n"
CLASSES, THREE_CLASSES, TOLD, SKIPPED, THREE_TOLD = "kk", "kkk", "q", "s", "qq"
_SHORTEST, _LONGEST = 2, 5  # letters in a part of a word
_LONGEST_WORD = 60  # letters; what is longer is no word


class Marks(NamedTuple):
    """The features of a text in groups, each as often as it stands there; each group has a scale of its own."""

    words: Counter[str]
    classes: Counter[str]
    themes: Counter[str]


def lowered(words: Sequence[str]) -> list[str]:
    """Return tokens in lower case; a line break is written ¶, so that each feature fits on a line of the file."""
    return ["¶" if word[0] == "\n" else word.lower()[:_LONGEST_WORD] for word in words]


def parts_of(word: str) -> list[str]:
    """Return the features of one word in lower case: itself and its parts of two to five letters with its ends."""
    framed = f"<{word}>"
    lengths = range(_SHORTEST, min(_LONGEST, len(framed) - 1) + 1)
    return [f"w {word}", *(f"c {framed[at : at + n]}" for n in lengths for at in range(len(framed) - n + 1))]


def kinds_of(word: str) -> list[str]:
    """Return the features of the class and the topics of one word in lower case."""
    return [f"k {class_of(word)}", *(f"g {topic}" for topic in topics_of(word))]


def pairs_of(words: Sequence[str]) -> list[str]:
    """Return the features of neighbours; a text begins with ^ and ends with $."""
    return [f"{PAIR} {one} {other}" for one, other in pairwise([START, *words, END])]


def rows_of(words: Sequence[str]) -> list[str]:
    """Return the features of classes in a row: two and three neighbours, the same without plain words, and mixed."""
    classes = [START, *map(class_of, words), END]
    framed = [START, *words, END]
    told = [one for one in classes if one != PLAIN]
    found = [f"{CLASSES} {a} {b}" for a, b in pairwise(classes)]
    found += [f"{THREE_CLASSES} {a} {b} {c}" for a, b, c in zip(classes, classes[1:], classes[2:], strict=False)]
    found += [f"{TOLD} {a} {b}" for a, b in pairwise(told)]
    found += [f"{SKIPPED} {a} {b}" for a, b in zip(told, told[2:], strict=False)]
    found += [f"{THREE_TOLD} {a} {b} {c}" for a, b, c in zip(told, told[1:], told[2:], strict=False)]
    found += [f"{WORD_CLASS} {a} {b}" for a, b in zip(framed, classes[1:], strict=False)]
    found += [f"{CLASS_WORD} {a} {b}" for a, b in zip(classes, framed[1:], strict=False)]
    return found


def mentions_of(mentions: Iterable[tuple[str, str]]) -> list[str]:
    """Return the features of what the rules took for mentions of themes, given as pairs (theme, word)."""
    return [feature for theme, word in mentions for feature in (f"t {theme}", f"v {word}")]


def marks_of(words: Sequence[str], mentions: Iterable[tuple[str, str]]) -> Marks:
    """Return the features of a text given as tokens in lower case and the mentions of themes in it."""
    of_words = [part for word in words for part in parts_of(word)]
    of_classes = [kind for word in words for kind in kinds_of(word)]
    return Marks(
        Counter(of_words + pairs_of(words)), Counter(of_classes + rows_of(words)), Counter(mentions_of(mentions))
    )


def scales_of(marks: int, words: int, mentions: int) -> tuple[float, float, float]:
    """Return the scales of the three groups, so that long texts do not shout: `marks` counts the features of the first
    group, `words` the tokens, `mentions` the features of the third."""
    return 1 / (5 * math.sqrt(max(1, marks))), 1 / (8 * math.sqrt(words + 2)), 1 / (5 * math.sqrt(max(1, mentions)))
