"""manage check_labels: how far the second reading of the corpus agrees with the first."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from analytics.scoring.agreement import agreements, read_twice, themes_f1


class Command(BaseCommand):
    help = "Prints the agreement of the two readings of the corpus: the share of texts, and Cohen's kappa."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--corpus", type=Path, default=Path(settings.BASE_DIR) / "analytics" / "corpus")

    def handle(self, *args: Any, corpus: Path, **options: Any) -> None:
        pairs = read_twice(corpus)
        self.stdout.write(f"{'':<22}{'n':>5}{'agree':>8}{'kappa':>8}")
        for one in agreements(pairs):
            self.stdout.write(f"{one.what:<22}{one.n:>5}{one.share:>8.3f}{one.kappa:>8.3f}")
        self.stdout.write(f"themes, macro-F1 of the second reading against the first: {themes_f1(pairs):.3f}")
