from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ideas.actions.recount import recount_ideas
from microblog.actions.recount import recount_posts


class Command(BaseCommand):
    """Stands here and not in the microblog because it also knows the votes on ideas."""

    help = "Rebuild every counter from the rows that it counts"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="print the differences, change nothing; 1 if any")

    def handle(self, *, check: bool, **_: Any) -> None:
        found = [*recount_posts(check=check), *recount_ideas(check=check)]
        for difference in found:
            self.stdout.write(str(difference))
        if check and found:
            raise CommandError(f"{len(found)} differences.")
        self.stdout.write(f"{len(found)} differences." if check else f"{len(found)} counters set right.")
