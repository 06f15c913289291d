"""Training the shipped model on the labelled corpus. Needs scipy; nothing at run time imports this."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from analytics.scoring.features import lowered, marks_of, scales_of
from analytics.scoring.model import BIAS, LANGUAGES, RULES, THEME_FAMILIES, UNIT, Vector
from analytics.scoring.reading import LABELS
from analytics.scoring.rules import read_tone
from analytics.scoring.themes import THEMES, mentions_in
from analytics.scoring.tokens import tokenise

FORMAT = 2
_FEWEST_TEXTS = 3  # that a feature must stand in
_TONE_STRENGTH, _THEME_STRENGTH = 8.0, 3.0  # of the data against the penalty on weights
_ROUNDS = 40
# A feature that stands as often in complaints as elsewhere keeps this share of its size (after naive Bayes: Wang and
# Manning, "Baselines and bigrams", 2012).
_LEAST_TELLING, _TELLING_POWER = 0.2, 0.7
# Weights of less than this hardly count and are left out, so that the files stay small.
_LEAST_TONE_WEIGHT, _LEAST_THEME_WEIGHT = 0.3, 0.7
_FIELDS = {"text": str, "language": str, "label": str, "complaint": bool, "themes": list}

Truth = npt.NDArray[np.bool_]


class BrokenCorpus(Exception):
    """A line of the corpus that cannot be trained on; the message names file, line and reason."""


class Example(NamedTuple):
    """One labelled text: `batch` is the file it stands in."""

    batch: str
    text: str
    language: str
    label: str
    complaint: bool
    themes: tuple[str, ...]


class Table(NamedTuple):
    """Texts as rows, features as columns: how much of each is in each text."""

    x: csr_matrix
    names: list[str]


class Learned(NamedTuple):
    """Weights (features × labels) and bias. Features that were too rare to learn from have weights of nothing."""

    weights: Vector
    bias: Vector

    def scores(self, x: csr_matrix) -> Vector:
        """Return the logits of rows of the table (texts × labels)."""
        z: Vector = x @ self.weights + self.bias
        return z


def _example(batch: str, line: str) -> Example:
    """:raises ValueError: if the line is no labelled text."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not an object")
    for field, kind in _FIELDS.items():
        if not isinstance(row.get(field), kind):
            raise ValueError(f"{field} is missing or of a wrong kind")
    if row["language"] not in LANGUAGES or row["label"] not in LABELS or not set(row["themes"]) <= set(THEMES):
        raise ValueError("unknown language, label or theme")
    return Example(batch, row["text"], row["language"], row["label"], row["complaint"], tuple(row["themes"]))


def read_corpus(folder: Path) -> tuple[list[Example], str]:
    """Return the labelled texts of a folder (files w*.jsonl) and twelve hexadecimal digits of their hash.

    :raises BrokenCorpus: if a line cannot be read or there is none.
    """
    examples, digest = [], hashlib.sha256()
    for path in sorted(folder.glob("w*.jsonl")):
        raw = path.read_bytes()
        digest.update(path.name.encode() + raw)
        for number, line in enumerate(raw.splitlines(), start=1):
            try:
                examples.append(_example(path.stem, line.decode("utf-8")))
            except (ValueError, TypeError) as reason:
                raise BrokenCorpus(f"{path.name}, line {number}: {reason}") from None
    if not examples:
        raise BrokenCorpus(f"no texts in {folder}")
    return examples, digest.hexdigest()[:12]


def features_of(text: str, language: str) -> dict[str, float]:
    """Return the features of a text and how much of each; the inverse text frequencies are still to come."""
    words = tokenise(text)
    marks = marks_of(lowered(words), mentions := mentions_in(words, language))
    scales = scales_of(marks.words.total(), len(words), 2 * len(mentions))
    said = zip(RULES, read_tone(words, language).p, strict=True)
    return {
        name: count * scale
        for group, scale in zip(marks, scales, strict=True)
        for name, count in group.items()
    } | dict(said)  # fmt: skip


def table_of(examples: Sequence[Example]) -> Table:
    """Return the table of texts, with every feature that stands in enough of them to be learned from."""
    found = [features_of(each.text, each.language) for each in examples]
    texts_with = Counter(name for features in found for name in features)
    names = sorted(name for name, times in texts_with.items() if times >= _FEWEST_TEXTS or name in RULES)
    column = {name: at for at, name in enumerate(names)}
    kept = [[(column[name], value) for name, value in each.items() if name in column] for each in found]
    ends = np.cumsum([0, *map(len, kept)])
    flat = [pair for each in kept for pair in each]
    x = csr_matrix(([v for _, v in flat], [at for at, _ in flat], ends), shape=(len(found), len(names)))
    return Table(x, names)


def _seen(x: csr_matrix, names: Sequence[str]) -> tuple[npt.NDArray[np.intp], Vector]:
    """Return the columns that stand in enough of these texts, and the inverse text frequency of each."""
    times = np.bincount(x.indices, minlength=x.shape[1])
    columns = np.flatnonzero(times >= _FEWEST_TEXTS)
    idf = np.log(x.shape[0] / times[columns]) + 1
    said = [at for at, column in enumerate(columns) if names[int(column)] in RULES]
    idf[said] = 1.0
    return columns, idf


