from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, read_backup


class Command(BaseCommand):
    help = "Fill an empty database, and the folder of files, from a backup"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that `backup` wrote")

    def handle(self, *, path: Path, **_: Any) -> None:
        try:
            sums = read_backup(path.absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(rows for rows, _sum in sums.values())
        self.stdout.write(f"{len(sums)} tables, {rows} rows, each as it was written")
