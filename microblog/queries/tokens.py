"""Tokens that open the REST face and the socket."""

import datetime as dt

from microblog.models import AccessToken


def live_token(secret: str, *, now: dt.datetime) -> AccessToken | None:
    """Return the token with this secret if it still opens, with its person; else None.

    Read at every request, so the query is the barest: the rest is compared here, at half the cost.
    """
    try:
        token = AccessToken.objects.select_related("user").get(digest=AccessToken.digest_of(secret))
    except AccessToken.DoesNotExist:
        return None
    is_over = token.expires_at is not None and token.expires_at <= now
    return None if is_over or token.revoked_at is not None or not token.user.is_active else token
