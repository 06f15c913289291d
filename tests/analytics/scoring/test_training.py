import json

import numpy as np
import pytest

from analytics.scoring.model import BIAS, RULES
from analytics.scoring.reading import LABELS
from analytics.scoring.training import (
    BrokenCorpus,
    Example,
    Learned,
    learn_themes,
    learn_tone,
    lines_of,
    read_corpus,
    table_of,
    theme_truth,
    tone_truth,
)

TEXTS = [
    ("negative", "Vi får aldri svar", ("communication",)),
    ("neutral", "Møtet er flyttet", ()),
    ("positive", "Takk for hjelpen", ("recognition",)),
]
GOOD = {"text": "Hei", "language": "nb", "label": "neutral", "complaint": False, "themes": []}


@pytest.fixture
def examples() -> list[Example]:
    return [
        Example(f"w{n % 2}", f"{text} {n}", "nb", label, label == "negative", themes)
        for n in range(8)
        for label, text, themes in TEXTS
    ]


def learned(examples, learn=learn_tone, truth=tone_truth) -> tuple[Learned, list[str], np.ndarray]:
    table = table_of(examples)
    model = learn(table, np.arange(len(examples)), truth(examples))
    return model, table.names, model.scores(table.x)


def test_the_same_texts_give_the_same_bytes(examples):
    first, second = (lines_of(names, model, notes=[]) for model, names, _ in (learned(examples), learned(examples)))

    assert first == second


def test_a_model_knows_again_what_it_has_seen(examples):
    _, _, scores = learned(examples)

    assert [LABELS[at] for at in scores[:, :3].argmax(axis=1)] == [each.label for each in examples]
    assert [bool(z > 0) for z in scores[:, 3]] == [each.complaint for each in examples]


def test_each_theme_is_learned_against_the_rest(examples):
    _, _, scores = learned(examples, learn_themes, theme_truth)

    assert ((scores > 0) == (theme_truth(examples) > 0)).all()


def test_the_file_holds_notes_bias_and_the_rules(examples):
    model, names, _ = learned(examples)

    lines = lines_of(names, model, notes=[("version", "2-abc")]).splitlines()

    assert lines[0] == "# version\t2-abc"
    assert {BIAS, *RULES} <= {line.split("\t")[0] for line in lines}
    assert {line.count("\t") for line in lines[1:]} == {4}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": "x"}',
        json.dumps(GOOD | {"label": "sad"}),
        json.dumps(GOOD | {"complaint": 1}),
        json.dumps(GOOD | {"themes": ["weather"]}),
        json.dumps(GOOD | {"themes": [[]]}),
        "\\xff",
    ],
)
def test_a_broken_line_is_named(tmp_path, line):
    (tmp_path / "w1.jsonl").write_text(f"{json.dumps(GOOD)}\n{line}\n")

    with pytest.raises(BrokenCorpus, match=r"w1\.jsonl, line 2"):
        read_corpus(tmp_path)


def test_an_empty_folder_is_no_corpus(tmp_path):
    with pytest.raises(BrokenCorpus):
        read_corpus(tmp_path)


def test_the_second_reading_is_not_trained_on(tmp_path):
    (tmp_path / "w1.jsonl").write_text(json.dumps(GOOD))
    (tmp_path / "second_reading.jsonl").write_text("broken")

    examples, _ = read_corpus(tmp_path)

    assert len(examples) == 1
