"""Training the shipped model of tone on the labelled corpus. Needs scipy; nothing at run time imports this."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from analytics.scoring.model import BIAS, LANGUAGES, RULES, UNIT, Vector, lowered, pairs_of, parts_of, scale_of
from analytics.scoring.reading import LABELS
from analytics.scoring.rules import read_tone
from analytics.scoring.tokens import tokenise

FORMAT = 1
_FEWEST_TEXTS = 3  # that a feature must stand in
_STRENGTH = 4.0  # of the data against the penalty on weights
_ROUNDS = 60
_FIELDS = {"text": str, "language": str, "label": str}


class BrokenCorpus(Exception):
    """A line of the corpus that cannot be trained on; the message names file, line and reason."""


class Example(NamedTuple):
    """One labelled text: `batch` is the file it stands in."""

    batch: str
    text: str
    language: str
    label: str


# Weights by feature, in the order of LABELS.
Model = dict[str, Vector]


def _example(batch: str, line: str) -> Example:
    """:raises ValueError: if the line is no labelled text."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not an object")
    for field, kind in _FIELDS.items():
        if not isinstance(row.get(field), kind):
            raise ValueError(f"{field} is missing or of a wrong kind")
    if row["language"] not in LANGUAGES or row["label"] not in LABELS:
        raise ValueError("unknown language or label")
    return Example(batch, row["text"], row["language"], row["label"])


def read_corpus(folder: Path) -> tuple[list[Example], str]:
    """Return the labelled texts of a folder of JSON lines and twelve hexadecimal digits of their hash.

    :raises BrokenCorpus: if a line cannot be read or there is none.
    """
    examples, digest = [], hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        raw = path.read_bytes()
        digest.update(path.name.encode() + raw)
        for number, line in enumerate(raw.splitlines(), start=1):
            try:
                examples.append(_example(path.stem, line.decode("utf-8")))
            except ValueError as reason:
                raise BrokenCorpus(f"{path.name}, line {number}: {reason}") from None
    if not examples:
        raise BrokenCorpus(f"no texts in {folder}")
    return examples, digest.hexdigest()[:12]


def features_of(example: Example) -> dict[str, float]:
    """Return the features of a text and how much of each; the inverse text frequencies are still to come."""
    words = tokenise(example.text)
    lower = lowered(words)
    counts = Counter([part for word in lower for part in parts_of(word)] + pairs_of(lower))
    scale = scale_of(sum(counts.values()))
    rules = zip(RULES, read_tone(words, example.language).p, strict=True)
    return {name: count * scale for name, count in counts.items()} | dict(rules)


def _fit(x: csr_matrix, y: Vector) -> tuple[Vector, Vector]:
    """Return weights (features × labels) and bias of a multinomial logistic regression with an L2 penalty."""
    shape, turned = (x.shape[1], y.shape[1]), x.T.tocsr()
    edge = shape[0] * shape[1]

    def loss(flat: Vector) -> tuple[float, Vector]:
        w = flat[:edge].reshape(shape)
        z = x @ w + flat[edge:]
        z -= z.max(axis=1, keepdims=True)
        total = np.exp(z).sum(axis=1, keepdims=True)
        missing = np.exp(z) / total - y
        value = _STRENGTH * float((y * (np.log(total) - z)).sum()) + 0.5 * float((w * w).sum())
        return value, np.concatenate([(_STRENGTH * (turned @ missing) + w).ravel(), _STRENGTH * missing.sum(axis=0)])

    flat = minimize(loss, np.zeros(edge + shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    return flat[:edge].reshape(shape), flat[edge:]


def train(found: Sequence[dict[str, float]], labels: Sequence[str]) -> Model:
    """Return the model learned from texts given as features (`features_of`) with their labels."""
    texts_with = Counter(name for features in found for name in features)
    idf = {
        name: 1.0 if name in RULES else math.log(len(found) / times) + 1
        for name, times in sorted(texts_with.items())
        if times >= _FEWEST_TEXTS or name in RULES
    }
    column = {name: at for at, name in enumerate(idf)}
    kept = [[(column[name], value * idf[name]) for name, value in each.items() if name in idf] for each in found]
    ends = np.cumsum([0, *map(len, kept)])
    flat = [pair for each in kept for pair in each]
    x = csr_matrix(([v for _, v in flat], [at for at, _ in flat], ends), shape=(len(found), len(idf)))
    y = np.array([[label == each for each in LABELS] for label in labels], dtype=np.float64)
    weights, bias = _fit(x, y)
    return {BIAS: bias} | {name: weights[at] * idf[name] for name, at in column.items()}


def lines_of(model: Model, *, notes: Iterable[tuple[str, str]]) -> str:
    """Return the file of weights: notes, then one feature a line, without those that round to nothing."""
    head = [f"# {name}\t{value}" for name, value in notes]
    rounded = {name: np.rint(vector / UNIT).astype(int) for name, vector in model.items()}
    kept = [
        f"{name}\t" + "\t".join(map(str, row)) for name, row in sorted(rounded.items()) if row.any() or name in RULES
    ]
    return "\n".join([*head, *kept]) + "\n"


def label_by(model: Model, features: dict[str, float]) -> str:
    """Return the label that a model gives a text."""
    z = model[BIAS] + sum(value * model[name] for name, value in features.items() if name in model)
    return LABELS[int(np.argmax(z))]


def held_out(examples: Sequence[Example]) -> list[tuple[Example, str]]:
    """Return each text with the label that a model gives it which has seen nothing of its batch."""
    found = [features_of(example) for example in examples]
    told = []
    for batch in sorted({example.batch for example in examples}):
        seen = [at for at, example in enumerate(examples) if example.batch != batch]
        model = train([found[at] for at in seen], [examples[at].label for at in seen])
        told += [(e, label_by(model, found[at])) for at, e in enumerate(examples) if e.batch == batch]
    return told


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over LABELS of pairs (label, told label)."""
    return sum(f1(pairs, label) for label in LABELS) / len(LABELS)


def f1(pairs: Sequence[tuple[object, object]], label: object) -> float:
    """Return F1 of one label over pairs (label, told label)."""
    right = sum(wanted == told == label for wanted, told in pairs)
    named = sum(wanted == label for wanted, _ in pairs) + sum(told == label for _, told in pairs)
    return 2 * right / max(1, named)
