"""Apps that people have let in."""

from dataclasses import dataclass

from allauth.idp.oidc.models import Client, Token
from django.db.models import Min
from django.shortcuts import get_object_or_404

from microblog.models import User


@dataclass(frozen=True)
class ConnectedApp:
    """An app and what it may do for a person; `since` is when its oldest token was made."""

    client: Client
    scopes: list[str]
    since: object


def connected_apps(*, viewer: User) -> list[ConnectedApp]:
    """Return the apps that may act for the viewer, by name."""
    tokens = Token.objects.valid().filter(user=viewer, client__isnull=False)
    found: dict[str, set[str]] = {}
    for client, scopes in tokens.values_list("client", "scopes"):
        found.setdefault(client, set()).update(scopes.split())
    clients = Client.objects.filter(pk__in=found).order_by("name", "pk")
    since = dict(tokens.values_list("client").annotate(first=Min("created_at")))
    return [ConnectedApp(client, sorted(found[client.pk]), since[client.pk]) for client in clients]


def connected_client(*, viewer: User, key: str) -> Client:
    """Return an app that may act for the viewer.

    :raises Http404: if there is none.
    """
    return get_object_or_404(Client.objects.filter(token__user=viewer).distinct(), pk=key)
