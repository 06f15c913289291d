"""Notifications: what the viewer has been told, read, and how the viewer wants to be told."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from microblog import notices
from microblog.actions.notifications import choose_notifications, read_notifications, set_quiet_hours
from microblog.api import shapes
from microblog.api.lists import page_of
from microblog.api.objects import Object, author_object, key, moment
from microblog.api.resource import Resource
from microblog.api.serializers import ChoiceField, FlagField, IdField, ListField, PageQuery, StrictSerializer, Worded
from microblog.models import Notification, Rhythm
from microblog.queries.notifications import address_of, complete, notifications, sentence_of, wish_of
from microblog.quiet import NEVER_QUIET, Quiet


def notification_object(row: Notification) -> Object:
    """Return a notification of `complete`. `actors` are the three that came last, `actor_count` counts all."""
    community = row.community
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "text": sentence_of(row),
        "post": key(row.post_id),
        "community": community and {"id": str(community.pk), "name": community.name},
        "actors": [author_object(person) for person in row.people],  # type: ignore[attr-defined]
        "actor_count": len(row.actors),
        "is_read": row.read_at is not None,
        "happened_at": moment(row.happened_at),
        "url": address_of(row),
    }


class ReadIn(StrictSerializer):
    up_to = IdField()


class Part(StrictSerializer):
    """An object within the body."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValidationError({"": [ErrorDetail(_("Send et JSON-objekt."), code="invalid")]})
        return super().to_internal_value(data)


class WishIn(Part):
    page = FlagField(required=False)
    mail = ChoiceField(choices=Rhythm.choices, required=False)
    push = FlagField(required=False)


class TimeField(Worded, serializers.TimeField):
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("Skriv klokkeslettet slik: 07:30.")}


class DayField(Worded, serializers.Field):
    """A day of the week by its number: Monday is 1."""

    form: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": 7}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int) or not 1 <= data <= 7:
            raise ValidationError(_("Velg dager fra 1 (mandag) til 7 (søndag)."), code="invalid")
        return data


class QuietIn(Part):
    to = TimeField(format="%H:%M", input_formats=["%H:%M"])
    days = ListField(child=DayField(), allow_empty=False, max_length=7)

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of Python's.
        return {"from": TimeField(format="%H:%M", input_formats=["%H:%M"]), **super().get_fields()}


class PreferencesIn(StrictSerializer):
    """A wish for each kind that is to change, and the quiet hours."""

    quiet = QuietIn(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{kind: WishIn(required=False) for kind in notices.kinds}}


class Notifications(Resource):
    """`/notifications`: what the viewer has been told, newest first."""

    gives = {"GET": shapes.Page[shapes.Notification]}
    scope = "notifications"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        def objects(rows: Sequence[Notification]) -> list[Object]:
            complete(self.viewer, rows)
            return [notification_object(row) for row in rows]

        return page_of(request, self.asked, notifications(viewer=self.viewer), ("-id",), objects)


class NotificationsRead(Resource):
    """`/notifications/read`"""

    scope = "notifications"
    takes = {"PUT": ReadIn}

    def put(self, request: Request) -> None:
        read_notifications(actor=self.viewer, up_to=self.sent["up_to"], now=timezone.now())


class Preferences(Resource):
    """`/notifications/preferences`"""

    @property
    def shows(self) -> Any:  # type: ignore[override]
        return shapes.preferences(notices.kinds)

    scope = "notifications"
    takes = {"PUT": PreferencesIn}

    def get(self, request: Request) -> Object:
        wish = wish_of(self.viewer)
        shown: Object = {}
        for kind in notices.kinds:
            page, mail = wish.of(kind)
            shown[kind] = {"page": page, "mail": str(mail), "push": wish.pushes(kind)}
        is_off = wish.quiet.starts_at == wish.quiet.ends_at and len(wish.quiet.days) == 7
        shown["quiet"] = (
            None
            if is_off
            else {
                "from": wish.quiet.starts_at.strftime("%H:%M"),
                "to": wish.quiet.ends_at.strftime("%H:%M"),
                "days": sorted(wish.quiet.days),
            }
        )
        return shown

    def put(self, request: Request) -> Object:
        wishes = {kind: wish for kind, wish in self.sent.items() if kind != "quiet"}
        choose_notifications(actor=self.viewer, wishes=wishes)
        if "quiet" in self.sent:
            quiet = quiet_sent(self.sent["quiet"])
            set_quiet_hours(
                actor=self.viewer, starts_at=quiet.starts_at, ends_at=quiet.ends_at, days=sorted(quiet.days)
            )
        return self.get(request)


def quiet_sent(sent: Object | None) -> Quiet:
    """Return the quiet hours that were sent; null makes no hour and no day quiet."""
    return Quiet(sent["from"], sent["to"], frozenset(sent["days"])) if sent else NEVER_QUIET
