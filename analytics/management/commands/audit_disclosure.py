from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.actions.letters import audit_cells
from analytics.models import PainPoint
from analytics.queries.pain_points import published_periods


class Command(BaseCommand):
    help = "Run the auditor over everything published; exit 1 and the rule where one is broken"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period")

    def handle(self, *, period: str | None, **_: Any) -> None:
        published = published_periods().order_by("period").values_list("period", flat=True)
        broken = []
        for name in [period] if period else published:
            findings = audit_cells(name, list(PainPoint.objects.filter(period=name)))
            broken += [f"{name} {rule}: theme {theme}, unit {unit}" for rule, theme, unit in findings]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write("nothing published can be computed back")
