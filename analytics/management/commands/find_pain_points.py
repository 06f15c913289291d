"""The alarm arithmetic alone: a file of facts in, JSON lines out, no database."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.scoring import periods
from analytics.scoring.pain_points import COMPANY, Active, Complaint, find_pain_points

COLUMNS = ("period", "unit", "author", "theme", "negative")
NEGATIVE = {"1": True, "true": True, "0": False, "false": False}


class BadFacts(ValueError):
    """The file cannot be read as facts; the message is a sentence for the person who made it."""


@dataclass
class FactsFile:
    """What a file of facts holds; a neutral fact only tells that its author was active."""

    active: list[Active] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    themes: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)


def read_facts(content: bytes) -> FactsFile:
    """Read CSV with the columns period, unit, author, theme and negative; UTF-8, with or without a BOM.

    :raises BadFacts: with the number of the line, when something in it is wrong.
    """
    facts = FactsFile()
    for line, row in _rows(_text(content)):
        period, unit, author, theme, negative = row
        if period not in facts.periods:
            facts.periods.add(_period(line, period))
        if not unit or not author:
            raise BadFacts(f"Line {line}: a fact needs a unit and an author.")
        if unit == COMPANY:
            raise BadFacts(f'Line {line}: "{COMPANY}" stands for the company and cannot name a unit.')
        facts.active.append((period, unit, author))
        if theme:
            facts.themes.add(theme)
        if _is_negative(line, theme, negative) and theme:
            facts.complaints.append((period, unit, theme, author))
    return facts


def pain_lines(content: bytes, period: str | None) -> Iterator[str]:
    """Yield one line of JSON per cell of the period, the last of the file when it is None.

    :raises BadFacts: as read_facts, and when the period is none or the file has no facts of it.
    """
    facts = read_facts(content)
    if period is not None and period not in facts.periods:
        raise BadFacts(_missing_period(period))
    if not facts.periods:
        return
    cells = find_pain_points(
        active=facts.active,
        complaints=facts.complaints,
        themes=facts.themes,
        period=period or max(facts.periods),
        weeks=periods.length_of(facts.periods),
    )
    for cell in cells:
        yield json.dumps(asdict(cell), ensure_ascii=False)


class Command(BaseCommand):
    help = "Find pain points in a CSV file of facts; writes one line of JSON per cell."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("facts", metavar="FACTS.csv", type=Path)
        parser.add_argument("--period", metavar="2026-W47", help="the closed period; default: the last in the file")

    def handle(self, *, facts: Path, period: str | None, **options: Any) -> None:
        try:
            lines = list(pain_lines(facts.read_bytes(), period))
        except OSError as error:
            raise CommandError(f"Cannot read {facts}: {error.strerror}.") from error
        except BadFacts as error:
            raise CommandError(str(error)) from error
        self.stdout.write("".join(line + "\n" for line in lines), ending="")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFacts(f"Line {line}: the file is not UTF-8.") from None


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of each line that is not empty and its values in the order of COLUMNS."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        missing = [column for column in COLUMNS if column not in header]
        if missing:
            raise BadFacts(f"Line 1: the column {missing[0]} is missing.")
        places = [header.index(column) for column in COLUMNS]
        for values in reader:
            if values and len(values) != len(header):
                raise BadFacts(f"Line {reader.line_num}: {len(values)} values stand under {len(header)} columns.")
            if values:
                yield reader.line_num, tuple(values[place] for place in places)
    except csv.Error as error:
        raise BadFacts(f"Line {reader.line_num}: {error}.") from None


def _period(line: int, text: str) -> str:
    try:
        return periods.parse(text)
    except periods.BadPeriod as error:
        raise BadFacts(f"Line {line}: {error}.") from None


def _is_negative(line: int, theme: str, text: str) -> bool:
    if not text and not theme:
        return False
    try:
        return NEGATIVE[text.lower()]
    except KeyError:
        raise BadFacts(f'Line {line}: negative must be 0, 1, true or false, not "{text}".') from None


def _missing_period(period: str) -> str:
    try:
        return f"The file has no facts of {periods.parse(period)}."
    except periods.BadPeriod as error:
        return f"{error}."
