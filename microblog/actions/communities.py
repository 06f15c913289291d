"""Communities: opened, described, joined, left."""

from collections.abc import Callable
from itertools import chain, count

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Conflict, NotAllowed
from microblog.events import record_event
from microblog.models import Community, Invitation, Membership, MembershipRequest, User
from microblog.queries.locks import hold

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
def describe_community(*, actor: User, community: Community, name: str, about: str, visibility: str) -> None:
    """Change what a community is called, what it is for and who sees its content. Its address stays.

    Who has asked to be let in is a member of a community that is opened to all.

    :raises NotAllowed: if the actor does not host it.
    :raises Conflict: if it is the community of everybody, and would no longer be open.
    """
    hold(community)
    access.require_host(actor, community)
    if community.is_for_everybody and visibility != Community.Visibility.OPEN:
        raise Conflict(_("Fellesskapet for alle må være åpent."))
    row = Community.objects.filter(pk=community.pk)
    is_as_before = row.filter(visibility=visibility).exists()
    row.update(name=name, about=about, visibility=visibility)
    if is_as_before:
        return
    record_event("community.changed", subject=community, actor=actor)
    if visibility == Community.Visibility.OPEN:
        for request in MembershipRequest.objects.filter(community=community).select_related("user"):
            admit(request.user, community)


@transaction.atomic
def join_community(*, actor: User, community: Community) -> bool:
    """Become a member of an open community or of one that has invited the actor; ask the hosts of a closed one.

    Twice does nothing. Return whether the actor is a member now.

    :raises NotAllowed: if the community is hidden and has not invited the actor.
    """
    if access.can_read(actor, community) or access.is_invited(actor, community):
        admit(actor, community)
        return True
    if community.visibility == Community.Visibility.HIDDEN:
        raise NotAllowed(_("Dette fellesskapet er for dem som er invitert."))
    request, is_new = MembershipRequest.objects.get_or_create(user=actor, community=community)
    if is_new:
        record_event("membership.requested", subject=request, actor=actor)
    return False


@transaction.atomic
def leave_community(*, actor: User, community: Community) -> None:
    """Stop being a member, refuse an invitation or withdraw a request: whichever there is.

    :raises NotAllowed: if it is the community of everybody.
    :raises Conflict: if the actor is its last host, and there are other members.
    """
    if community.is_for_everybody:
        raise NotAllowed(_("Alle er med i dette fellesskapet."))
    hold(community)
    refuse_to_leave_members_alone(actor, community)
    forget_questions(actor, community)
    left, _rows = Membership.objects.filter(user=actor, community=community).delete()
    if left:
        Community.objects.filter(pk=community.pk).update(members_count=F("members_count") - 1)
        record_event("membership.changed", subject=community, actor=actor)


def admit(person: User, community: Community) -> None:
    """Make a person a member; whatever was asked of or by the person is answered by that."""
    forget_questions(person, community)
    _membership, is_new = Membership.objects.get_or_create(user=person, community=community)
    if is_new:
        Community.objects.filter(pk=community.pk).update(members_count=F("members_count") + 1)
        # The actor of this event is whose rights have changed, whoever changed them.
        record_event("membership.changed", subject=community, actor=person)


def forget_questions(person: User, community: Community) -> None:
    """Take away what the community has asked the person, and the person the community."""
    for model in (Invitation, MembershipRequest):
        model.objects.filter(user=person, community=community).delete()


def refuse_to_leave_members_alone(host: User, community: Community) -> None:
    """:raises Conflict: if this is the last host of a community with other members."""
    if not access.is_host(host, community):
        return
    others = Membership.objects.filter(community=community, user__is_active=True).exclude(user=host)
    if others.exists() and not others.filter(is_host=True).exists():
        raise Conflict(_("Du er den siste verten. Gjør noen andre til vert først."))
