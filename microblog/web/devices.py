"""Who signs in and out, and the secret by which a browser is known again."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from microblog.actions.sessions import begin_session, end_sessions, forget_session, keep_session
from microblog.models import User
from microblog.queries.sessions import live_sign_ins

COOKIE = "device"
TWO_YEARS = 2 * 365 * 24 * 60 * 60


def set_device(response: HttpResponse, secret: str) -> None:
    """Let a browser keep the secret that it is known by."""
    response.set_cookie(
        COOKIE, secret, max_age=TWO_YEARS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def account_mark(person: User) -> str:
    """Return what tells one person's pages from another's on a shared device, and says nothing else."""
    return salted_hmac("account", str(person.pk)).hexdigest()[:16]


@receiver(user_logged_in)
def begin(sender: type[User], request: HttpRequest, user: User, **_: Any) -> None:
    request.device_secret = begin_session(  # type: ignore[attr-defined]
        person=user,
        session=request.session,
        user_agent=request.headers.get("User-Agent", ""),
        device=request.COOKIES.get(COOKIE, ""),
        now=timezone.now(),
    )


@receiver(user_logged_out)
def end(sender: type[User], request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        forget_session(person=user, session=request.session)


@receiver(password_changed)
def keep_this_one(sender: type[User], request: HttpRequest, user: User, **_: Any) -> None:
    """A new password signs its person out everywhere else."""
    keep_session(session=request.session)
    others = live_sign_ins(viewer=user, now=timezone.now()).exclude(session_key=request.session.session_key)
    end_sessions(actor=user, sign_ins=list(others))


@receiver(password_reset)
def end_all(sender: type[User], user: User, **_: Any) -> None:
    """Who has lost the password may have lost the browsers too."""
    end_sessions(actor=user, sign_ins=list(live_sign_ins(viewer=user, now=timezone.now())))
