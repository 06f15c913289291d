"""What somebody looks for: the words of a query, the words that mean the same, and how far a misspelt word is off."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

# The query is cut here: nobody means more.
LONGEST_QUERY = 200
MOST_WORDS = 8
# As `search_fold` in the database does it.
ACCENTS = str.maketrans("éèêëóòôüáàâäñç", "eeeeooouaaaanc")
SHORTEST_FIRST, SHORTEST_REST = 4, 3
WORD = re.compile(r"[^\W_]+")
# Endings by which a word differs from the one in the list, the longest first.
ENDINGS = ("ene", "ane", "en", "et", "er", "ar", "a", "e", "n", "r", "s", "t", "")


def words_of(query: str) -> list[str]:
    """Return the words of a query, folded, each once, at most `MOST_WORDS`; what is no word is left out."""
    folded = query[:LONGEST_QUERY].lower().translate(ACCENTS)
    return list(dict.fromkeys(WORD.findall(folded)))[:MOST_WORDS]


@cache
def same_words() -> dict[str, list[str]]:
    """Read `same_words.txt`: the other words of its lines, by word."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line in Path(__file__).with_name("same_words.txt").read_text().splitlines():
        words = [] if line.startswith("#") else line.split()
        for word in words:
            found[word].update(dict.fromkeys(other for other in words if other != word))
    return {word: list(others) for word, others in found.items()}


def meaning(word: str) -> list[str]:
    """Return the word, and those that mean the same, looked up also without its ending, or as the first part of it."""
    for ending in ("", *ENDINGS):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            for listed in (stem, f"{stem}e"):
                if listed in same_words():
                    return [word, listed, *same_words()[listed]]
    return [word, *with_other_beginning(word)]


def with_other_beginning(word: str) -> list[str]:
    """Return a compound with its first part in the other words for it: "kjøreliste" for "køyreliste"."""
    for length in range(len(word) - SHORTEST_REST, SHORTEST_FIRST - 1, -1):
        if word[:length] in same_words():
            return [other + word[length:] for other in same_words()[word[:length]]]
    return []


def closest(word: str, candidates: list[str]) -> str | None:
    """Return the candidate that is least many slips from the word, the first of equals; None if all are too far."""
    allowed = 1 if len(word) < 5 else 2
    slips = {other: distance(word, other) for other in candidates}
    best = min(slips, key=lambda other: slips[other], default=None)
    return best if best is not None and slips[best] <= allowed else None


def distance(one: str, other: str) -> int:
    """Return how many slips lie between two words: a letter left out, put in, changed, or two of them swapped
    (optimal string alignment; Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, letter_other in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != letter_other))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == letter_other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


# Of a found text so much is shown, beginning so much before the first hit.
LONGEST_SNIPPET, BEFORE_HIT = 240, 80


def snippet(text: str, hits: Sequence[tuple[int, int]]) -> str:
    """Return the part of a text around its first hit as HTML: escaped, without signs of markup, hits in `<mark>`."""
    start = max(0, hits[0][0] - BEFORE_HIT) if hits else 0
    if start:
        start = text.find(" ", start, hits[0][0]) + 1 or start
    end = start + LONGEST_SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), hits[0][1] if hits else start + LONGEST_SNIPPET // 2)
    pieces, position = [], start
    for begin, after in hits:
        if after <= end:
            pieces += [plain(text[position:begin]), f"<mark>{plain(text[begin:after])}</mark>"]
            position = after
    pieces.append(plain(text[position:end]))
    return f"{'… ' if start else ''}{''.join(pieces).strip()}{' …' if end < len(text) else ''}"


def plain(piece: str) -> str:
    return escape(re.sub(r"\s+", " ", re.sub(r"[*_`>#~]", "", piece)))
