"""Signing in and out: the sessions of a person, how long they last, and the browsers that are known."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from microblog.browsers import browser_name
from microblog.events import record_event
from microblog.models import AccessToken, Event, KnownDevice, Role, SignIn, User

IDLE_OF_ADMINISTRATORS = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(days=90)
A_MINUTE = dt.timedelta(minutes=1)


@transaction.atomic
def begin_session(*, person: User, session: SessionBase, user_agent: str, device: str, now: dt.datetime) -> str | None:
    """Write down that a person has signed in, and tell them by mail if this browser is new beside others.

    `device` is the secret of the browser's cookie. Returns a new secret when the browser held none of this person's.
    """
    session["began"] = session["seen"] = int(now.timestamp())
    sign_in = SignIn.objects.create(
        user=person,
        session_key=session.session_key or "",
        browser=browser_name(user_agent),
        began_at=now,
        last_used_on=timezone.localdate(now),
    )
    session["sign_in"] = sign_in.pk
    known = KnownDevice.objects.filter(user=person)
    if device and known.filter(digest=digest_of(device)).exists():
        return None
    if known.exists():
        record_event("session.began", subject=sign_in, actor=person)
    secret = secrets.token_urlsafe(24)
    KnownDevice.objects.create(user=person, digest=digest_of(secret))
    return secret


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_over(*, person: User, session: SessionBase, now: dt.datetime) -> bool:
    """Tell whether a session has lasted too long, or an administrator's has lain idle."""
    began, seen = (dt.datetime.fromtimestamp(session.get(name, now.timestamp()), dt.UTC) for name in ("began", "seen"))
    if now - began > LONGEST:
        return True
    return person.has_role(Role.ADMIN) and now - seen > IDLE_OF_ADMINISTRATORS


def note_use(*, person: User, session: SessionBase, now: dt.datetime) -> None:
    """Keep the session alive, and write down the day: once a day, and for administrators once a minute.

    Only reading is noted. A request that posts something must leave no trace of who made it.
    """
    seen = dt.datetime.fromtimestamp(session.get("seen", 0), dt.UTC)
    is_new_day = timezone.localdate(seen) != timezone.localdate(now)
    if is_new_day:
        SignIn.objects.filter(pk=session.get("sign_in", 0)).update(last_used_on=timezone.localdate(now))
    if is_new_day or (person.has_role(Role.ADMIN) and now - seen >= A_MINUTE):
        session["seen"] = int(now.timestamp())


def keep_session(*, session: SessionBase) -> None:
    """Follow a session whose key has changed, as it does when its person has a new password."""
    SignIn.objects.filter(pk=session.get("sign_in", 0)).update(session_key=session.session_key)


def end_sessions(*, actor: User, sign_ins: Iterable[SignIn]) -> None:
    """Sign the actor out of browsers; their open sockets close when they hear of it.

    The session goes first and by itself: what a cache would read back in between is gone from the database already.
    """
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    for sign_in in sign_ins:
        store(sign_in.session_key).delete()
        with transaction.atomic():
            record_event("access.ended", subject=sign_in, actor=actor)
            SignIn.objects.filter(pk=sign_in.pk).delete()


def forget_session(*, person: User, session: SessionBase) -> None:
    """Take a session that its person has ended off the list, and close its sockets."""
    sign_in = SignIn.objects.filter(user=person, pk=session.get("sign_in", 0)).first()
    if sign_in is not None:
        end_sessions(actor=person, sign_ins=[sign_in])


def clear_sessions(*, now: dt.datetime) -> None:
    """Forget sessions that nobody can use any more."""
    Session.objects.filter(expire_date__lte=now).delete()
    SignIn.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def note_token_use(*, token: AccessToken, now: dt.datetime) -> None:
    """Write down the day on which a token was used last. Only reading is noted, as with sessions."""
    today = timezone.localdate(now)
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)


def warn_of_new_devices(events: Iterable[Event]) -> None:
    """Tell people by mail that they have signed in with a browser that was not known."""
    found = SignIn.objects.select_related("user").in_bulk([event.subject_id for event in events])
    for sign_in in found.values():
        if sign_in.user.email and sign_in.user.is_active:
            with translation.override(sign_in.user.language):
                warning_of(sign_in).send()


def warning_of(sign_in: SignIn) -> EmailMultiAlternatives:
    context = {"sign_in": sign_in, "reader": sign_in.user, "site": settings.SITE_URL}
    message = EmailMultiAlternatives(
        render_to_string("emails/new_device_subject.txt", context).strip(),
        render_to_string("emails/new_device.txt", context),
        to=[sign_in.user.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<sign-in.{sign_in.pk}@{settings.MAIL_DOMAIN}>"},
    )
    message.attach_alternative(render_to_string("emails/new_device.html", context), "text/html")
    return message
