from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from microblog.access import Invalid
from microblog.actions.people import issue_token
from microblog.models import User


class Command(BaseCommand):
    help = "A personal access token for a person, printed once"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--scopes", default="read write", help="separated by spaces; default: read write")

    def handle(self, *, username: str, scopes: str, **_: Any) -> None:
        try:
            user = User.objects.get(username=username)
            _token, secret = issue_token(user=user, name="issue_token", scopes=scopes.split())
        except User.DoesNotExist as missing:
            raise CommandError(f"there is nobody with the user name «{username}»") from missing
        except Invalid as bad:
            raise CommandError(f"unknown scope in «{scopes}»") from bad
        self.stdout.write(secret)
