import csv
import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from analytics.actions.company import NotEmpty, build_company
from analytics.company.clock import Clock, midnight
from analytics.company.plan import plan_company
from analytics.company.plants import Plant
from analytics.company.tree import SMALLEST, UNIT_NAMED, TooSmall
from analytics.scoring import periods
from analytics.scoring.themes import THEMES

COLUMNS = ("unit", "theme", "from_period", "extra_authors")


class Command(BaseCommand):
    help = "An invented company of any size in an empty database; the same for the same seed and last day"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, required=True, help=f"at least {SMALLEST}")
        parser.add_argument("--weeks", type=int, required=True, help="closed weeks of talk")
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument(
            "--until", type=dt.date.fromisoformat, help="the day before which it ends (2026-11-24); default today"
        )
        parser.add_argument("--planted", type=Path, help="CSV: unit,theme,from_period,extra_authors")
        parser.add_argument("--posts", type=int, help="default: nine for each person in twelve weeks")
        parser.add_argument("--letters", action="store_true", help="freeze the letters of all weeks")

    def handle(
        self,
        *,
        people: int,
        weeks: int,
        seed: int,
        until: dt.date | None,
        planted: Path | None,
        posts: int | None,
        letters: bool,
        **_: Any,
    ) -> None:
        if weeks < 1 or (posts is not None and posts < 0):
            raise CommandError("there must be at least one week, and not less than no posts")
        now = midnight(until or timezone.localdate())
        try:
            plants = plants_of(planted, Clock.ending(now, weeks)) if planted else []
            plan = plan_company(people=people, weeks=weeks, seed=seed, now=now, posts=posts, plants=plants)
            built = build_company(plan, with_letters=letters)
        except TooSmall as error:
            raise CommandError(f"a company has at least {SMALLEST} people") from error
        except NotEmpty as error:
            raise CommandError("the database is not empty") from error
        self.stdout.write(json.dumps(asdict(built)))


def plants_of(file: Path, clock: Clock) -> list[Plant]:
    """Return the plants of a CSV file."""
    try:
        rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} can't be read as UTF-8") from error
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or [])]:
        raise CommandError(f"{file}, line 1: the column «{missing[0]}» is missing")
    return [plant_of(row, f"{file}, line {rows.line_num}", clock) for row in rows]


def plant_of(row: dict[str, str], where: str, clock: Clock) -> Plant:
    unit, theme, extra = row["unit"], row["theme"], row["extra_authors"] or ""
    if unit not in UNIT_NAMED:
        raise CommandError(f"{where}: there is no unit «{unit}»")
    if theme not in THEMES:
        raise CommandError(f"{where}: there is no theme «{theme}»")
    if not extra.isdecimal() or int(extra) < 1:
        raise CommandError(f"{where}: «{extra}» is no number of people")
    try:
        first = periods.first_day(periods.parse(row["from_period"] or ""))
    except periods.BadPeriod as error:
        raise CommandError(f"{where}: {error}") from error
    return Plant(unit, theme, (first - clock.monday(0)).days // 7, int(extra))
