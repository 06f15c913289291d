import json

import pytest

from analytics.scoring.model import BIAS, RULES
from analytics.scoring.training import (
    BrokenCorpus,
    Example,
    features_of,
    held_out,
    label_by,
    lines_of,
    macro_f1,
    read_corpus,
    train,
)

TEXTS = [("negative", "Vi får aldri svar"), ("neutral", "Møtet er flyttet"), ("positive", "Takk for hjelpen")]


@pytest.fixture
def examples() -> list[Example]:
    return [Example(f"w{n % 2}", f"{text} {n}", "nb", label) for n in range(8) for label, text in TEXTS]


def learned(examples):
    return train([features_of(each) for each in examples], [each.label for each in examples])


def test_the_same_texts_give_the_same_bytes(examples):
    assert lines_of(learned(examples), notes=[]) == lines_of(learned(examples), notes=[])


def test_a_model_knows_again_what_it_has_seen(examples):
    model = learned(examples)

    assert [label_by(model, features_of(each)) for each in examples] == [each.label for each in examples]


def test_a_text_is_told_by_a_model_that_has_not_seen_its_batch(examples):
    alone = Example("w9", "Takk for hjelpen", "nb", "negative")
    twins = [alone] * 5

    told = dict(held_out([*examples, *twins]))

    assert told[alone] == "positive"


def test_the_file_holds_notes_bias_and_the_rules(examples):
    lines = lines_of(learned(examples), notes=[("version", "1-abc")]).splitlines()

    assert lines[0] == "# version\t1-abc"
    assert {BIAS, *RULES} <= {line.split("\t")[0] for line in lines}
    assert {line.count("\t") for line in lines[1:]} == {3}


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "x"}', json.dumps({"text": "x", "language": "nb", "label": "sad"}), "\\xff"]
)
def test_a_broken_line_is_named(tmp_path, line):
    good = json.dumps({"text": "Hei", "language": "nb", "label": "neutral"})
    (tmp_path / "w1.jsonl").write_text(f"{good}\n{line}\n")

    with pytest.raises(BrokenCorpus, match=r"w1\.jsonl, line 2"):
        read_corpus(tmp_path)


def test_an_empty_folder_is_no_corpus(tmp_path):
    with pytest.raises(BrokenCorpus):
        read_corpus(tmp_path)


def test_macro_f1_is_the_mean_over_the_labels():
    assert macro_f1([("negative", "negative"), ("neutral", "neutral"), ("positive", "neutral")]) == pytest.approx(5 / 9)
