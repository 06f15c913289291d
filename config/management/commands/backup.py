from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Write the database and the files into one new file"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="where to write it")

    def handle(self, *, path: Path, **_: Any) -> None:
        try:
            sums = write_backup(path.absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(rows for rows, _sum in sums.values())
        self.stdout.write(f"{len(sums)} tables, {rows} rows: {path}")
