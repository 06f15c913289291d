"""Addresses of the microblog under `/rest/v1/`."""

from microblog.api.communities import (
    Communities,
    CommunityHost,
    CommunityInvitations,
    CommunityMembers,
    CommunityMembership,
    CommunityPin,
    CommunityPosts,
    CommunityRequest,
    CommunityRequests,
    OneCommunity,
)
from microblog.api.feeds import HomeFeed
from microblog.api.marks import Bookmarks, PostBestAnswer, PostBookmark, PostFollow, PostResolved
from microblog.api.me import Me, MyToken, MyTokens
from microblog.api.moderation import AuditLog, OneReport, PostAppeal, PostReport, PostRewriting, Reports
from microblog.api.notifications import Notifications, NotificationsRead, Preferences
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
from microblog.api.search import Search
from microblog.api.topics import Completion, OneTopic, TopicFeed, TopicFollow, UnitFeed

urlpatterns = [
    route("me", Me),
    route("me/tokens", MyTokens),
    route("me/tokens/:id", MyToken),
    route("people", People),
    route("people/:id", Person),
    route("people/:id/follow", PersonFollow),
    route("people/:id/posts", PersonPosts),
    route("units", Units),
    route("search", Search),
    route("communities", Communities),
    route("communities/:id", OneCommunity),
    route("communities/:id/membership", CommunityMembership),
    route("communities/:id/members", CommunityMembers),
    route("communities/:id/requests", CommunityRequests),
    route("communities/:id/requests/:person", CommunityRequest),
    route("communities/:id/invitations", CommunityInvitations),
    route("communities/:id/hosts/:person", CommunityHost),
    route("communities/:id/pins/:post", CommunityPin),
    route("communities/:id/posts", CommunityPosts),
    route("notifications", Notifications),
    route("notifications/read", NotificationsRead),
    route("notifications/preferences", Preferences),
    route("feeds/home", HomeFeed),
    route("posts", Posts),
    route("posts/:id", OnePost),
    route("posts/:id/replies", PostReplies),
    route("posts/:id/thread", PostThread),
    route("posts/:id/history", PostHistory),
    route("posts/:id/restore", PostRestoring),
    route("posts/:id/report", PostReport),
    route("posts/:id/appeal", PostAppeal),
    route("posts/:id/rewriting", PostRewriting),
    route("moderation/reports", Reports),
    route("moderation/reports/:id", OneReport),
    route("audit-log", AuditLog),
    route("posts/:id/reactions/:kind", PostReaction),
    route("posts/:id/bookmark", PostBookmark),
    route("posts/:id/follow", PostFollow),
    route("posts/:id/resolved", PostResolved),
    route("posts/:id/best-answer/:reply", PostBestAnswer),
    route("bookmarks", Bookmarks),
    route("topics/:name", OneTopic),
    route("topics/:name/follow", TopicFollow),
    route("feeds/topic/:name", TopicFeed),
    route("feeds/unit/:id", UnitFeed),
    route("completion", Completion),
]
