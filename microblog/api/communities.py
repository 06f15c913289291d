"""Communities: known, joined, read."""

from collections.abc import Sequence
from functools import partial

from rest_framework.request import Request

from microblog.actions.communities import join_community, leave_community, open_community
from microblog.api.feeds import Feed, feed_page
from microblog.api.lists import page_of
from microblog.api.objects import Object, community_object, member_object
from microblog.api.resource import Made, Resource
from microblog.api.serializers import CommunityIn, FeedQuery, PageQuery
from microblog.models import Community, Membership
from microblog.queries.communities import communities, hosts_of, known_community, members, readable_community
from microblog.queries.feeds import community_feed, readable_places


def community_objects(found: Sequence[Community]) -> list[Object]:
    hosts = hosts_of(found)
    return [community_object(community, hosts[community.pk]) for community in found]


class Communities(Resource):
    """`/communities`: those that the viewer may know of, by name."""

    scope = "posts"
    asks = {"GET": PageQuery}
    takes = {"POST": CommunityIn}

    def get(self, request: Request) -> Object:
        return page_of(request, self.asked, communities(viewer=self.viewer), ("name", "id"), community_objects)

    def post(self, request: Request) -> Made:
        opened = open_community(actor=self.viewer, **self.sent)
        shown = community_objects([known_community(viewer=self.viewer, pk=opened.pk)])
        return Made(shown[0], f"communities/{opened.pk}")


class OneCommunity(Resource):
    """`/communities/:id`"""

    scope = "posts"

    def found(self, id: int) -> Community:
        return known_community(viewer=self.viewer, pk=id)

    def shown(self, row: Community) -> Object:
        return community_objects([row])[0]

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))


class CommunityMembership(OneCommunity):
    """`/communities/:id/membership`"""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int) -> Object:
        join_community(actor=self.viewer, community=self.found(id))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        leave_community(actor=self.viewer, community=self.found(id))


class CommunityMembers(Resource):
    """`/communities/:id/members`: in the order in which they joined."""

    scope = "posts"
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        community = readable_community(viewer=self.viewer, pk=id)

        def objects(rows: Sequence[Membership]) -> list[Object]:
            return [member_object(membership) for membership in rows]

        return page_of(request, self.asked, members(viewer=self.viewer, community=community), ("id",), objects)


class CommunityPosts(Resource):
    """`/communities/:id/posts`"""

    scope = "posts"
    asks = {"GET": FeedQuery}

    def get(self, request: Request, id: int) -> Object:
        community = readable_community(viewer=self.viewer, pk=id)
        read = partial(community_feed, viewer=self.viewer, community=community)
        feed = Feed(self.viewer, read, lambda: readable_places(self.viewer).filter(community=community))
        return feed_page(request, self.asked, feed)
