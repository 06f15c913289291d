"""Sign-in for apps: OAuth 2 and OpenID Connect by allauth, stricter where it is lenient.

S256 is demanded of every client, an address to return to must be the registered one, and a refresh token that is
shown twice ends all that came of it.
"""

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.oauthlib import server
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.models import Token
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from microblog.actions.apps import end_stolen_family, end_token, known_scopes, spend_token

LOOPBACK = ("127.0.0.1", "[::1]")
SCOPE_WORDS = {
    "openid": _("Vite hvem du er"),
    "profile": _("Se navnet og brukernavnet ditt"),
    "read": _("Lese alt du kan lese"),
    "write": _("Skrive og stemme på dine vegne"),
    "read:posts": _("Lese innlegg og fellesskap"),
    "write:posts": _("Skrive innlegg på dine vegne"),
    "read:ideas": _("Lese idéer"),
    "write:ideas": _("Foreslå idéer og stemme på dine vegne"),
    "read:letters": _("Lese brevene dine"),
    "write:letters": _("Svare på temaer på dine vegne"),
    "read:notifications": _("Lese varslene dine"),
    "write:notifications": _("Endre varslene dine"),
    "read:people": _("Slå opp folk og avdelinger"),
    "read:moderation": _("Lese køen av rapporterte innlegg"),
    "write:moderation": _("Moderere på dine vegne"),
    "admin:people": _("Administrere folk"),
    "admin:themes": _("Redigere temaer"),
    "admin:settings": _("Endre innstillingene til huset"),
    "read:audit": _("Lese loggen"),
}


class Adapter(DefaultOIDCAdapter):
    """allauth's hooks: our words for scopes, and only what we offer in the discovery document."""

    scope_display = SCOPE_WORDS

    def populate_server_metadata(self, data: dict[str, str | list[str]]) -> None:
        for name in ("device_authorization_endpoint", "end_session_endpoint"):
            data.pop(name, None)
        data["scopes_supported"] = list(known_scopes())
        data["grant_types_supported"] = ["authorization_code", "refresh_token"]
        data["response_types_supported"] = ["code"]


class Validator(OAuthLibRequestValidator):
    """allauth's rules for clients and tokens, and ours."""

    def is_pkce_required(self, client_id: Any, request: Any) -> bool:
        return True

    def validate_redirect_uri(self, client_id: Any, redirect_uri: str, request: Any, *_args: Any, **_more: Any) -> bool:
        """Take an address that is registered to the letter; on this very machine any port (RFC 8252, 7.3)."""
        known = request.client.get_redirect_uris()
        return redirect_uri in known or without_port(redirect_uri) in {without_port(uri) or "-" for uri in known}

    def validate_response_type(
        self, client_id: Any, response_type: Any, client: Any, request: Any, *args: Any, **more: Any
    ) -> bool:
        """Refuse what would come back in another way than as a code with S256.

        :raises InvalidRequestError: if the challenge is made in another way.
        """
        if request.code_challenge is not None and request.code_challenge_method != "S256":
            raise InvalidRequestError("code_challenge_method must be S256.", request=request)
        return bool(super().validate_response_type(client_id, response_type, client, request, *args, **more))

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **more: Any) -> bool:
        # Held until its successor is written: of two that use it at once, the second one finds it spent.
        Token.objects.select_for_update().by_value(refresh_token).filter(client=client).first()
        if super().validate_refresh_token(refresh_token, client, request, *args, **more):
            return True
        end_stolen_family(secret=refresh_token)
        return False

    def revoke_token(self, token: str, token_type_hint: Any, request: Any, *_args: Any, **_more: Any) -> None:
        end_token(secret=token, client=request.client)

    def _prep_refresh_token(self, ctx: Any, refresh_token: str, request: Any) -> Token:
        earlier = ctx.refresh_token
        request.family = str(spend_token(token=earlier) if earlier else uuid.uuid4())
        return in_family(super()._prep_refresh_token(ctx, refresh_token, request), request)

    def _prep_access_token(self, ctx: Any, token: dict[str, Any], request: Any) -> Token:
        return in_family(super()._prep_access_token(ctx, token, request), request)


def in_family(token: Token, request: Any) -> Token:
    if family := getattr(request, "family", None):
        token.data = {**(token.data or {}), "family": family}
    return token


def without_port(uri: str) -> str | None:
    """Return an address of this very machine without its port, or None for another."""
    parts = urlsplit(uri)
    host = parts.netloc.rpartition(":")[0] or parts.netloc
    return f"{host}{parts.path}?{parts.query}" if parts.scheme == "http" and host in LOOPBACK else None


class Consent(views.AuthorizationView):
    """The page that says which app asks, what it wants, and where one goes afterwards."""

    template_name = "microblog/consent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        uri = self._request_info["redirect_uri"]
        return {**context, "goes_to": urlsplit(uri).netloc or f"{urlsplit(uri).scheme}:"}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        # A browser asks the policy of this page also about where its form is led on to.
        parts = urlsplit(self._request_info["redirect_uri"])
        place = f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
        response._csp_update = {"form-action": [place]}  # type: ignore[attr-defined]
        return response


def install() -> None:
    """Make allauth's server use our rules; it names its validator in no setting."""
    server.OAuthLibRequestValidator = Validator
