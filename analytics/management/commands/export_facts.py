import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from analytics.queries.facts import named_facts


class Command(BaseCommand):
    help = "The facts in the form that find_pain_points reads, with numbers for people that are made for this file"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", help="this period alone")

    def handle(self, *, period: str | None, **_: Any) -> None:
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["period", "unit", "author", "theme", "negative"])
        numbers: dict[int, int] = {}
        for when, unit, author, theme, negative in named_facts(period):
            rows.writerow([when, unit, numbers.setdefault(author, len(numbers) + 1), theme, int(negative)])
