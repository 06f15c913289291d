"""Writing without a name, and what a receipt opens."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

from microblog.access import Invalid
from microblog.actions.anonymous import QuotaUsedUp, change_by_receipt
from microblog.api import shapes
from microblog.api.objects import Object, author_object, told_time
from microblog.api.resource import Body, Made, Resource
from microblog.api.serializers import PostEditIn
from microblog.models import Post
from microblog.queries.anonymous import answers_to, hashes_of
from microblog.queries.receipts import Receipt, receipt_of
from microblog.words import pseudonym_words

# Only what has an author has these.
NEEDS_A_NAME = ("media", "may_be_quoted", "quote_wording", "publish_at", "poll", "praise", "pain")


class MayBeUnnamed(Resource):
    """A resource to which one may also post without one's name."""

    def answer_post(self, request: Request, handler: Any, ids: dict[str, Any]) -> HttpResponse:
        """Refuse a key of the person's: the receipt is the key, and no person stands with it."""
        if self.sent.get("anonymous") and "Idempotency-Key" in request.headers:
            raise Invalid(
                "Idempotency-Key", "not_with_anonymous", _("Kvitteringen er nøkkelen når du skriver uten navn.")
            )
        return super().answer_post(request, handler, ids)

    def unnamed(self, send: Callable[..., dt.datetime]) -> Made:
        """Put what was sent under seal.

        :raises Invalid: if something of it needs a name, or the receipt is missing.
        :raises Throttled: if the day's worth is used up.
        """
        refuse_what_needs_a_name(self.sent)
        if "receipt_hash" not in self.sent:
            raise Invalid("receipt_hash", "required", _("Dette feltet må fylles ut."))
        sent = {name: value for name, value in self.sent.items() if name not in (*NEEDS_A_NAME, "anonymous")}
        now = timezone.now()
        try:
            slot = send(author=self.viewer, now=now, **sent)
        except QuotaUsedUp as refused:
            raise exceptions.Throttled(wait=seconds_left(now)) from refused
        earliest = timezone.localdate(slot).isoformat()
        return Made({"receipt_hash": sent["receipt_hash"], "earliest": earliest}, "receipt")


def refuse_what_needs_a_name(sent: Body) -> None:
    """:raises Invalid: if there is such a thing in what was sent."""
    for field in NEEDS_A_NAME:
        if sent.get(field):
            raise Invalid(field, "needs_a_name", _("Dette kan ikke skrives uten navn."))


def seconds_left(now: dt.datetime) -> int:
    """Return the seconds until the counts begin anew: the days of the key process are those of UTC."""
    return 86_400 - int(now.timestamp()) % 86_400


class ReceiptResource(Resource):
    """`/receipt`: what became of something that was written without a name. Opened by the header `Lest-Receipt`, by
    nobody's name: no sign-in is read here."""

    authentication_classes = ()
    permission_classes = ()
    takes = {"PATCH": PostEditIn}
    shows = shapes.Receipt

    def dispatch(self, request: HttpRequest, *args: Any, **ids: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **ids)
        # What surrounds the views asks who it was.
        request.user = AnonymousUser()
        response["Cache-Control"] = "no-store"
        return response

    def count(self) -> None:
        """Nobody is asking, so nobody is counted; a receipt of 128 bits is not found by trying."""

    @property
    def secret(self) -> str:
        return str(self.request.headers.get("Lest-Receipt", ""))

    def get(self, request: Request) -> Object:
        return receipt_object(self.opened())

    def opened(self) -> Receipt:
        """:raises Http404: if the receipt belongs to nothing."""
        receipt = receipt_of(hashes_of(self.secret))
        if receipt is None:
            raise Http404
        return receipt

    def patch(self, request: Request) -> Object:
        self.opened()
        if "text" in self.sent:
            change_by_receipt(secret=self.secret, text=self.sent["text"], now=timezone.now())
        return receipt_object(self.opened())

    def delete(self, request: Request) -> None:
        self.opened()
        change_by_receipt(secret=self.secret, text=None, now=timezone.now())


def receipt_object(receipt: Receipt) -> Body:
    """Return what a receipt opens; `change` waits for the next slot."""
    post = receipt.post
    return {
        "state": receipt.state,
        "text": receipt.text,
        "change": receipt.change,
        "earliest": receipt.earliest and timezone.localdate(receipt.earliest).isoformat(),
        "published_on": post and told_time(post, post.published_at),
        "post": str(post.pk) if post and post.is_live else None,
        "reason": receipt.reason or None,
        "replies": [reply_object(reply) for reply in answers_to(post)] if post else [],
    }


def reply_object(reply: Post) -> Body:
    return {
        "id": str(reply.pk),
        "author": None if reply.pseudonym else author_object(reply.author),
        "pseudonym": reply.pseudonym and pseudonym_words(reply.pseudonym),
        "text": reply.text,
        "published_at": told_time(reply, reply.published_at),
    }
