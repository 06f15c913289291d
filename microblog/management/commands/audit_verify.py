"""Check that the log of decisions is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from microblog.models import AuditEntry
from microblog.queries.audit import first_broken_entry


class Command(BaseCommand):
    help = "Check the chain of hashes of the audit log; exit 1 and name the entry where it is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_entry()
        if broken:
            raise CommandError(f"The log is broken at entry {broken.pk}.")
        self.stdout.write(f"The log is whole: {AuditEntry.objects.count()} entries.")
