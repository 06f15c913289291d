import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics.actions.company import NotEmpty, build_demo
from analytics.company.plan import plan_demo
from analytics.scoring.themes import find_themes


class Command(BaseCommand):
    help = "The invented company Lyngholt Frakt, twelve weeks of talk until now, into an empty database"

    def handle(self, **_: Any) -> None:
        try:
            built = build_demo(plan_demo(now=timezone.now(), themes_in=find_themes))
        except NotEmpty as error:
            raise CommandError("the database is not empty") from error
        self.stdout.write(json.dumps(asdict(built)))
