"""What people do to people: follow them, and let themselves in from a phone or a script."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from microblog.access import Invalid
from microblog.events import record_event
from microblog.models import AccessToken, PersonFollow, User
from microblog.models.people import parts_of

SCOPES = (
    *("read", "write", "read:posts", "write:posts", "read:ideas", "write:ideas", "read:letters", "write:letters"),
    *("read:notifications", "write:notifications", "read:people", "read:moderation", "write:moderation"),
    *("admin:people", "admin:themes", "admin:settings", "read:audit"),
)


def follow_person(*, actor: User, person: User) -> None:
    """Read what another person writes; twice does nothing.

    :raises Invalid: if the person is the actor.
    """
    if actor == person:
        raise Invalid("id", "yourself", _("Du ser alltid det du selv skriver."))
    PersonFollow.objects.get_or_create(follower=actor, followed=person)


def unfollow_person(*, actor: User, person: User) -> None:
    """Stop reading what another person writes."""
    PersonFollow.objects.filter(follower=actor, followed=person).delete()


@transaction.atomic
def issue_token(
    *, user: User, name: str, scopes: list[str], expires_at: dt.datetime | None = None
) -> tuple[AccessToken, str]:
    """Make a personal access token. The secret is returned this once; only its hash is kept.

    :raises Invalid: if a scope is unknown.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise Invalid("scopes", "unknown", _("Ukjent tilgang: %(scope)s") % {"scope": unknown[0]})
    secret = f"lest_{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        user=user, name=name, scopes=scopes, digest=AccessToken.digest_of(secret), expires_at=expires_at
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, now: dt.datetime) -> None:
    """End a token; open sockets that it opened close when they hear of it. Twice does nothing."""
    if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record_event("access.ended", subject=token, actor=token.user)


def set_language(*, actor: User, language: str) -> None:
    """Choose the language of the interface."""
    User.objects.filter(pk=actor.pk).update(language=language)


def describe_oneself(*, actor: User, ask_about: str, languages_spoken: str) -> None:
    """Tell colleagues what to ask one about and in which languages: two lists, parted by commas."""
    User.objects.filter(pk=actor.pk).update(
        ask_about=", ".join(parts_of(ask_about)), languages_spoken=", ".join(parts_of(languages_spoken))
    )
