import numpy as np
import pytest

from analytics.scoring.training import Example, table_of
from analytics.scoring.validation import (
    Bin,
    Calibration,
    HeldOut,
    calibrate,
    calibration_error,
    complaint_thresholds,
    cross_fitted,
    hold_out,
    macro_f1,
    precision_recall,
    probabilities,
    reliability,
    theme_threshold,
    threshold_at,
)

TEXTS = [("negative", "Vi får aldri svar"), ("neutral", "Møtet er flyttet"), ("positive", "Takk for hjelpen")]


def make_example(batch: str, text: str, label: str, language: str = "nb") -> Example:
    return Example(batch, text, language, label, label == "negative", ())


@pytest.fixture
def examples() -> list[Example]:
    return [make_example(f"w{n % 2}", f"{text} {n}", label) for n in range(8) for label, text in TEXTS]


def test_a_text_is_told_by_a_model_that_has_not_seen_its_batch(examples):
    alone = make_example("w9", "Takk for hjelpen", "negative")
    everything = [*examples, *[alone] * 5]

    held = hold_out(everything, table_of(everything))

    assert held.tone[-1, :3].argmax() == 2


def test_the_threshold_is_the_lowest_that_is_precise_enough():
    scores, truth = np.array([4.0, 3.0, 2.0, 1.0]), np.array([True, True, False, False])

    assert threshold_at(scores, truth, 1.0) == 3.0
    assert threshold_at(scores, truth, 0.6) == 2.0
    assert threshold_at(scores, ~truth, 0.9) == float("inf")


def test_a_theme_is_not_named_at_any_price():
    scores = np.array([6.0, 5.0, 4.0, 3.0, 2.0, 1.0])
    truth = np.array([True, False, False, False, False, True])

    assert theme_threshold(scores, truth) == 6.0


def test_the_threshold_of_a_batch_does_not_come_from_that_batch():
    texts = [make_example(batch, "x", label) for batch in ("w1", "w2") for label in ("negative", "neutral")]
    tone = np.zeros((4, 4))
    tone[:, 3] = [9.0, 8.0, 5.0, 4.0]  # in w1 even the harmless text scores above the complaint of w2

    complaints, _ = cross_fitted(texts, HeldOut(tone, np.zeros((4, 14))))

    assert complaints.tolist() == [True, True, False, False]


def test_bokmal_and_nynorsk_share_a_threshold():
    texts = [make_example("w1", "x", "negative", language) for language in ("nb", "nn", "en")]

    limits = complaint_thresholds(texts, np.array([3.0, 2.0, 1.0]), np.arange(3))

    assert limits == {"nb": 2.0, "nn": 2.0, "en": 1.0}


def test_too_sure_a_model_is_cooled():
    texts = [make_example("w1", "x", label) for label in ("negative", "neutral") * 20]
    sure = np.tile([8.0, 0.0, 0.0, 8.0], (40, 1))

    found = calibrate(texts, HeldOut(sure, np.zeros((40, 14))))
    tone, complaint = probabilities(HeldOut(sure, np.zeros((40, 14))), found)

    assert found.temperature > 1
    assert tone[0, 0] < 0.99
    assert complaint[0] == pytest.approx(0.5, abs=0.02)


def test_probabilities_of_tone_sum_to_one():
    held = HeldOut(np.array([[900.0, -900.0, 0.0, 1.0]]), np.zeros((1, 14)))

    tone, _ = probabilities(held, Calibration(1.0, 1.0, 0.0))

    assert tone.sum() == pytest.approx(1)


def test_the_reliability_table_sets_what_was_said_beside_what_is_so():
    bins = reliability(np.array([0.12, 0.18, 1.0]), np.array([False, True, True]))

    assert bins == [Bin(2, pytest.approx(0.15), 0.5), Bin(1, 1.0, 1.0)]
    assert calibration_error(bins) == pytest.approx(2 / 3 * 0.35)


def test_macro_f1_is_the_mean_over_the_labels():
    assert macro_f1([("negative", "negative"), ("neutral", "neutral"), ("positive", "neutral")]) == pytest.approx(5 / 9)


def test_precision_and_recall():
    assert precision_recall([(True, True), (True, False), (False, True), (False, True)]) == (1 / 3, 1 / 2)
