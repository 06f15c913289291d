"""Communities: opened, joined, left."""

from collections.abc import Callable
from itertools import chain, count

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Conflict, NotAllowed
from microblog.events import record_event
from microblog.models import Community, Membership, User

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "ł": "l", "ń": "n"})


def slug_of(name: str) -> str:
    """Return a name as a part of an address."""
    return slugify(name.translate(LETTERS))


def first_free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return the name, or else the name with the first number from 2 that makes it free."""
    return next(name for name in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if not is_taken(name))


@transaction.atomic
def open_community(*, actor: User, name: str, about: str = "", visibility: str = "open") -> Community:
    """Open a community with the actor as its first member and host. Its address is made from its name."""
    slug = slug_of(name)[:70] or "fellesskap"
    taken = set(Community.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    try:
        community = Community.objects.create(
            slug=first_free(slug, taken.__contains__),
            name=name,
            about=about,
            visibility=visibility,
            created_by=actor,
            members_count=1,
        )
    except IntegrityError as error:
        raise Conflict(_("Noen åpnet et fellesskap med samme navn akkurat nå. Prøv igjen.")) from error
    Membership.objects.create(user=actor, community=community, is_host=True)
    return community


@transaction.atomic
def join_community(*, actor: User, community: Community) -> None:
    """Become a member of an open community; twice does nothing.

    :raises NotAllowed: if the community is not open to all.
    """
    if not access.can_read(actor, community):
        raise NotAllowed(_("Dette fellesskapet er lukket. Spør en vert om å bli med."))
    _membership, is_new = Membership.objects.get_or_create(user=actor, community=community)
    if is_new:
        Community.objects.filter(pk=community.pk).update(members_count=F("members_count") + 1)
        record_event("membership.changed", subject=community, actor=actor)


@transaction.atomic
def leave_community(*, actor: User, community: Community) -> None:
    """Stop being a member; without being one nothing happens.

    :raises NotAllowed: if it is the community of everybody.
    """
    if community.is_for_everybody:
        raise NotAllowed(_("Alle er med i dette fellesskapet."))
    left, _rows = Membership.objects.filter(user=actor, community=community).delete()
    if left:
        Community.objects.filter(pk=community.pk).update(members_count=F("members_count") - 1)
        record_event("membership.changed", subject=community, actor=actor)
