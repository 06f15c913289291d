"""Communities: opened, joined, left."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Conflict, NotAllowed
from microblog.events import record_event
from microblog.models import Community, Membership, User

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "ł": "l", "ń": "n"})


@transaction.atomic
def open_community(*, actor: User, name: str, about: str = "", visibility: str = "open") -> Community:
    """Open a community with the actor as its first member and host. Its address is made from its name."""
    slug = slugify(name.translate(LETTERS))[:70] or "fellesskap"
    taken = set(Community.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if (slug if n == 1 else f"{slug}-{n}") not in taken)
    try:
        community = Community.objects.create(
            slug=slug if number == 1 else f"{slug}-{number}",
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
