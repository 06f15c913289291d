"""The shipped model: linear, over the features of `features`, for tone, complaint and the themes in one pass.

Its weights stand in weights/tone.tsv and weights/themes.tsv, which `manage train_model` writes. Scoring needs numpy
alone and takes texts in batches: what is known of a word is remembered, what stands in a row is looked up in one go.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analytics.scoring import features
from analytics.scoring.classes import PLAIN, class_of, topics_of
from analytics.scoring.features import END, START, mentions_of, parts_of, scales_of
from analytics.scoring.reading import LABELS
from analytics.scoring.themes import THEMES

FOLDER = Path(__file__).parent / "weights"
TONE, THEME = FOLDER / "tone.tsv", FOLDER / "themes.tsv"
LANGUAGES = ("nb", "nn", "en")
BIAS = "bias"
RULES = tuple(f"rules {label}" for label in LABELS)
# Of these families the themes are learned: words, their parts, kinds and neighbours, and the rules' mentions.
THEME_FAMILIES = frozenset(
    (
        "w",
        "c",
        "k",
        "g",
        "t",
        "v",
        *(features.PAIR, features.WORD_CLASS, features.CLASS_WORD, features.CLASSES, features.TOLD),
    )
)
# Weights are whole numbers of this part: the file is small, and the same on every machine.
UNIT = 1e-2
# A theme of which the lists know a word in the text is named from this much under its threshold.
MENTIONED = 0.5
_REMEMBERED = 50_000  # words
_TONES = len(LABELS) + 1
_WIDTH = _TONES + len(THEMES)
# Families of two or three neighbours, by how many symbols they hold.
_IN_A_ROW = {
    features.PAIR: 2,
    features.WORD_CLASS: 2,
    features.CLASS_WORD: 2,
    features.CLASSES: 2,
    features.TOLD: 2,
    features.SKIPPED: 2,
    features.THREE_CLASSES: 3,
    features.THREE_TOLD: 3,
}
_FAMILY = {family: number for number, family in enumerate(_IN_A_ROW)}
_SYMBOLS = 1 << 18  # more than there are words and classes in the weights; 0 is a stranger
_STRANGER = 0

Vector = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Text(NamedTuple):
    """What the model reads: tokens in lower case, what the rules say of the tone, and their mentions of themes."""

    words: Sequence[str]
    rules: tuple[float, float, float]
    mentions: Sequence[tuple[str, str]]


class Scores(NamedTuple):
    """What the model says of a text. `tone` holds the logits of LABELS, `complaint` a logit, `themes` the logit of
    each of THEMES less its threshold, `pulls` how much each token pulls towards positive, `known` the share of the
    words that the model has seen."""

    tone: Vector
    complaint: float
    themes: Vector
    pulls: Vector
    known: float


class _Weights(NamedTuple):
    """`row_of` leads from a feature of one word or of the text to its row, `codes` (sorted) with `rows` those of
    tokens in a row; `symbols` numbers what such features are made of."""

    table: npt.NDArray[np.float32]
    row_of: dict[str, int]
    symbols: dict[str, int]
    codes: Numbers
    rows: Numbers
    thresholds: dict[str, float]


def notes_of(path: Path) -> dict[str, str]:
    """Return the notes at the head of a file of weights."""
    with path.open(encoding="utf-8") as lines:
        heads = (line[2:].rstrip("\n").split("\t") for line in lines if line.startswith("# "))
        return {head[0]: head[1] for head in heads}


def version() -> str:
    """Return the version of the shipped weights, as their files tell it."""
    return notes_of(TONE)["version"]


def _read(path: Path, first: int, width: int, into: dict[str, Vector]) -> None:
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        if not line.startswith("# "):
            name, *numbers = line.split("\t")
            row = into.setdefault(name, np.zeros(_WIDTH))
            row[first : first + width] = [int(one or 0) * UNIT for one in numbers]


@cache
def _weights() -> _Weights:
    """Read both files of weights. Columns: feature, then one whole number for each label; empty means none."""
    found: dict[str, Vector] = {}
    _read(TONE, 0, _TONES, found)
    _read(THEME, _TONES, len(THEMES), found)
    row_of: dict[str, int] = {}
    symbols: dict[str, int] = {}
    in_a_row = []
    for at, name in enumerate(found):
        family, *parts = name.split(" ")
        if family in _IN_A_ROW:
            in_a_row.append((_code(family, *(symbols.setdefault(_symbol(family, n, part), len(symbols) + 1)
                                             for n, part in enumerate(parts))), at))  # fmt: skip
        else:
            row_of[name] = at
    ordered = np.array(sorted(in_a_row), dtype=np.int64).reshape(-1, 2)
    thresholds = {language: float(notes_of(TONE)[f"complaint threshold {language}"]) for language in LANGUAGES}
    table = np.array(list(found.values()), dtype=np.float32)
    return _Weights(table, row_of, symbols, ordered[:, 0].copy(), ordered[:, 1].copy(), thresholds)


def _symbol(family: str, place: int, part: str) -> str:
    """Return the name under which a part of a feature is numbered: words and classes may be spelt alike."""
    is_word = family == features.PAIR or (family, place) in ((features.WORD_CLASS, 0), (features.CLASS_WORD, 1))
    return f"w {part}" if is_word else f"k {part}"


def _code(family: str, first: int, second: int, third: int = 0) -> int:
    return ((_FAMILY[family] * _SYMBOLS + first) * _SYMBOLS + second) * _SYMBOLS + third


class _Memory(dict[str, int]):
    """Remembers words: what they pull, how many features they have, and their numbers as symbols."""

    def __init__(self) -> None:
        self.weights = _weights()
        self.pulls = np.zeros((2, 0, _WIDTH), dtype=np.float32)
        # How many features of its parts a word has, its number and that of its class, whether it is known, and a word.
        self.facts = np.zeros((5, 0), dtype=np.int64)
        symbols = self.weights.symbols
        self._put(
            [START, END],
            [],
            [(0, symbols.get(f"w {one}", 0), symbols.get(f"k {one}", 0), 0, 0) for one in (START, END)],
        )

    def learn(self, words: Iterable[str]) -> None:
        """Look into the words that are new."""
        new = [word for word in dict.fromkeys(words) if word not in self]
        features_by_word, facts = [], []
        for word in new:
            parts, its_class = parts_of(word), class_of(word)
            features_by_word.append((parts, [f"k {its_class}", *(f"g {topic}" for topic in topics_of(word))]))
            facts.append(self._facts(word, len(parts), its_class))
        self._put(new, features_by_word, facts)

    def _facts(self, word: str, parts: int, its_class: str) -> tuple[int, int, int, int, int]:
        row_of, symbols = self.weights.row_of, self.weights.symbols
        known = f"w {word}" in row_of or its_class != PLAIN
        number, of_class = symbols.get(f"w {word}", _STRANGER), symbols.get(f"k {its_class}", _STRANGER)
        return parts, number, of_class, known, word[0].isalpha()

    def _put(
        self, words: Sequence[str], found: Sequence[tuple[list[str], list[str]]], facts: Sequence[tuple[int, ...]]
    ) -> None:
        if not words:
            return
        pulls = np.zeros((2, len(words), _WIDTH), dtype=np.float32)
        if found:
            pulls[0] = _sums_of([parts for parts, _ in found], self.weights)
            pulls[1] = _sums_of([kinds for _, kinds in found], self.weights)
        self.pulls = np.concatenate([self.pulls, pulls], axis=1)
        self.facts = np.concatenate([self.facts, np.array(facts, dtype=np.int64).T], axis=1)
        self.update(zip(words, range(len(self), len(self) + len(words)), strict=True))


def _sums_of(names: Sequence[Sequence[str]], weights: _Weights) -> npt.NDArray[np.float32]:
    """Return the sum of the weights of each group of features that have a row of their own."""
    row_of = weights.row_of
    rows = [[row for row in map(row_of.get, group) if row is not None] for group in names]
    return _added(rows, weights)


def _added(rows: Sequence[Sequence[int]], weights: _Weights) -> npt.NDArray[np.float32]:
    """Return the sum of the rows of each group."""
    lengths = np.array([len(group) for group in rows])
    total = np.zeros((len(rows), _WIDTH), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        first = (np.cumsum(lengths) - lengths)[filled]
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
        total[filled] = np.add.reduceat(weights.table[flat], first, axis=0)
    return total


_memory: list[_Memory] = []


def _remembered() -> _Memory:
    """Return the memory of this process; a full one is begun anew."""
    if not _memory or len(_memory[0]) > _REMEMBERED:
        _memory[:] = [_Memory()]
    return _memory[0]


def _neighbours(family: str, text: Numbers, symbols: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the codes of a family and the text of each; `symbols` hold its parts, all of one length.

    What would reach from one text into the next begins after an end, and no feature does.
    """
    weighted = [part.astype(np.int64) for part in symbols]
    code = np.full(len(weighted[0]), _FAMILY[family], dtype=np.int64)
    for part in (*weighted, *[np.zeros_like(code)] * (3 - len(weighted))):
        code = code * _SYMBOLS + part
    return code, text[: len(code)]


