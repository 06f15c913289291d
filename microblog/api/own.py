"""What is a person's alone: where they are signed in, their own data, the devices that are told."""

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from microblog import push
from microblog.access import NotAllowed
from microblog.actions.exports import ask_for_export
from microblog.actions.push import subscribe, unsubscribe
from microblog.actions.sessions import end_sessions
from microblog.api import shapes
from microblog.api.lists import page_of
from microblog.api.objects import Object, moment
from microblog.api.resource import Made, Pending, Resource
from microblog.api.serializers import PageQuery, StrictSerializer, TextField
from microblog.downloads import own_data
from microblog.models import DataExport, PushSubscription, SignIn
from microblog.push import Address
from microblog.queries.exports import last_export
from microblog.queries.sessions import live_sign_ins, own_sign_in


def require_fresh(request: Request) -> None:
    """Let who came with a cookie change what opens the account only shortly after they have proved who they are.

    :raises NotAllowed: if that was too long ago.
    """
    if request.auth is None and is_reauthentication_required(request._request, app="microblog"):
        raise NotAllowed(_("Bekreft først at det er deg, på innstillingssiden."))


def sign_in_object(row: SignIn, *, here: str | None) -> Object:
    return {
        "id": str(row.pk),
        "browser": row.browser,
        "began_at": moment(row.began_at),
        "last_used_on": row.last_used_on.isoformat(),
        "is_current": row.session_key == here,
    }


class MySessions(Resource):
    """`/me/sessions`: the browsers that the viewer is signed in with."""

    gives = {"GET": shapes.Page[shapes.SignIn]}
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        here = request.session.session_key if request.auth is None else None
        rows = live_sign_ins(viewer=self.viewer, now=timezone.now())
        return page_of(
            request, self.asked, rows, ("-id",), lambda found: [sign_in_object(row, here=here) for row in found]
        )


class MySession(Resource):
    """`/me/sessions/:id`"""

    def delete(self, request: Request, id: int) -> None:
        sign_in = get_object_or_404(live_sign_ins(viewer=self.viewer, now=timezone.now()), pk=id)
        require_fresh(request)
        end_sessions(actor=self.viewer, sign_ins=[sign_in])


def export_object(row: DataExport) -> Object:
    return {
        "state": "ready" if row.made_at else "waiting",
        "asked_at": moment(row.asked_at),
        "expires_at": moment(row.expires_at),
        "size": row.bytes if row.made_at else None,
        "url": "/rest/v1/me/export/content" if row.made_at else None,
    }


class MyExport(Resource):
    """`/me/export`: all that the viewer has written, packed by a worker and kept for a week."""

    shows = shapes.Export

    def get(self, request: Request) -> Object:
        found = last_export(viewer=self.viewer, now=timezone.now())
        if found is None:
            raise Http404
        return export_object(found)

    def post(self, request: Request) -> Pending:
        require_fresh(request)
        return Pending(export_object(ask_for_export(actor=self.viewer, now=timezone.now())))


class MyExportContent(Resource):
    """`/me/export/content`: the zip file itself."""

    serves = "application/zip"

    def get(self, request: Request) -> FileResponse:
        require_fresh(request)
        found = last_export(viewer=self.viewer, now=timezone.now())
        if found is None or not found.file:
            raise Http404
        return own_data(found.file)


class KeysIn(StrictSerializer):
    """The keys that encrypt for a browser, in base64url."""

    p256dh = TextField(longest=100)
    auth = TextField(longest=40)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValidationError({"": [ErrorDetail(_("Send et JSON-objekt."), code="invalid")]})
        return super().to_internal_value(data)


class PushIn(StrictSerializer):
    """What `PushSubscription.toJSON()` of a browser says, without `expirationTime`."""

    endpoint = TextField(longest=1000)
    keys = KeysIn()


class PushSubscriptions(Resource):
    """`/push-subscriptions`"""

    scope = "notifications"
    takes = {"POST": PushIn}
    gives = {"POST": shapes.PushSubscription}

    def post(self, request: Request) -> Made:
        key = request.session.get("sign_in") if request.auth is None else None
        made = subscribe(
            actor=self.viewer,
            address=Address(self.sent["endpoint"], self.sent["keys"]["p256dh"], self.sent["keys"]["auth"]),
            sign_in=own_sign_in(viewer=self.viewer, key=key),
        )
        return Made({"id": str(made.pk)}, f"push-subscriptions/{made.pk}")


class OnePushSubscription(Resource):
    """`/push-subscriptions/:id`"""

    scope = "notifications"

    def delete(self, request: Request, id: int) -> None:
        found = get_object_or_404(PushSubscription, user=self.viewer, pk=id)
        unsubscribe(actor=self.viewer, endpoint=found.endpoint)


class PushKey(Resource):
    """`/push-subscriptions/key`: the public key that a browser names when it subscribes (VAPID)."""

    scope = "notifications"
    shows = shapes.PushKey

    def get(self, request: Request) -> Object:
        return {"public_key": push.public_key()}
