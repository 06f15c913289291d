"""Records whether people may write without their names; it is in force when their representative has signed."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from microblog.access import Invalid
from microblog.actions.anonymity import propose_switch
from microblog.models import FEWEST_MEMBERS


class Command(BaseCommand):
    help = "Records the discussion with the representatives of the employees, and what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--discussed-on", required=True, type=dt.date.fromisoformat, metavar="DATE")
        parser.add_argument("--least-members", type=int, default=FEWEST_MEMBERS, help=f"default {FEWEST_MEMBERS}")

    def handle(self, *args: object, state: str, discussed_on: dt.date, least_members: int, **options: Any) -> None:
        try:
            propose_switch(
                actor=None,
                is_on=state == "on",
                discussed_on=discussed_on,
                least_members=least_members,
                now=timezone.now(),
            )
        except Invalid as refused:
            raise CommandError(refused.detail) from refused
        self.stdout.write("Recorded. It is in force when the representative of the employees has signed it.")
