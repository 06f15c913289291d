"""Tokens that open the REST face and the socket."""

import datetime as dt

from django.db.models import Q

from microblog.models import AccessToken


def live_token(secret: str, *, now: dt.datetime) -> AccessToken | None:
    """Return the token with this secret if it still opens, with its person; else None."""
    return (
        AccessToken.objects.select_related("user__unit")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True)
        .filter(digest=AccessToken.digest_of(secret))
        .first()
    )
