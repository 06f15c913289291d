"""How well the model reads texts that it has not seen: whole batches held out, thresholds chosen without them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from analytics.scoring.model import LANGUAGES, MENTIONED, Vector
from analytics.scoring.reading import LABELS
from analytics.scoring.themes import THEMES, mentions_in
from analytics.scoring.tokens import tokenise
from analytics.scoring.training import Example, Learned, Table, Truth, learn_themes, learn_tone, theme_truth, tone_truth
from analytics.scoring.wordfiles import group_of

PRECISION_GOAL = 0.85  # of complaints
THEME_PRECISION_FLOOR = 0.5
_BINS = 10

Places = npt.NDArray[np.intp]
Learn = Callable[[Table, Places, Vector], Learned]


class HeldOut(NamedTuple):
    """Logits of texts by models that have not seen their batch: of LABELS and complaint, and of THEMES."""

    tone: Vector
    themes: Vector


class Calibration(NamedTuple):
    """What logits are divided by (tone), and multiplied by and added to (complaint), to be probabilities."""

    temperature: float
    slope: float
    shift: float


class Bin(NamedTuple):
    """Of texts said to be so with nearly the same probability: how many, what was said, and how many are so."""

    n: int
    said: float
    true: float


def _scores(learn: Learn, table: Table, truth: Vector, folds: Sequence[Places]) -> Vector:
    """Return the logits of all texts, each by a model of those that are not in its fold."""
    scores, everything = np.zeros_like(truth), np.arange(len(truth))
    for fold in folds:
        rest = np.setdiff1d(everything, fold)
        scores[fold] = learn(table, rest, truth[rest]).scores(table.x[fold])
    return scores


def batches_of(examples: Sequence[Example]) -> list[Places]:
    """Return the places of the texts of each batch."""
    names = np.array([each.batch for each in examples])
    return [np.flatnonzero(names == name) for name in sorted(set(names))]


def hold_out(examples: Sequence[Example], table: Table) -> HeldOut:
    """Return the logits of each text by models that have not seen its batch."""
    folds = batches_of(examples)
    return HeldOut(
        _scores(learn_tone, table, tone_truth(examples), folds),
        _scores(learn_themes, table, theme_truth(examples), folds),
    )


def threshold_at(scores: Vector, truth: Truth, precision: float) -> float:
    """Return the lowest score from which a share `precision` of the texts is true; infinity where there is none."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(scores[order[enough[-1]]]) if len(enough) else float("inf")


def theme_threshold(scores: Vector, truth: Truth) -> float:
    """Return the score from which F1 is highest, among those with the precision of the floor if there are any."""
    order = np.argsort(-scores, kind="stable")
    right, named = np.cumsum(truth[order]), np.arange(1, len(order) + 1)
    f1 = 2 * right / (named + max(1, int(truth.sum())))
    precise = right / named >= THEME_PRECISION_FLOOR
    best = int(np.argmax(np.where(precise, f1, 0.0))) if precise.any() else int(np.argmax(f1))
    return float(scores[order[best]])


def complaint_thresholds(examples: Sequence[Example], scores: Vector, places: Places) -> dict[str, float]:
    """Return a threshold for each language, chosen on the texts at these places. Nb and nn are read together."""
    languages = np.array([each.language for each in examples])
    truth = np.array([each.complaint for each in examples])
    chosen = {}
    for language in LANGUAGES:
        mine = places[np.isin(languages[places], group_of(language))]
        chosen[language] = threshold_at(scores[mine], truth[mine], PRECISION_GOAL)
    return chosen


def theme_thresholds(scores: Vector, truth: Vector, places: Places) -> Vector:
    """Return a threshold for each theme, chosen on the texts at these places."""
    return np.array([theme_threshold(scores[places, k], truth[places, k] > 0) for k in range(len(THEMES))])


