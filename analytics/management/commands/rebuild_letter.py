from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.actions.letters import rebuild_letter
from analytics.models import Letter


class Command(BaseCommand):
    help = "Compose a frozen letter again from its inputs and compare it byte for byte"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True)
        parser.add_argument("--unit", required=True, help="the key or the name of the unit")
        parser.add_argument("--check", action="store_true", help="exit 1 where a byte differs")

    def handle(self, *, period: str, unit: str, check: bool, **_: Any) -> None:
        wanted = {"unit": int(unit)} if unit.isdigit() else {"unit__name": unit}
        letter = Letter.objects.filter(period=period, **wanted).first()
        if letter is None:
            raise CommandError(f"there is no letter of {period} for «{unit}»")
        same = rebuild_letter(letter)
        if check and not same:
            raise CommandError(f"the letter of {period} for «{unit}» differs from what its inputs give")
        self.stdout.write("the same to the byte" if same else "it differs")