def _in_a_row(words: Numbers, classes: Numbers, text: Numbers, plain: int) -> Iterable[tuple[Numbers, Numbers]]:
    """Yield codes and texts of each family of neighbours but words in pairs."""
    yield _neighbours(features.WORD_CLASS, text, (words[:-1], classes[1:]))
    yield _neighbours(features.CLASS_WORD, text, (classes[:-1], words[1:]))
    yield _neighbours(features.CLASSES, text, (classes[:-1], classes[1:]))
    yield _neighbours(features.THREE_CLASSES, text, (classes[:-2], classes[1:-1], classes[2:]))
    told = classes != plain
    classes, text = classes[told], text[told]
    yield _neighbours(features.TOLD, text, (classes[:-1], classes[1:]))
    yield _neighbours(features.SKIPPED, text, (classes[:-2], classes[2:]))
    yield _neighbours(features.THREE_TOLD, text, (classes[:-2], classes[1:-1], classes[2:]))


def _sums(weights: _Weights, found: Iterable[tuple[Numbers, Numbers]], texts: int) -> Vector:
    """Return the sum of the weights of coded features by text."""
    codes, at = (np.concatenate(parts) for parts in zip(*found, strict=True))
    place = np.minimum(np.searchsorted(weights.codes, codes), len(weights.codes) - 1)
    hit = weights.codes[place] == codes
    order = np.argsort(at[hit], kind="stable")
    at, rows = at[hit][order], weights.rows[place[hit][order]]
    total = np.zeros((texts, _WIDTH))
    if len(at):
        first = np.flatnonzero(np.diff(at, prepend=-1))
        total[at[first]] = np.add.reduceat(weights.table[rows], first, axis=0)
    return total


