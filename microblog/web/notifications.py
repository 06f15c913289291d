"""What a person has been told: the page, the bell, and the way on to what it is about."""

import datetime as dt
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from microblog import notices
from microblog.actions.notifications import read_notification, read_notifications
from microblog.icons import icon
from microblog.models import Notification, User
from microblog.queries.notifications import (
    FILTERS,
    address_of,
    notification_page,
    notifications,
    sentence_of,
    wish_of,
)
from microblog.times import time_words
from microblog.web.answers import PersonRequest, SeeOther, answer, key_in, signed_in, unkept

FILTER_WORDS = {"all": _("Alt"), "me": _("Til meg"), "ideas": _("Idéer"), "leaders": _("Kunngjøringer")}


class Row(NamedTuple):
    """What one row of the page shows."""

    key: int
    sentence: str
    when: str
    is_new: bool
    is_of_today: bool
    person: User | None
    icon: SafeString


def row_of(row: Notification, now: dt.datetime) -> Row:
    """Return a notification of `complete` as the page shows it; without an actor the kind's icon stands for one."""
    first = next(iter(row.people), None)  # type: ignore[attr-defined]
    return Row(
        key=row.pk,
        sentence=sentence_of(row),
        when=time_words(row.happened_at, now),
        is_new=row.read_at is None,
        is_of_today=timezone.localdate(row.happened_at) == timezone.localdate(now),
        person=first,
        icon=icon(notices.kinds[row.kind].icon),
    )


@require_safe
@signed_in
def inbox(request: PersonRequest) -> HttpResponse:
    """Show what the reader has been told, newest first, a page at a time; `show` names a filter."""
    now = timezone.now()
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else "all"
    page = notification_page(viewer=request.user, shown=shown, before=key_in(request.GET.get("before")))
    rows = [row_of(row, now) for row in page.rows]
    quiet = wish_of(request.user).quiet
    context: dict[str, Any] = {
        "here": "notifications",
        "shown": shown,
        "filters": FILTER_WORDS.items(),
        "today": [row for row in rows if row.is_of_today],
        "earlier": [row for row in rows if not row.is_of_today],
        "newest": rows[0].key if rows else None,
        "older_than": rows[-1].key if page.has_more else None,
        "quiet": quiet if quiet.starts_at != quiet.ends_at else None,
    }
    return answer(request, "microblog/notifications.html", "microblog/_notifications.html", context)


@require_safe
@signed_in
def bell(request: PersonRequest) -> HttpResponse:
    """Show how many are unread, for an open page that has heard of something."""
    return unkept(render(request, "microblog/_bell.html"))


@require_safe
@signed_in
def follow_up(request: PersonRequest, key: int) -> HttpResponse:
    """Lead on to what one notification is about, and take it as read."""
    row = notifications(viewer=request.user).filter(pk=key).first()
    if row is None:
        return SeeOther("/notifications/")
    read_notification(actor=request.user, key=key, now=timezone.now())
    return SeeOther(address_of(row))


@require_POST
@signed_in
def mark_read(request: PersonRequest) -> HttpResponse:
    """Take all up to the newest that the page showed as read."""
    up_to = key_in(request.POST.get("up_to"))
    if up_to is not None:
        read_notifications(actor=request.user, up_to=up_to, now=timezone.now())
    return SeeOther("/notifications/")
