from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from analytics.actions.letters import DisclosureRefused, NotOver, freeze_letters
from analytics.scoring import periods


class Command(BaseCommand):
    help = "Freeze the leaders' letters of a period that has ended; a second time changes nothing"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, help="an ISO week, such as 2026-W47")

    def handle(self, *, period: str, **_: Any) -> None:
        try:
            letters = freeze_letters(period=periods.parse(period, weeks=settings.PERIOD_WEEKS), now=timezone.now())
        except periods.BadPeriod as bad:
            raise CommandError(str(bad)) from bad
        except NotOver as early:
            raise CommandError(f"{period} has not ended") from early
        except DisclosureRefused as refused:
            found = "\n".join(f"{rule}: theme {theme}, unit {unit}" for rule, theme, unit in refused.findings)
            raise CommandError(f"the auditor refuses, so nothing is published:\n{found}") from refused
        self.stdout.write(f"{len(letters)} letters of {period}")
