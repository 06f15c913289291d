import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from microblog.actions.roster import BadRoster, import_people


class Command(BaseCommand):
    help = "People and units from a CSV file: username,name,email,title,unit,manager,language,leads"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file: Path, dry_run: bool, json: bool, **_: Any) -> None:
        try:
            report = import_people(content=file.read_bytes(), now=timezone.now(), dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except BadRoster as bad:
            raise CommandError("\n".join(bad.errors)) from bad
        self.stdout.write(dump(asdict(report)) if json else sentence(asdict(report)))


def dump(report: dict[str, Any]) -> str:
    return json.dumps(report)


def sentence(report: dict[str, Any]) -> str:
    people, units = report["people"], report["units"]
    return (
        f"{people['read']} people read: {people['made']} new, {people['changed']} changed, "
        f"{people['unchanged']} as before. {units['read']} units, {units['made']} new."
    )