def _of_texts(weights: _Weights, texts: Sequence[Text]) -> Vector:
    """Return what the rules' reading and their mentions of themes add to each text."""
    said = np.array([text.rules for text in texts]) @ weights.table[[weights.row_of[name] for name in RULES]]
    mentioned = _sums_of([mentions_of(text.mentions) for text in texts], weights)
    scales = np.array([scales_of(0, 0, 2 * len(text.mentions))[2] for text in texts])
    total: Vector = said + mentioned * scales[:, None] + weights.table[weights.row_of[BIAS]]
    return total


class _Batch:
    """Texts laid end to end: for each token its number in the memory and its text, for each text its place."""

    def __init__(self, texts: Sequence[Text], memory: _Memory) -> None:
        memory.learn(chain.from_iterable(text.words for text in texts))
        tokens = chain.from_iterable((START, *text.words, END) for text in texts)
        self.flat = np.fromiter(map(memory.__getitem__, tokens), dtype=np.int64)
        self.lengths = np.array([len(text.words) + 2 for text in texts])
        self.first = np.cumsum(self.lengths) - self.lengths
        self.text = np.repeat(np.arange(len(texts)), self.lengths)

    def sums(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the sum by text of something that each token has."""
        total: npt.NDArray[Any] = np.add.reduceat(values, self.first, axis=0)
        return total


def score_texts(texts: Sequence[Text]) -> list[Scores]:
    """Return what the model says of each text, in order."""
    if not texts:
        return []
    memory = _remembered()
    weights, batch = memory.weights, _Batch(texts, memory)
    counts, words, classes, seen, is_word = memory.facts[:, batch.flat]
    plain = weights.symbols.get(f"k {PLAIN}", _STRANGER)
    pairs = _sums(weights, [_neighbours(features.PAIR, batch.text, (words[:-1], words[1:]))], len(texts))
    rows = _sums(weights, _in_a_row(words, classes, batch.text, plain), len(texts))
    of_words, of_kinds = memory.pulls[0, batch.flat], memory.pulls[1, batch.flat]
    marks = batch.sums(counts) + batch.lengths - 1
    scales = np.array([scales_of(n, len(one.words), 0)[:2] for n, one in zip(marks.tolist(), texts, strict=True)])
    z = (batch.sums(of_words) + pairs) * scales[:, :1] + (batch.sums(of_kinds) + rows) * scales[:, 1:]
    z += _of_texts(weights, texts)
    by_token = scales[batch.text]
    pulls = _towards(of_words) * by_token[:, 0] + _towards(of_kinds) * by_token[:, 1]
    known = batch.sums(seen * is_word) / np.maximum(1, batch.sums(is_word))
    return [
        Scores(
            z[n, : len(LABELS)],
            float(z[n, len(LABELS)]),
            z[n, _TONES:],
            pulls[at + 1 : at + length - 1],
            float(known[n]),
        )
        for n, (at, length) in enumerate(zip(batch.first.tolist(), batch.lengths.tolist(), strict=True))
    ]


def _towards(pulls: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how much something pulls towards positive rather than negative."""
    towards: npt.NDArray[np.float32] = pulls[:, len(LABELS) - 1] - pulls[:, 0]
    return towards


def complaint_threshold(language: str) -> float:
    """Return the probability from which a text is called a complaint; chosen with the weights."""
    return _weights().thresholds[language]
