from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from analytics.actions.letter_mail import queue_letters, send_letters
from analytics.models import Letter
from analytics.scoring import periods


class Command(BaseCommand):
    help = "Send the mails of a period's frozen letters that are due; none goes twice"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, help="an ISO week, such as 2026-W47")
        parser.add_argument("--now", action="store_true", help="without waiting for the hours that readers chose")

    def handle(self, *, period: str, now: bool, **_: Any) -> None:
        try:
            name = periods.parse(period, weeks=settings.PERIOD_WEEKS)
        except periods.BadPeriod as bad:
            raise CommandError(str(bad)) from bad
        if not Letter.objects.filter(period=name).exists():
            raise CommandError(f"There are no letters of {name}.")
        queue_letters(period=name, now=timezone.now(), at_once=now)
        before = sent(name)
        send_letters(now=timezone.now())
        self.stdout.write(f"{sent(name) - before} mails of {name}")


def sent(period: str) -> int:
    return Letter.objects.filter(period=period, mails__sent_at__isnull=False).count()
