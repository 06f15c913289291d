import subprocess
import sys

import numpy as np
import pytest
from django.conf import settings

from analytics.scoring import model
from analytics.scoring.features import lowered, marks_of, scales_of
from analytics.scoring.rules import read_tone
from analytics.scoring.themes import THEMES, mentions_in
from analytics.scoring.tokens import tokenise

TEXTS = [
    ("nb", "Tredje uka uten vikar, og ingen sier fra."),
    ("nn", "Takk for at de stilte opp i går!\n\nDet hjelpte."),
    ("en", "Still no heating in bay 4. Third winter."),
    ("nb", ""),
    ("nb", "😀 qwxz"),
]


def text_of(language: str, body: str) -> model.Text:
    words = tokenise(body)
    return model.Text(lowered(words), read_tone(words, language).p, mentions_in(words, language))


def by_names(text: model.Text) -> np.ndarray:
    """The same scores from the names of features, one by one."""
    weights = {}
    model._read(model.TONE, 0, 4, weights)
    model._read(model.THEME, 4, len(THEMES), weights)
    marks = marks_of(text.words, text.mentions)
    total = weights[model.BIAS] + sum(p * weights[name] for name, p in zip(model.RULES, text.rules, strict=True))
    for group, scale in zip(
        marks, scales_of(marks.words.total(), len(text.words), 2 * len(text.mentions)), strict=True
    ):
        total = total + scale * sum(count * weights.get(name, 0.0) for name, count in group.items())
    return total


def test_looking_up_in_rows_gives_what_the_names_of_features_give():
    texts = [text_of(*each) for each in TEXTS]

    for text, scores in zip(texts, model.score_texts(texts), strict=True):
        found = [*scores.tone, scores.complaint, *scores.themes]
        assert found == pytest.approx(list(by_names(text)), abs=1e-3)


def test_a_text_reads_the_same_alone_and_among_others():
    texts = [text_of(*each) for each in TEXTS]

    together = model.score_texts(texts)

    for text, scores in zip(texts, together, strict=True):
        (alone,) = model.score_texts([text])
        assert list(alone.tone) == pytest.approx(list(scores.tone), abs=1e-9)
        assert list(alone.themes) == pytest.approx(list(scores.themes), abs=1e-9)


def test_no_texts_have_no_scores():
    assert model.score_texts([]) == []


def test_every_row_of_the_weights_is_finite_and_wide_enough():
    weights = model._weights()

    assert weights.table.shape[1] == 4 + len(THEMES)
    assert np.isfinite(weights.table).all()
    assert {model.BIAS, *model.RULES} <= set(weights.row_of)
    assert len(weights.symbols) < model._SYMBOLS


def test_a_text_of_strange_words_is_known_to_be_strange():
    strange, plain = model.score_texts([text_of("nb", "qwxz zzkw wqqx"), text_of("nb", "Vi får aldri svar")])

    assert strange.known == 0
    assert plain.known == 1


def test_a_full_memory_is_begun_anew(monkeypatch):
    model.score_texts([text_of("nb", "Vi får aldri svar")])
    monkeypatch.setattr(model, "_REMEMBERED", 1)

    fresh = model._remembered()

    assert len(fresh) == 2


def test_both_files_of_weights_are_of_one_corpus():
    assert model.notes_of(model.TONE)["version"] == model.notes_of(model.THEME)["version"] == model.version()


def test_the_web_process_loads_neither_the_training_nor_scikit_learn():
    code = """
import sys
import config.asgi, config.urls
from analytics.scoring.tagger import score
score("Takk for i dag")
print([name for name in sys.modules if name.split(".")[0] == "sklearn" or name == "analytics.scoring.training"])
"""

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
