import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics.actions.company import NotEmpty, make_administrator


class Command(BaseCommand):
    help = "An empty company with one administrator, whose password is printed once"

    def handle(self, **_: Any) -> None:
        try:
            account = make_administrator(now=timezone.now())
        except NotEmpty as error:
            raise CommandError("the database is not empty") from error
        self.stdout.write(json.dumps({"accounts": [account]}))