def cross_fitted(examples: Sequence[Example], held: HeldOut) -> tuple[Truth, Truth]:
    """Return which texts are called complaints, and which themes they are given (texts × THEMES).

    A text's batch taught neither the weights that read it nor the thresholds: these are chosen on the other batches.
    """
    complaints = np.zeros(len(examples), dtype=np.bool_)
    themes = np.zeros((len(examples), len(THEMES)), dtype=np.bool_)
    truth, everything = theme_truth(examples), np.arange(len(examples))
    for batch in batches_of(examples):
        others = np.setdiff1d(everything, batch)
        limits = complaint_thresholds(examples, held.tone[:, -1], others)
        complaints[batch] = [held.tone[place, -1] >= limits[examples[place].language] for place in batch]
        above = held.themes[batch] - theme_thresholds(held.themes, truth, others)
        themes[batch] = above >= np.where(_mentioned([examples[place] for place in batch]), -MENTIONED, 0.0)
    return complaints, themes


def _mentioned(examples: Sequence[Example]) -> Truth:
    """Return of which themes the lists know a word in each text (texts × THEMES)."""
    found = [{theme for theme, _ in mentions_in(tokenise(each.text), each.language)} for each in examples]
    return np.array([[theme in themes for theme in THEMES] for themes in found], dtype=np.bool_)


def softmax(z: Vector) -> Vector:
    """Return probabilities for logits, row by row."""
    raised = np.exp(z - z.max(axis=1, keepdims=True))
    p: Vector = raised / raised.sum(axis=1, keepdims=True)
    return p


def calibrate(examples: Sequence[Example], held: HeldOut) -> Calibration:
    """Return what makes the logits of held-out texts probabilities: a temperature, and Platt's slope and shift."""
    truth = tone_truth(examples)
    tones, complaint = held.tone[:, : len(LABELS)], held.tone[:, -1]

    def of_tone(t: Vector) -> float:
        return -float((truth[:, : len(LABELS)] * np.log(softmax(tones / t[0]) + 1e-12)).sum())

    def of_complaint(line: Vector) -> float:
        z = line[0] * complaint + line[1]
        return float((np.logaddexp(0, z) - truth[:, -1] * z).sum())

    temperature = minimize(of_tone, np.ones(1), method="Nelder-Mead").x
    slope, shift = minimize(of_complaint, np.array([1.0, 0.0]), method="Nelder-Mead").x
    # Rounded, so that the last digits of a search do not reach the weights.
    return Calibration(round(float(temperature[0]), 3), round(float(slope), 3), round(float(shift), 3))


def probabilities(held: HeldOut, calibration: Calibration) -> tuple[Vector, Vector]:
    """Return the calibrated probabilities of LABELS (texts × 3) and of complaint."""
    tone = softmax(held.tone[:, : len(LABELS)] / calibration.temperature)
    complaint: Vector = 1 / (1 + np.exp(-(calibration.slope * held.tone[:, -1] + calibration.shift)))
    return tone, complaint


def reliability(said: Vector, true: Truth) -> list[Bin]:
    """Return the reliability table: texts in ten equal steps of the probability that was said; empty steps are left
    out."""
    step = np.minimum((said * _BINS).astype(int), _BINS - 1)
    return [
        Bin(int(mine.sum()), float(said[mine].mean()), float(true[mine].mean()))
        for mine in (step == n for n in range(_BINS))
        if mine.any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between what was said and what is so, weighted by texts."""
    return sum(one.n * abs(one.said - one.true) for one in bins) / max(1, sum(one.n for one in bins))


def in_force(learned: Learned, calibration: Calibration) -> Learned:
    """Return tone and complaint with the calibration in their weights."""
    sizes = np.array([1 / calibration.temperature] * len(LABELS) + [calibration.slope])
    shift = np.array([0.0] * len(LABELS) + [calibration.shift])
    return Learned(learned.weights * sizes, learned.bias * sizes + shift)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over LABELS of pairs (label, told label)."""
    return sum(f1(pairs, label) for label in LABELS) / len(LABELS)


def f1(pairs: Sequence[tuple[object, object]], label: object) -> float:
    """Return F1 of one label over pairs (label, told label)."""
    right = sum(wanted == told == label for wanted, told in pairs)
    named = sum(wanted == label for wanted, _ in pairs) + sum(told == label for _, told in pairs)
    return 2 * right / max(1, named)


def precision_recall(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Return precision and recall over pairs (true, told)."""
    right = sum(wanted and told for wanted, told in pairs)
    return right / max(1, sum(told for _, told in pairs)), right / max(1, sum(wanted for wanted, _ in pairs))
