"""Tokens that open the REST face and the socket."""

import datetime as dt

from allauth.idp.oidc.models import Token

from microblog.models import AccessToken

PERSONAL = "lest_"


def live_token(secret: str, *, now: dt.datetime) -> AccessToken | None:
    """Return the token with this secret if it still opens, with its person; else None.

    Read at every request, so the query is the barest: the rest is compared here, at half the cost.
    """
    try:
        token = AccessToken.objects.select_related("user").get(digest=AccessToken.digest_of(secret))
    except AccessToken.DoesNotExist:
        return None if secret.startswith(PERSONAL) else app_token(secret)
    is_over = token.expires_at is not None and token.expires_at <= now
    return None if is_over or token.revoked_at is not None or not token.user.is_active else token


def app_token(secret: str) -> AccessToken | None:
    """Return what an app that a person has let in may do with this secret, in the form of a token of the person."""
    token = Token.objects.select_related("user", "client").lookup(Token.Type.ACCESS_TOKEN, secret)
    if token is None or token.client is None or token.user is None or not token.user.is_active:
        return None
    return AccessToken(user=token.user, name=token.client.name, scopes=token.get_scopes(), expires_at=token.expires_at)
