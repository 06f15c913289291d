"""The sessions of a person that still open something."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from microblog.models import SignIn, User


def live_sign_ins(*, viewer: User, now: dt.datetime) -> QuerySet[SignIn]:
    """Return where the viewer is signed in."""
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    return SignIn.objects.filter(Exists(live), user=viewer)


def session_is_live(key: str, *, person: int, now: dt.datetime) -> bool:
    """Tell whether a session still opens, and its person still works here."""
    works = User.objects.filter(pk=person, is_active=True)
    return Session.objects.filter(Exists(works), session_key=key, expire_date__gt=now).exists()


def own_sign_in(*, viewer: User, key: int | None) -> SignIn | None:
    """Return one of the viewer's own by its key, or None."""
    return SignIn.objects.filter(user=viewer, pk=key).first() if key is not None else None
