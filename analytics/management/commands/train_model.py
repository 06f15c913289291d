"""manage train_model: learn the shipped model from the corpus and write its weights."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from analytics.scoring import model, training, validation
from analytics.scoring.reading import LABELS

Notes = list[tuple[str, str]]


class Command(BaseCommand):
    help = "Trains the model on analytics/corpus and writes its weights; the same corpus gives the same bytes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--corpus", type=Path, default=Path(settings.BASE_DIR) / "analytics" / "corpus")
        parser.add_argument("--weights", type=Path, default=model.FOLDER, help="the folder of the two files")

    def handle(self, *args: Any, corpus: Path, weights: Path, **options: Any) -> None:
        try:
            examples, fingerprint = training.read_corpus(corpus)
        except training.BrokenCorpus as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
        notes = [("version", f"{training.FORMAT}-{fingerprint}"), ("texts", str(len(examples)))]
        table = training.table_of(examples)
        held = validation.hold_out(examples, table)
        tone_notes, tone = _tone(examples, table, held)
        files = {
            model.TONE.name: training.lines_of(table.names, tone, notes=notes + tone_notes),
            model.THEME.name: training.lines_of(table.names, _themes(examples, table, held), notes=notes),
        }
        for name, lines in files.items():
            (weights / name).write_text(lines, encoding="utf-8")
        for name, value in notes + tone_notes:
            self.stdout.write(f"{name}: {value}")


def _tone(
    examples: Sequence[training.Example], table: training.Table, held: validation.HeldOut
) -> tuple[Notes, training.Learned]:
    """Return tone and complaint, calibrated, with notes of their accuracy on batches held out and the thresholds."""
    everything = np.arange(len(examples))
    calibration = validation.calibrate(examples, held)
    _tones, complaint = validation.probabilities(held, calibration)
    limits = validation.complaint_thresholds(examples, complaint, everything)
    notes = [(f"complaint threshold {language}", f"{limit:.4f}") for language, limit in limits.items()]
    told = [LABELS[at] for at in held.tone[:, : len(LABELS)].argmax(axis=1)]
    for language in model.LANGUAGES:
        pairs = [(e.label, label) for e, label in zip(examples, told, strict=True) if e.language == language]
        notes.append((f"held out {language}", f"macro-F1 {validation.macro_f1(pairs):.3f} of {len(pairs)} texts"))
    learned = training.learn_tone(table, everything, training.tone_truth(examples))
    return notes, validation.in_force(learned, calibration)


def _themes(examples: Sequence[training.Example], table: training.Table, held: validation.HeldOut) -> training.Learned:
    """Return the themes, their thresholds taken off: a theme is named from zero on."""
    everything, truth = np.arange(len(examples)), training.theme_truth(examples)
    limits = validation.theme_thresholds(held.themes, truth, everything)
    weights, bias = training.learn_themes(table, everything, truth)
    return training.Learned(weights, bias - limits)
