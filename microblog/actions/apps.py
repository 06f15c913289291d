"""Apps that act for people: registered by administrators, let in by a person, and shown the door."""

import datetime as dt
import uuid
from collections.abc import Sequence

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils.translation import gettext as _

from microblog.access import Invalid, NotAllowed
from microblog.actions.people import SCOPES
from microblog.events import record_event
from microblog.models import Role, SpentToken, User

IDENTITY = ("openid", "profile")


@transaction.atomic
def register_app(
    *, actor: User, name: str, redirect_uris: Sequence[str], scopes: Sequence[str], is_confidential: bool = False
) -> tuple[Client, str | None]:
    """Make a client known. One that keeps a secret gets it this once; only its hash is kept.

    :raises NotAllowed: if the actor is no administrator.
    :raises Invalid: if there is no address to return to, or a scope is unknown.
    """
    if not actor.has_role(Role.ADMIN):
        raise NotAllowed(_("Bare administratorer gjør apper kjent."))
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise Invalid("scopes", "unknown", _("Ukjent tilgang: %(scope)s") % {"scope": unknown[0]})
    if not redirect_uris:
        raise Invalid("redirect_uris", "empty", _("Oppgi adressen som appen vender tilbake til."))
    secret = get_adapter().generate_client_secret() if is_confidential else None
    client = Client(name=name, type=Client.Type.CONFIDENTIAL if secret else Client.Type.PUBLIC, owner=actor)
    client.set_redirect_uris(list(redirect_uris))
    client.set_scopes([*IDENTITY, *scopes])
    client.set_default_scopes(["read"])
    client.set_grant_types([Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN])
    if secret:
        client.set_secret(secret)
    client.save()
    return client, secret


@transaction.atomic
def disconnect_app(*, actor: User, client: Client) -> None:
    """End what an app may do for the actor; open sockets close when they hear of it."""
    if Token.objects.filter(user=actor, client=client).delete()[0]:
        record_event("access.ended", subject=actor, actor=actor)


def spend_token(*, token: Token) -> uuid.UUID:
    """Write down that a refresh token has been exchanged; return the family that its successor belongs to."""
    family = family_of(token) or uuid.uuid4()
    SpentToken.objects.create(hash=token.hash, family=family)
    return family


@transaction.atomic
def end_stolen_family(*, secret: str) -> None:
    """End all that came of a refresh token, if this is one that was exchanged already."""
    spent = SpentToken.objects.filter(hash=get_adapter().hash_token(secret)).first()
    if spent is not None:
        end_family(spent.family)


@transaction.atomic
def end_token(*, secret: str, client: Client) -> None:
    """Revoke a token of an app, and with it all of its family."""
    token = Token.objects.filter(client=client).by_value(secret).first()
    if token is None:
        return
    family = family_of(token)
    if family:
        end_family(family)
    Token.objects.filter(pk=token.pk).delete()


def end_family(family: uuid.UUID) -> None:
    tokens = Token.objects.filter(data__family=str(family))
    person = User.objects.filter(pk__in=tokens.values("user")).first()
    if tokens.delete()[0] and person:
        record_event("access.ended", subject=person, actor=person)


def family_of(token: Token) -> uuid.UUID | None:
    known = (token.data or {}).get("family")
    return uuid.UUID(known) if known else None


def clear_app_tokens(*, now: dt.datetime) -> None:
    """Forget tokens that are over, and spent ones whose successors must be."""
    Token.objects.filter(expires_at__lte=now).delete()
    SpentToken.objects.filter(spent_at__lt=now - dt.timedelta(days=90)).delete()


def known_scopes() -> tuple[str, ...]:
    return (*IDENTITY, *SCOPES)
