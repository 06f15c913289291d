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
from analytics.company.plants import BadPlants, Plant, read_plants
from analytics.company.tree import SMALLEST, TooSmall


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
    try:
        return read_plants(file.read_text(encoding="utf-8-sig").splitlines(), clock)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} can't be read as UTF-8") from error
    except BadPlants as bad:
        raise CommandError(f"{file}, {bad}") from bad
