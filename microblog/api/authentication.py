"""Who calls the REST face: a token with scopes, or the session of an own page."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from microblog.access import NotAllowed
from microblog.actions.sessions import note_token_use
from microblog.models import AccessToken, User
from microblog.queries.tokens import live_token

if TYPE_CHECKING:
    # The views read this module while they are being imported.
    from rest_framework.views import APIView


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer …` with a personal access token."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        words = authentication.get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        token = live_token(words[1], now=timezone.now()) if len(words) == 2 else None
        if token is None:
            raise exceptions.AuthenticationFailed(_("Nøkkelen er ukjent, utløpt eller trukket tilbake."))
        if request.method in permissions.SAFE_METHODS:
            note_token_use(token=token, now=timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Lest"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The cookie of an own page, with its CSRF check."""

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Lest"'


class IsSignedInWithScope(permissions.BasePermission):
    """A session may do all that its person may; a token only what its scopes name.

    A view says what it belongs to by `scope`, such as `posts`; a reading method needs `read:posts`, a writing one
    `write:posts`. A coarse `read` or `write` contains the finer ones. Without `scope`, `read` or `write` itself.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether somebody is signed in.

        :raises NotAllowed: if the token lacks the scope.
        """
        if request.user is None or not request.user.is_authenticated:
            return False
        if isinstance(request.auth, AccessToken):
            needed = scope_of(view, request.method or "")
            if not covers(request.auth.scopes, needed):
                raise NotAllowed(_("Nøkkelen mangler tilgangen %(scope)s.") % {"scope": needed})
        return True


def scope_of(view: Any, method: str) -> str:
    """Return the scope that a method of a view needs."""
    kind = "read" if method in permissions.SAFE_METHODS else "write"
    scope = getattr(view, "scope", None)
    return f"{kind}:{scope}" if scope else kind


def covers(scopes: Collection[str], needed: str) -> bool:
    """Tell whether these scopes contain another. `read` and `write` contain their finer ones, but not the audit log."""
    coarse = needed.split(":")[0]
    return needed in scopes or (coarse in scopes and needed != "read:audit")