def _softmax(z: Vector, y: Vector) -> tuple[float, Vector]:
    """Return the loss of labels of which one holds, and its slope."""
    z = z - z.max(axis=1, keepdims=True)
    total = np.exp(z).sum(axis=1, keepdims=True)
    return float((y * (np.log(total) - z)).sum()), np.exp(z) / total - y


def _each(z: Vector, y: Vector) -> tuple[float, Vector]:
    """Return the loss of labels of which any may hold, and its slope."""
    return float((np.logaddexp(0, z) - y * z).sum()), 1 / (1 + np.exp(-z)) - y


def _tone_loss(z: Vector, y: Vector) -> tuple[float, Vector]:
    """The first columns are LABELS, the last one is complaint."""
    one, slope = _softmax(z[:, :-1], y[:, :-1])
    other, last = _each(z[:, -1:], y[:, -1:])
    return one + other, np.hstack([slope, last])


Loss = Callable[[Vector, Vector], tuple[float, Vector]]


def _fit(x: csr_matrix, y: Vector, loss: Loss, strength: float) -> tuple[Vector, Vector]:
    """Return weights (features × labels) and bias of a logistic regression with an L2 penalty."""
    shape, turned = (x.shape[1], y.shape[1]), x.T.tocsr()
    edge = shape[0] * shape[1]

    def cost(flat: Vector) -> tuple[float, Vector]:
        w = flat[:edge].reshape(shape)
        missed, slope = loss(x @ w + flat[edge:], y)
        grown = np.concatenate([(strength * (turned @ slope) + w).ravel(), strength * slope.sum(axis=0)])
        return strength * missed + 0.5 * float(flat[:edge] @ flat[:edge]), grown

    flat = minimize(cost, np.zeros(edge + shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    return flat[:edge].reshape(shape), flat[edge:]


def _telling(x: csr_matrix, complaint: Truth) -> Vector:
    """Return how much each feature tells of complaints, from how many texts with it are complaints."""
    there = x.astype(bool).astype(np.float64)
    with_it, without = there[complaint].sum(axis=0).A1 + 1, there[~complaint].sum(axis=0).A1 + 1
    ratio = np.log((with_it / with_it.sum()) / (without / without.sum()))
    telling: Vector = _LEAST_TELLING + np.abs(ratio) ** _TELLING_POWER
    return telling


def tone_truth(examples: Sequence[Example]) -> Vector:
    """Return one row a text: 1 for its label in the order of LABELS, and 1 for a complaint."""
    return np.array([[*(e.label == one for one in LABELS), e.complaint] for e in examples], dtype=np.float64)


def theme_truth(examples: Sequence[Example]) -> Vector:
    """Return one row a text: 1 for each theme that it is about, in the order of THEMES."""
    return np.array([[theme in e.themes for theme in THEMES] for e in examples], dtype=np.float64)


def learn_tone(table: Table, texts: npt.NDArray[np.intp], truth: Vector) -> Learned:
    """Return tone and complaint as these texts (rows of the table, with their truth) teach them."""
    x = table.x[texts]
    columns, idf = _seen(x, table.names)
    x = x[:, columns]
    sizes = idf * _telling(x, truth[:, -1] > 0)
    weights, bias = _fit((x @ diags(sizes)).tocsr(), truth, _tone_loss, _TONE_STRENGTH)
    weights = weights * sizes[:, None]
    weights[np.abs(weights).max(axis=1) < _LEAST_TONE_WEIGHT] = 0.0
    return Learned(_spread(weights, columns, len(table.names)), bias)


def learn_themes(table: Table, texts: npt.NDArray[np.intp], truth: Vector) -> Learned:
    """Return the themes, each against the rest, as these texts (rows of the table, with their truth) teach them."""
    x = table.x[texts]
    columns, idf = _seen(x, table.names)
    of_themes = [table.names[int(column)].split(" ", 1)[0] in THEME_FAMILIES for column in columns]
    columns, idf = columns[of_themes], idf[of_themes]
    weights, bias = _fit((x[:, columns] @ diags(idf)).tocsr(), truth, _each, _THEME_STRENGTH)
    weights = weights * idf[:, None]
    weights[np.abs(weights) < _LEAST_THEME_WEIGHT] = 0.0
    return Learned(_spread(weights, columns, len(table.names)), bias)


def _spread(weights: Vector, columns: npt.NDArray[np.intp], width: int) -> Vector:
    everywhere = np.zeros((width, weights.shape[1]))
    everywhere[columns] = weights
    return everywhere


def lines_of(names: Sequence[str], learned: Learned, *, notes: Iterable[tuple[str, str]]) -> str:
    """Return a file of weights: notes, then one feature a line, without those that round to nothing.

    A weight of nothing is an empty place, so that a file of many labels stays small.
    """
    head = [f"# {name}\t{value}" for name, value in notes]
    rounded = np.rint(np.vstack([learned.bias, learned.weights]) / UNIT).astype(int)
    kept = [
        f"{name}\t" + "\t".join(str(one) if one else "" for one in row)
        for name, row in zip([BIAS, *names], rounded, strict=True)
        if row.any() or name in (BIAS, *RULES)
    ]
    return "\n".join([*head, *kept]) + "\n"
