"""`/me`: the viewer, and the viewer's tokens."""

import datetime as dt

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from microblog.access import NotAllowed
from microblog.actions.people import describe_oneself, issue_token, revoke_token, set_language
from microblog.actions.preferences import choose_keys, choose_look, choose_quoting
from microblog.api import shapes
from microblog.api.authentication import covers
from microblog.api.lists import each, page_of
from microblog.api.objects import Object, me_object, token_object
from microblog.api.own import require_fresh
from microblog.api.resource import Made, Resource
from microblog.api.serializers import MeIn, PageQuery, TokenIn
from microblog.models import AccessToken, User
from microblog.queries.people import known_person, live_tokens


class Me(Resource):
    """`/me`"""

    shows = shapes.Me
    takes = {"PATCH": MeIn}

    def found(self) -> User:
        return known_person(viewer=self.viewer, key=self.viewer.pk)

    def shown(self, row: User) -> Object:
        return me_object(row)

    def get(self, request: Request) -> Object:
        return self.shown(self.found())

    def patch(self, request: Request) -> Object:
        if "language" in self.sent:
            set_language(actor=self.viewer, language=self.sent["language"])
        if "theme" in self.sent:
            choose_look(actor=self.viewer, theme=self.sent["theme"])
        if "single_keys" in self.sent:
            choose_keys(actor=self.viewer, single_keys=self.sent["single_keys"])
        if "quote_consent" in self.sent:
            choose_quoting(actor=self.viewer, may_be_quoted=self.sent["quote_consent"])
        if {"languages", "ask_me_about"} & set(self.sent):
            describe_oneself(
                actor=self.viewer,
                ask_about=self.sent.get("ask_me_about", self.viewer.ask_about),
                languages_spoken=self.sent.get("languages", self.viewer.languages_spoken),
            )
        return self.shown(self.found())


class MyTokens(Resource):
    """`/me/tokens`"""

    gives = {"GET": shapes.Page[shapes.Token], "POST": shapes.NewToken}
    takes = {"POST": TokenIn}
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        return page_of(request, self.asked, live_tokens(viewer=self.viewer), ("-id",), each(token_object))

    def post(self, request: Request) -> Made:
        scopes, expires_at = self.sent["scopes"], end_of(self.sent["expires_on"])
        require_fresh(request)
        if isinstance(request.auth, AccessToken):
            refuse_more(request.auth, scopes, expires_at)
        token, secret = issue_token(user=self.viewer, name=self.sent["name"], scopes=scopes, expires_at=expires_at)
        token.refresh_from_db()
        shown = token_object(token)
        # The secret is shown this once: a repeated request learns that the token was made, and no more.
        return Made({**shown, "token": secret}, f"me/tokens/{token.pk}", kept={**shown, "token": None})


class MyToken(Resource):
    """`/me/tokens/:id`"""

    shows = shapes.Token

    def found(self, id: int) -> AccessToken:
        return get_object_or_404(live_tokens(viewer=self.viewer), pk=id)

    def shown(self, row: AccessToken) -> Object:
        return token_object(row)

    def delete(self, request: Request, id: int) -> None:
        revoke_token(token=self.found(id), now=timezone.now())


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment at which a day is over here."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def refuse_more(token: AccessToken, scopes: list[str], expires_at: dt.datetime | None) -> None:
    """Let a token make none that can do more, or for longer, than it can itself.

    :raises NotAllowed: if it would.
    """
    missing = [scope for scope in scopes if not covers(token.scopes, scope)]
    if missing:
        raise NotAllowed(_("Nøkkelen mangler tilgangen %(scope)s.") % {"scope": missing[0]})
    if token.expires_at is not None and (expires_at is None or expires_at > token.expires_at):
        raise NotAllowed(_("Den nye nøkkelen kan ikke vare lenger enn denne."))
