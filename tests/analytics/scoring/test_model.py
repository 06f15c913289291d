import subprocess
import sys

import numpy as np
import pytest
from django.conf import settings

from analytics.scoring import model
from analytics.scoring.model import lowered, parts_of, read_tone_by_model
from analytics.scoring.rules import read_tone
from analytics.scoring.tokens import tokenise


def test_the_parts_of_a_word_know_its_ends():
    assert parts_of("nå") == ["w nå", "c <n", "c nå", "c å>", "c <nå", "c nå>"]


def test_a_line_break_is_a_sign_that_fits_on_a_line():
    assert lowered(tokenise("Hei\n\nDu")) == ["hei", "¶", "du"]


def test_every_row_of_the_weights_has_one_number_for_each_label():
    rows = model._weights()

    assert rows.table.shape == (len(rows.row_of), 3)
    assert {model.BIAS, *model.RULES} <= set(rows.row_of)


@pytest.mark.parametrize("text", ["Vi får aldri svar.", "Tusen takk for hjelpen!", "¶ \n\n ¶", "a" * 10_000])
def test_probabilities_sum_to_one(text):
    tone = read_tone_by_model(tokenise(text), "nb")

    assert sum(tone.p) == pytest.approx(1, abs=1e-9)


def test_a_text_without_words_reads_as_the_rules_read_it():
    assert read_tone_by_model([], "nb") == read_tone([], "nb")


def test_evidence_names_at_most_six_words_as_they_were_written():
    text = "TAKK til alle som stilte opp så flott og hjalp oss hele den lange natta!"

    evidence = read_tone_by_model(tokenise(text), "nb").evidence

    assert len(evidence) == 6
    assert "TAKK" in [one.word for one in evidence if one.weight > 0]


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        read_tone_by_model(["hei"], "fi")


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


def test_weights_are_finite():
    assert np.isfinite(model._weights().table).all()
