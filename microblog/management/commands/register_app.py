import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from microblog.access import Invalid, NotAllowed
from microblog.actions.apps import register_app
from microblog.models import User


class Command(BaseCommand):
    help = "Make an app known that signs people in by OAuth; prints its id, and its secret once if it keeps one"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("redirect_uris", nargs="+", metavar="redirect_uri", help="where the app takes its code")
        parser.add_argument("--by", required=True, help="the administrator")
        parser.add_argument("--scopes", default="read write", help="separated by spaces; default: read write")
        parser.add_argument("--confidential", action="store_true", help="it runs on a server and can keep a secret")

    def handle(
        self, *, name: str, redirect_uris: list[str], by: str, scopes: str, confidential: bool, **_: Any
    ) -> None:
        try:
            client, secret = register_app(
                actor=User.objects.get(username=by),
                name=name,
                redirect_uris=redirect_uris,
                scopes=scopes.split(),
                is_confidential=confidential,
            )
        except User.DoesNotExist as missing:
            raise CommandError(f"there is nobody with the user name «{by}»") from missing
        except NotAllowed as refused:
            raise CommandError(f"«{by}» is no administrator") from refused
        except Invalid as bad:
            raise CommandError(bad.detail) from bad
        self.stdout.write(json.dumps({"client_id": client.pk, "client_secret": secret}))
