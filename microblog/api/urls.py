"""Addresses of the microblog under `/rest/v1/`."""

from django.urls import re_path

from microblog.api.anonymous import ReceiptResource
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
from microblog.api.description import docs, openapi
from microblog.api.feeds import HomeFeed
from microblog.api.marks import Bookmarks, PostBestAnswer, PostBookmark, PostFollow, PostResolved
from microblog.api.me import Me, MyToken, MyTokens
from microblog.api.media import Media, MediaContent, MyPicture, OneMedia, PersonPicture
from microblog.api.moderation import AuditLog, OneReport, PostAppeal, PostReport, PostRewriting, Reports
from microblog.api.notifications import Notifications, NotificationsRead, Preferences
from microblog.api.own import (
    MyExport,
    MyExportContent,
    MySession,
    MySessions,
    OnePushSubscription,
    PushKey,
    PushSubscriptions,
)
from microblog.api.people import People, Person, PersonFollow, PersonPosts, Units
from microblog.api.polls import PollVotes, PostPreview, PostShares, Values
from microblog.api.posts import (
    OnePost,
    PostHistory,
    PostLinkPreview,
    PostReaction,
    PostReplies,
    PostRestoring,
    Posts,
    PostThread,
)
from microblog.api.routes import route
from microblog.api.scheduled import OneScheduledPost, ScheduledPosts, ScheduledPublishing
from microblog.api.search import Search
from microblog.api.topics import Completion, OneTopic, TopicFeed, TopicFollow, UnitFeed

urlpatterns = [
    re_path(r"^(?:openapi\.json|schema)/?$", openapi),
    re_path(r"^docs/?$", docs),
    route("me", Me),
    route("me/sessions", MySessions),
    route("me/sessions/:id", MySession),
    route("me/export", MyExport),
    route("me/export/content", MyExportContent),
    route("push-subscriptions", PushSubscriptions),
    route("push-subscriptions/key", PushKey),
    route("push-subscriptions/:id", OnePushSubscription),
    route("me/tokens", MyTokens),
    route("me/tokens/:id", MyToken),
    route("me/picture", MyPicture),
    route("media", Media),
    route("media/:id", OneMedia),
    route("media/:id/content", MediaContent),
    route("pictures/:name", PersonPicture),
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
    route("receipt", ReceiptResource),
    route("posts/preview", PostPreview),
    route("posts/:id", OnePost),
    route("posts/:id/replies", PostReplies),
    route("posts/:id/thread", PostThread),
    route("posts/:id/history", PostHistory),
    route("posts/:id/restore", PostRestoring),
    route("posts/:id/share", PostShares),
    route("polls/:id/votes", PollVotes),
    route("values", Values),
    route("posts/:id/link-preview", PostLinkPreview),
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
    route("scheduled-posts", ScheduledPosts),
    route("scheduled-posts/:id", OneScheduledPost),
    route("scheduled-posts/:id/publishing", ScheduledPublishing),
    route("bookmarks", Bookmarks),
    route("topics/:name", OneTopic),
    route("topics/:name/follow", TopicFollow),
    route("feeds/topic/:name", TopicFeed),
    route("feeds/unit/:id", UnitFeed),
    route("completion", Completion),
]
