"""Communities: known, joined, read; and what their hosts do."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework.request import Request

from microblog.access import Invalid
from microblog.actions.communities import describe_community, join_community, leave_community, open_community
from microblog.actions.hosting import (
    accept_request,
    invite_person,
    make_host,
    pin_post,
    refuse_request,
    unmake_host,
    unpin_post,
)
from microblog.api import shapes
from microblog.api.feeds import Feed, feed_page
from microblog.api.lists import each, page_of
from microblog.api.objects import (
    Object,
    community_object,
    invitation_object,
    member_object,
    post_objects,
    request_object,
)
from microblog.api.resource import Made, Pending, Resource
from microblog.api.serializers import CommunityEditIn, CommunityIn, FeedQuery, InvitationIn, PageQuery
from microblog.models import Community, User
from microblog.queries.alive import Alive, alive
from microblog.queries.communities import (
    communities,
    hosts_of,
    invitations,
    known_community,
    members,
    pinned_posts,
    readable_community,
    requests,
)
from microblog.queries.feeds import community_feed, readable_places
from microblog.queries.people import known_person
from microblog.queries.threads import readable_post


def community_objects(viewer: User, found: Sequence[Community], alive: Alive | None = None) -> list[Object]:
    hosts, pinned = hosts_of(found), defaultdict(list)
    posts = pinned_posts(viewer=viewer, communities=found)
    for post, shown in zip(posts, post_objects(viewer, posts), strict=True):
        pinned[post.community_id].append(shown)
    return [community_object(row, hosts[row.pk], pinned[row.pk], alive) for row in found]


class Communities(Resource):
    """`/communities`: those that the viewer may know of, by name."""

    gives = {"GET": shapes.Page[shapes.Community], "POST": shapes.Community}
    scope = "posts"
    asks = {"GET": PageQuery}
    takes = {"POST": CommunityIn}

    def get(self, request: Request) -> Object:
        rows = communities(viewer=self.viewer)
        return page_of(request, self.asked, rows, ("name", "id"), partial(community_objects, self.viewer))

    def post(self, request: Request) -> Made:
        opened = open_community(actor=self.viewer, **self.sent)
        shown = community_objects(self.viewer, [known_community(viewer=self.viewer, pk=opened.pk)])
        return Made(shown[0], f"communities/{opened.pk}")


class OneCommunity(Resource):
    """`/communities/:id`, and what can be done to a community."""

    shows = shapes.Community
    scope = "posts"
    takes = {"PATCH": CommunityEditIn}

    def found(self, id: int, **_others: int) -> Community:
        return known_community(viewer=self.viewer, pk=id)

    def shown(self, row: Community) -> Object:
        is_open = row.visibility == Community.Visibility.OPEN
        is_readable = is_open or row.is_member  # type: ignore[attr-defined]
        figures = alive(community=row, now=timezone.now()) if is_readable else None
        return community_objects(self.viewer, [row], figures)[0]

    def person(self, key: int) -> User:
        return known_person(viewer=self.viewer, key=key)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        row = self.found(id)
        now = {"name": row.name, "about": row.about, "visibility": row.visibility}
        describe_community(actor=self.viewer, community=row, **(now | self.sent))
        return self.shown(self.found(id))


class CommunityMembership(OneCommunity):
    """`/communities/:id/membership`: PUT joins or accepts an invitation, or asks (202); DELETE takes either back."""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int) -> Object | Pending:
        is_member = join_community(actor=self.viewer, community=self.found(id))
        shown = self.shown(self.found(id))
        return shown if is_member else Pending(shown)

    def delete(self, request: Request, id: int) -> None:
        leave_community(actor=self.viewer, community=self.found(id))


class CommunityRequests(Resource):
    """`/communities/:id/requests`: in the order in which they came."""

    gives = {"GET": shapes.Page[shapes.Request]}
    scope = "posts"
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        rows = requests(viewer=self.viewer, community=known_community(viewer=self.viewer, pk=id))
        return page_of(request, self.asked, rows, ("id",), each(request_object))


class CommunityRequest(OneCommunity):
    """`/communities/:id/requests/:person`: PUT lets in, DELETE refuses."""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int, person: int) -> Object:
        accept_request(actor=self.viewer, community=self.found(id), person=self.person(person))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int, person: int) -> None:
        refuse_request(actor=self.viewer, community=self.found(id), person=self.person(person))


class CommunityInvitations(OneCommunity):
    """`/communities/:id/invitations`"""

    gives = {"GET": shapes.Page[shapes.Invitation], "POST 201": shapes.Invitation}
    http_method_names = ["get", "head", "post"]
    asks = {"GET": PageQuery}
    takes = {"POST": InvitationIn}

    def get(self, request: Request, id: int) -> Object:
        rows = invitations(viewer=self.viewer, community=self.found(id))
        return page_of(request, self.asked, rows, ("id",), each(invitation_object))

    def post(self, request: Request, id: int) -> Object | Made:
        community, person = self.found(id), self.invited(self.sent["person"])
        invitation = invite_person(actor=self.viewer, community=community, person=person)
        if invitation is None:
            return self.shown(self.found(id))
        invitation.refresh_from_db()
        return Made(invitation_object(invitation), f"communities/{id}/invitations")

    def invited(self, key: int) -> User:
        """Return the person named in the body.

        :raises Invalid: if there is none.
        """
        try:
            return self.person(key)
        except Http404 as none:
            raise Invalid("person", "unknown", gettext("Denne personen finnes ikke.")) from none


class CommunityHost(OneCommunity):
    """`/communities/:id/hosts/:person`"""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int, person: int) -> Object:
        make_host(actor=self.viewer, community=self.found(id), person=self.person(person))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int, person: int) -> None:
        unmake_host(actor=self.viewer, community=self.found(id), person=self.person(person))


class CommunityPin(OneCommunity):
    """`/communities/:id/pins/:post`"""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int, post: int) -> Object:
        community = self.found(id)
        pin_post(actor=self.viewer, community=community, post=readable_post(viewer=self.viewer, key=post))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int, post: int) -> None:
        unpin_post(actor=self.viewer, community=self.found(id), post=post)


class CommunityMembers(Resource):
    """`/communities/:id/members`: in the order in which they joined."""

    gives = {"GET": shapes.Page[shapes.Member]}
    scope = "posts"
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        rows = members(viewer=self.viewer, community=readable_community(viewer=self.viewer, pk=id))
        return page_of(request, self.asked, rows, ("id",), each(member_object))


class CommunityPosts(Resource):
    """`/communities/:id/posts`"""

    shows = shapes.FeedPage
    scope = "posts"
    asks = {"GET": FeedQuery}

    def get(self, request: Request, id: int) -> Object:
        community = readable_community(viewer=self.viewer, pk=id)
        read = partial(community_feed, viewer=self.viewer, community=community)
        feed = Feed(self.viewer, read, lambda: readable_places(self.viewer).filter(community=community))
        return feed_page(request, self.asked, feed)
