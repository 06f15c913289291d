"""Opens a slot now for what was written without a name, under the same rules as the clock."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from microblog.actions.release import release_anonymous
from microblog.keys import KeysAway


class Command(BaseCommand):
    help = "Opens a slot now: what waits comes out where at least three people have written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", metavar="TIME", type=moment, help="as if it were this time, such as 2026-11-24T12:00"
        )

    def handle(self, *args: object, at: dt.datetime | None, **options: Any) -> None:
        try:
            released = release_anonymous(now=at or timezone.now())
        except KeysAway as error:
            raise CommandError("The key process does not answer; everything goes on waiting.") from error
        self.stdout.write(f"{released} came out.")


def moment(text: str) -> dt.datetime:
    """:raises ValueError: if it is no time."""
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)
