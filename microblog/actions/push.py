"""Push messages: which devices a person wants to be told on, and telling them."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microblog import push
from microblog.access import Invalid
from microblog.models import Notification, PushSubscription, SignIn, User
from microblog.push import GONE, Address, BadAddress
from microblog.queries.menu import count_unread
from microblog.queries.notifications import may_see

BATCH = 200
MOST_DEVICES = 20


@transaction.atomic
def subscribe(*, actor: User, address: Address, sign_in: SignIn | None) -> PushSubscription:
    """Tell the actor on a device from now on. A device that somebody else had is theirs no longer; twice does nothing.

    :raises Invalid: if the address is not at a known push service, or its keys are none.
    """
    try:
        push.checked(address)
    except BadAddress as bad:
        raise Invalid(bad.field, "invalid", _("Nettleseren ga ingen adresse som kan brukes.")) from bad
    PushSubscription.objects.filter(endpoint=address.endpoint).exclude(user=actor).delete()
    keys = {"p256dh": address.p256dh, "auth": address.auth, "sign_in": sign_in}
    subscription, _is_new = PushSubscription.objects.update_or_create(
        user=actor, endpoint=address.endpoint, defaults=keys
    )
    newest = PushSubscription.objects.filter(user=actor).order_by("-pk").values("pk")[:MOST_DEVICES]
    PushSubscription.objects.filter(user=actor).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return subscription


def unsubscribe(*, actor: User, endpoint: str) -> None:
    """Tell the actor no more on a device; one that is somebody else's, or unknown, stays as it is."""
    PushSubscription.objects.filter(user=actor, endpoint=endpoint).delete()


def send_due_push(*, now: dt.datetime) -> int:
    """Tell devices of what is due, once for each person, and return how many notifications were dealt with.

    The claim comes first: whoever dies while sending leaves a message unsent, and none goes twice.
    """
    due = claim(now)
    for person in {row.recipient_id for row in due}:
        tell_devices(person, [row.pk for row in due if row.recipient_id == person])
    return len(due)


@transaction.atomic
def claim(now: dt.datetime) -> list[Notification]:
    rows = Notification.objects.select_for_update(skip_locked=True, of=["self"])
    due = list(rows.filter(push_due_at__lte=now).order_by("push_due_at", "id")[:BATCH])
    Notification.objects.filter(pk__in=[row.pk for row in due]).update(push_due_at=None)
    return due


def tell_devices(person: int, keys: list[int]) -> None:
    """Tell the devices of one person how many are unread, unless all of these have been read or hidden since."""
    subscriptions = list(PushSubscription.objects.filter(user=person).select_related("user"))
    if not subscriptions or not subscriptions[0].user.is_active:
        return
    reader = subscriptions[0].user
    fresh = Notification.objects.filter(may_see(reader), pk__in=keys, read_at=None).order_by("-pk")
    newest = fresh.values_list("pk", flat=True).first()
    if newest is None:
        return
    message = message_to(reader, max(count_unread(reader), 1), newest)
    for subscription in subscriptions:
        address = Address(subscription.endpoint, subscription.p256dh, subscription.auth)
        if push.send(address, message) in GONE:
            subscription.delete()


def message_to(reader: User, unread: int, newest: int) -> dict[str, object]:
    """Return what a device shows: how many, and which opens. What it is about stays in the house."""
    with translation.override(reader.language):
        body = ngettext("Du har %(n)d nytt varsel.", "Du har %(n)d nye varsler.", unread) % {"n": unread}
    return {"title": "Lest", "body": body, "url": f"/notifications/{newest}/", "count": unread, "id": str(newest)}
