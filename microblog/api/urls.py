"""Addresses of the microblog under `/rest/v1/`."""

from microblog.api.communities import (
    Communities,
    CommunityMembers,
    CommunityMembership,
    CommunityPosts,
    OneCommunity,
)
from microblog.api.feeds import HomeFeed
from microblog.api.me import Me, MyToken, MyTokens
from microblog.api.people import People, Person, PersonFollow, PersonPosts, Units
from microblog.api.posts import (
    OnePost,
    PostHistory,
    PostReaction,
    PostReplies,
    PostRestoring,
    Posts,
    PostThread,
)
from microblog.api.routes import route

urlpatterns = [
    route("me", Me),
    route("me/tokens", MyTokens),
    route("me/tokens/:id", MyToken),
    route("people", People),
    route("people/:id", Person),
    route("people/:id/follow", PersonFollow),
    route("people/:id/posts", PersonPosts),
    route("units", Units),
    route("communities", Communities),
    route("communities/:id", OneCommunity),
    route("communities/:id/membership", CommunityMembership),
    route("communities/:id/members", CommunityMembers),
    route("communities/:id/posts", CommunityPosts),
    route("feeds/home", HomeFeed),
    route("posts", Posts),
    route("posts/:id", OnePost),
    route("posts/:id/replies", PostReplies),
    route("posts/:id/thread", PostThread),
    route("posts/:id/history", PostHistory),
    route("posts/:id/restore", PostRestoring),
    route("posts/:id/reactions/:kind", PostReaction),
]
