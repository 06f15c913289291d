"""The method sheet tells of the reading that is in force, not of one before it."""

import re

from analytics.queries.method import method_sheet
from analytics.scoring import model
from analytics.scoring.tagger import BACKEND


def test_the_accuracy_is_that_of_the_reading_in_force():
    sheet = method_sheet()

    assert sheet["accuracy"]["backend"] == sheet["tagger"]["backend"] == BACKEND


def test_the_tone_is_as_true_as_the_weights_say_of_themselves():
    head = [line for line in model.TONE.read_text(encoding="utf-8").splitlines() if line.startswith("# held out")]
    told = {
        language: (float(score), int(texts))
        for line in head
        for language, score, texts in re.findall(r"held out (\w+)\tmacro-F1 ([\d.]+) of (\d+) texts", line)
    }

    shown = {row["language"]: (row["tone"], row["texts"]) for row in method_sheet()["accuracy"]["languages"]}

    assert shown == told
