"""People as a reader finds them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from microblog.models import AccessToken, OrgUnit, PersonFollow, User


def people(*, viewer: User, text: str = "", units: Iterable[OrgUnit] | None = None) -> QuerySet[User]:
    """Return the people who work here, with `is_following`: all, or those of some units or with a part of a name."""
    found = known_people(viewer).filter(is_active=True, is_service=False)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(username__icontains=text))
    if units is not None:
        found = found.filter(unit__in=[unit.pk for unit in units])
    return found


def known_people(viewer: User) -> QuerySet[User]:
    """Return everybody, also those who have left, with `is_following`."""
    follows = PersonFollow.objects.filter(follower=viewer, followed=OuterRef("pk"))
    return User.objects.select_related("unit").annotate(is_following=Exists(follows))


def known_person(*, viewer: User, key: int) -> User:
    """Return one person, also one who has left.

    :raises Http404: if there is none.
    """
    return get_object_or_404(known_people(viewer), pk=key)


def live_tokens(*, viewer: User) -> QuerySet[AccessToken]:
    """Return the viewer's own tokens that have not been revoked."""
    return AccessToken.objects.filter(user=viewer, revoked_at=None)
