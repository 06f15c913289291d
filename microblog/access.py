"""Who may see and do what: the one door of permission. Sets of rows are SQL, questions about one row are functions."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from microblog.models import Attachment, Community, Invitation, Membership, ModerationCase, OrgUnit, Post, Role, User


class NotAllowed(Exception):
    """The person knows the thing but may not do this to it. `detail` says why, to the person."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Conflict(Exception):
    """What was asked for does not fit the present state. `detail` says why, `more` are fields for the API."""

    def __init__(self, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.more = more


class Invalid(Exception):
    """One field of what was sent can't be taken: `(field, code, detail)`."""

    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(code)
        self.field, self.code, self.detail = field, code, detail


def my_communities(viewer: User) -> QuerySet[Membership]:
    """The keys of the viewer's communities, to be used inside another query."""
    return Membership.objects.filter(user=viewer).values("community")  # type: ignore[return-value]


def hosted_communities(viewer: User) -> QuerySet[Membership]:
    """The keys of the communities that the viewer hosts, to be used inside another query."""
    return my_communities(viewer).filter(is_host=True)


def my_invitations(viewer: User) -> QuerySet[Invitation]:
    """The keys of the communities that the viewer is invited to, to be used inside another query."""
    return Invitation.objects.filter(user=viewer).values("community")  # type: ignore[return-value]


def known_communities(viewer: User) -> QuerySet[Community]:
    """Communities that the viewer may know of: all but the hidden ones that neither have nor invite the viewer."""
    return Community.objects.filter(
        ~Q(visibility=Community.Visibility.HIDDEN) | Q(pk__in=my_communities(viewer)) | Q(pk__in=my_invitations(viewer))
    )


def readable_communities(viewer: User) -> QuerySet[Community]:
    """Communities whose posts the viewer may read."""
    return Community.objects.filter(Q(visibility=Community.Visibility.OPEN) | Q(pk__in=my_communities(viewer)))


def visible_posts(viewer: User) -> QuerySet[Post]:
    """Posts that the viewer may read. A condition on the joined community, never a list of its keys:
    PostgreSQL takes a list for small and reads the whole index of communities for it."""
    return Post.objects.filter(is_visible(viewer))


def is_visible(viewer: User, post: str = "") -> Q:
    """Return the condition of `visible_posts`, for a query in which the post is joined: `post` is its prefix there."""
    is_live = Q(**{f"{post}deleted_at": None, f"{post}hidden_at": None, f"{post}published_at__isnull": False})
    is_open = Q(**{f"{post}community__visibility": Community.Visibility.OPEN})
    return is_live & (is_open | Q(**{f"{post}community__in": my_communities(viewer)}))


def visible_files(viewer: User) -> QuerySet[Attachment]:
    """Files of the posts that the viewer may read, and those that the viewer has not posted yet."""
    return Attachment.objects.filter(is_visible(viewer, "post__") | Q(post=None, owner=viewer))


def can_read(viewer: User, community: Community) -> bool:
    return community.visibility == Community.Visibility.OPEN or is_member(viewer, community)


def is_member(viewer: User, community: Community) -> bool:
    return Membership.objects.filter(user=viewer, community=community).exists()


def is_host(viewer: User, community: Community) -> bool:
    return Membership.objects.filter(user=viewer, community=community, is_host=True).exists()


def is_invited(viewer: User, community: Community) -> bool:
    return Invitation.objects.filter(user=viewer, community=community).exists()


def can_invite(viewer: User, community: Community) -> bool:
    """Hosts invite; into a hidden community, which nobody can ask to join, every member does."""
    if community.visibility == Community.Visibility.HIDDEN:
        return is_member(viewer, community)
    return is_host(viewer, community)


def require_host(person: User, community: Community) -> None:
    """:raises NotAllowed: if the person does not host the community."""
    if not is_host(person, community):
        raise NotAllowed(_("Bare vertene kan gjøre dette."))


def require_inviter(person: User, community: Community) -> None:
    """:raises NotAllowed: if the person may not invite into the community."""
    if not can_invite(person, community):
        raise NotAllowed(_("Bare vertene kan invitere."))


def leads(viewer: User) -> QuerySet[OrgUnit]:
    """The units that the viewer leads."""
    return OrgUnit.objects.filter(leader=viewer)


def can_announce(viewer: User, community: Community) -> bool:
    """Announcements are for leaders and for hosts of the community."""
    return leads(viewer).exists() or is_host(viewer, community)


def can_change(viewer: User, post: Post) -> bool:
    """Only its author edits or deletes a post; a moderator hides, which is another thing."""
    return post.author_id == viewer.pk and not viewer.is_service


def can_settle(viewer: User, post: Post) -> bool:
    """Who wrote a post, and the hosts of its community, say which answer settles it and that it is resolved."""
    return can_change(viewer, post) or is_host(viewer, post.community)


def is_moderator(viewer: User) -> bool:
    return viewer.has_role(Role.MODERATOR) and not viewer.is_service


def moderates(viewer: User) -> bool:
    """Tell whether the viewer has a queue: moderators have, and hosts of a community."""
    return is_moderator(viewer) or hosted_communities(viewer).exists()


def moderated_cases(viewer: User) -> QuerySet[ModerationCase]:
    """Reported posts that the viewer may judge: nobody judges their own, hosts only those of their communities."""
    cases = ModerationCase.objects.filter(post__deleted_at=None).exclude(post__author=viewer)
    if is_moderator(viewer):
        return cases
    return cases.filter(post__community__in=hosted_communities(viewer))


def may_decide_appeal(viewer: User, case: ModerationCase) -> bool:
    """Tell whether the viewer may judge an appeal: somebody else than who hid the post, where there is somebody."""
    if case.decided_by_id != viewer.pk:
        return True
    hosts = Membership.objects.filter(community=case.post.community_id, is_host=True).values("user")
    judges = User.objects.filter(Q(roles__contains=[Role.MODERATOR]) | Q(pk__in=hosts), is_active=True)
    return not judges.exclude(pk__in=[viewer.pk, case.post.author_id]).exists()


def reads_audit(viewer: User) -> bool:
    """The whole log is for the administrator and the representative of the employees."""
    return viewer.has_role(Role.ADMIN) or viewer.has_role(Role.REPRESENTATIVE)
