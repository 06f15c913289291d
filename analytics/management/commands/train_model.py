"""manage train_model: learn the shipped model of tone from the corpus and write its weights."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from analytics.scoring import model, training


class Command(BaseCommand):
    help = "Trains the model of tone on analytics/corpus and writes its weights; the same corpus gives the same bytes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--corpus", type=Path, default=Path(settings.BASE_DIR) / "analytics" / "corpus")
        parser.add_argument("--weights", type=Path, default=model.WEIGHTS)

    def handle(self, *args: Any, corpus: Path, weights: Path, **options: Any) -> None:
        try:
            examples, fingerprint = training.read_corpus(corpus)
        except training.BrokenCorpus as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
        notes = [("version", f"{training.FORMAT}-{fingerprint}"), ("texts", str(len(examples)))]
        told = training.held_out(examples)
        for language in model.LANGUAGES:
            pairs = [(example.label, label) for example, label in told if example.language == language]
            notes.append((f"held out {language}", f"macro-F1 {training.macro_f1(pairs):.3f} of {len(pairs)} texts"))
        found = [training.features_of(example) for example in examples]
        learned = training.train(found, [example.label for example in examples])
        weights.write_text(training.lines_of(learned, notes=notes), encoding="utf-8")
        for name, value in notes:
            self.stdout.write(f"{name}: {value}")
