"""What the hosts of a community do: let people in, invite them, share the work, keep posts on top."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Conflict, Invalid
from microblog.actions.communities import admit, refuse_to_leave_members_alone
from microblog.events import record_event
from microblog.models import Community, Invitation, Membership, MembershipRequest, Pin, Post, User
from microblog.queries.locks import hold

MOST_PINS = 3


@transaction.atomic
def accept_request(*, actor: User, community: Community, person: User) -> None:
    """Let in a person who has asked.

    :raises NotAllowed: if the actor is no host.
    :raises Http404: if the person has not asked, or has withdrawn the request.
    """
    access.require_host(actor, community)
    if not MembershipRequest.objects.filter(user=person, community=community).exists():
        raise Http404
    admit(person, community)


@transaction.atomic
def refuse_request(*, actor: User, community: Community, person: User) -> None:
    """Say no to a person who has asked; twice does nothing. Nobody is told; the person may ask again.

    :raises NotAllowed: if the actor is no host.
    """
    access.require_host(actor, community)
    MembershipRequest.objects.filter(user=person, community=community).delete()


@transaction.atomic
def invite_person(*, actor: User, community: Community, person: User) -> Invitation | None:
    """Invite a person; twice does nothing. Who has asked already is let in by it.

    Return the invitation, or None if the person was let in.

    :raises NotAllowed: if the actor may not invite here.
    :raises Invalid: if the person has left the company or is no person.
    :raises Conflict: if the person is a member already.
    """
    access.require_inviter(actor, community)
    if person.is_service or not person.is_active:
        raise Invalid("person", "not_here", _("Velg noen som arbeider her."))
    if access.is_member(person, community):
        raise Conflict(_("%(name)s er allerede med.") % {"name": person.name})
    if MembershipRequest.objects.filter(user=person, community=community).exists():
        admit(person, community)
        return None
    found, is_new = Invitation.objects.get_or_create(user=person, community=community, defaults={"invited_by": actor})
    if is_new:
        record_event("membership.invited", subject=found, actor=actor)
    return found


@transaction.atomic
def make_host(*, actor: User, community: Community, person: User) -> None:
    """Make a member a host; twice does nothing.

    :raises NotAllowed: if the actor is no host.
    :raises Conflict: if the person is not a member.
    """
    hold(community)
    access.require_host(actor, community)
    if not Membership.objects.filter(user=person, community=community).update(is_host=True):
        raise Conflict(_("Bare medlemmer kan være verter."))


@transaction.atomic
def unmake_host(*, actor: User, community: Community, person: User) -> None:
    """Make a host a plain member; twice does nothing.

    :raises NotAllowed: if the actor is no host.
    :raises Conflict: if the person is the last host, and there are other members.
    """
    hold(community)
    access.require_host(actor, community)
    refuse_to_leave_members_alone(person, community)
    Membership.objects.filter(user=person, community=community).update(is_host=False)


@transaction.atomic
def pin_post(*, actor: User, community: Community, post: Post) -> None:
    """Keep a post of the community on top of it; twice does nothing.

    :raises NotAllowed: if the actor is no host.
    :raises Invalid: if the post is a reply, or stands in another community.
    :raises Conflict: if three are pinned already.
    """
    hold(community)
    access.require_host(actor, community)
    if post.is_reply or post.community_id != community.pk:
        raise Invalid("post", "elsewhere", _("Fest et innlegg som står i dette fellesskapet."))
    if Pin.objects.filter(post=post).exists():
        return
    # Those of posts that are gone hold no place.
    if Pin.objects.filter(community=community, post__in=Post.objects.live()).count() >= MOST_PINS:
        raise Conflict(_("Tre innlegg er festet allerede. Løsne ett av dem først."))
    Pin.objects.create(community=community, post=post, pinned_by=actor)


@transaction.atomic
def unpin_post(*, actor: User, community: Community, post: int) -> None:
    """Let a post go from the top, by its key; twice does nothing.

    :raises NotAllowed: if the actor is no host.
    """
    access.require_host(actor, community)
    Pin.objects.filter(community=community, post=post).delete()
