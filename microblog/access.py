"""Who may see and do what: the one door of permission. Sets of rows are SQL, questions about one row are functions."""

from django.db.models import Q, QuerySet

from microblog.models import Community, Membership, OrgUnit, Post, User


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


def known_communities(viewer: User) -> QuerySet[Community]:
    """Communities that the viewer may know of: all but the hidden ones of others."""
    return Community.objects.filter(
        Q(visibility__in=[Community.Visibility.OPEN, Community.Visibility.CLOSED]) | Q(pk__in=my_communities(viewer))
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


def can_read(viewer: User, community: Community) -> bool:
    return community.visibility == Community.Visibility.OPEN or is_member(viewer, community)


def is_member(viewer: User, community: Community) -> bool:
    return Membership.objects.filter(user=viewer, community=community).exists()


def is_host(viewer: User, community: Community) -> bool:
    return Membership.objects.filter(user=viewer, community=community, is_host=True).exists()


def leads(viewer: User) -> QuerySet[OrgUnit]:
    """The units that the viewer leads."""
    return OrgUnit.objects.filter(leader=viewer)


def can_announce(viewer: User, community: Community) -> bool:
    """Announcements are for leaders and for hosts of the community."""
    return leads(viewer).exists() or is_host(viewer, community)


def can_change(viewer: User, post: Post) -> bool:
    """Only its author edits or deletes a post; a moderator hides, which is another thing."""
    return post.author_id == viewer.pk and not viewer.is_service
