"""Communities as a reader knows them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from microblog import access
from microblog.models import Community, Invitation, Membership, MembershipRequest, PersonFollow, Post, User


def communities(*, viewer: User) -> QuerySet[Community]:
    """Return the communities that the viewer may know of, by name; `is_member is_host is_invited has_asked`."""
    mine = {"user": viewer, "community": OuterRef("pk")}
    memberships = Membership.objects.filter(**mine)
    return (
        access.known_communities(viewer)
        .annotate(
            is_member=Exists(memberships),
            is_host=Exists(memberships.filter(is_host=True)),
            is_invited=Exists(Invitation.objects.filter(**mine)),
            has_asked=Exists(MembershipRequest.objects.filter(**mine)),
        )
        .order_by("name", "id")
    )


def communities_of(*, viewer: User, person: User) -> QuerySet[Community]:
    """Return the communities of a person, those that the viewer may read, by name."""
    theirs = Membership.objects.filter(user=person).values("community")
    return access.readable_communities(viewer).filter(pk__in=theirs, is_for_everybody=False).order_by("name", "id")


def known_community(*, viewer: User, **wanted: object) -> Community:
    """Return one community that the viewer may know of, by `pk` or `slug`.

    :raises Http404: if there is none, or it is hidden from the viewer.
    """
    return get_object_or_404(communities(viewer=viewer), **wanted)


def readable_community(*, viewer: User, **wanted: object) -> Community:
    """Return one community whose posts the viewer may read.

    :raises Http404: if there is none for the viewer to read.
    """
    readable = communities(viewer=viewer).filter(pk__in=access.readable_communities(viewer).values("pk"))
    return get_object_or_404(readable, **wanted)


def everybodys_community() -> Community:
    """Return the community that everybody belongs to."""
    return Community.objects.get(is_for_everybody=True)


def hosts_and_first_members(community: Community, count: int = 5) -> tuple[list[User], list[User]]:
    """Return the hosts of a community, and its first members."""
    members = Membership.objects.filter(community=community).select_related("user").order_by("joined_at", "id")
    hosts = [membership.user for membership in members.filter(is_host=True)]
    return hosts, [membership.user for membership in members[:count]]


def hosts_of(communities: Iterable[Community]) -> dict[int, list[User]]:
    """Return the hosts by the key of the community, first host first; one query for all."""
    found: dict[int, list[User]] = defaultdict(list)
    hosting = Membership.objects.filter(community__in=list(communities), is_host=True)
    for membership in hosting.select_related("user__unit").order_by("id"):
        found[membership.community_id].append(membership.user)
    return found


def members(*, viewer: User, community: Community) -> QuerySet[Membership]:
    """Return who belongs to a community, each `user` with `is_following` told beside it."""
    follows = PersonFollow.objects.filter(follower=viewer, followed=OuterRef("user"))
    rows = Membership.objects.filter(community=community).select_related("user__unit")
    return rows.annotate(is_following=Exists(follows))


def requests(*, viewer: User, community: Community) -> QuerySet[MembershipRequest]:
    """Return who has asked to be let in.

    :raises NotAllowed: if the viewer is no host.
    """
    access.require_host(viewer, community)
    return MembershipRequest.objects.filter(community=community).select_related("user__unit")


def invitations(*, viewer: User, community: Community) -> QuerySet[Invitation]:
    """Return who is invited and has not answered.

    :raises NotAllowed: if the viewer may not invite.
    """
    access.require_inviter(viewer, community)
    return Invitation.objects.filter(community=community).select_related("user__unit", "invited_by")


def pinned_posts(*, viewer: User, communities: Iterable[Community]) -> list[Post]:
    """Return the pinned posts of communities that the viewer may read, the newest pin first, with `pinned_by` (a name)
    and what their cards show."""
    pinned = access.visible_posts(viewer).filter(pin__community__in=list(communities))
    shown = pinned.with_card_parts(viewer)  # type: ignore[attr-defined]
    return list(shown.annotate(pinned_by=F("pin__pinned_by__name")).order_by("-pin__id"))
