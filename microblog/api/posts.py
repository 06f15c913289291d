"""Posts, replies and reactions."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from microblog import access
from microblog.access import Invalid
from microblog.actions.anonymous import post_without_name, reply_without_name
from microblog.actions.posts import delete_post, edit_post, publish_post, publish_reply, restore_post
from microblog.actions.previews import remove_preview
from microblog.actions.reactions import add_reaction, remove_reaction
from microblog.actions.scheduled import schedule_post
from microblog.api import shapes
from microblog.api.anonymous import MayBeUnnamed
from microblog.api.lists import each, page_of
from microblog.api.objects import Object, post_objects, wording_object
from microblog.api.resource import Made, Resource
from microblog.api.scheduled import scheduled_object
from microblog.api.serializers import PageQuery, PostEditIn, PostIn, ReplyIn
from microblog.models import Community, Kind, Post, ReactionKind, User
from microblog.queries.communities import everybodys_community, readable_community
from microblog.queries.threads import answers, earlier_wordings, own_recent_post, readable_post, thread


class PostResource(Resource):
    """What has one post at its address."""

    shows = shapes.Post
    scope = "posts"

    def found(self, id: int, **_parts: Any) -> Post:
        return readable_post(viewer=self.viewer, key=id)

    def shown(self, row: Post) -> Object:
        return post_objects(self.viewer, [row])[0]

    def made(self, post: Post) -> Made:
        return Made(self.shown(self.found(post.pk)), f"posts/{post.pk}")


class Posts(PostResource, MayBeUnnamed):
    """`/posts`"""

    takes = {"POST": PostIn}
    gives = {"POST 201": shapes.Post | shapes.Sealed | shapes.ScheduledPost}

    def post(self, request: Request) -> Made:
        community = chosen_community(self.viewer, self.sent.pop("community", None))
        if "anonymous" in self.sent:
            return self.unnamed(partial(post_without_name, community=community))
        wanted = {"author": self.viewer, "community": community, "now": timezone.now(), **self.sent}
        if "publish_at" not in wanted:
            return self.made(publish_post(**wanted))
        row = schedule_post(**wanted)
        return Made(scheduled_object(row), f"scheduled-posts/{row.pk}")


class OnePost(PostResource):
    """`/posts/:id`"""

    takes = {"PATCH": PostEditIn}

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        post = self.found(id)
        if post.kind == Kind.IDEA and access.can_change(self.viewer, post):
            raise Invalid("text", "use_ideas", _("Skriv om idéen under /ideas."))
        text = self.sent.get("text", post.text)
        edit_post(actor=self.viewer, post=post, text=text, now=timezone.now())
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        delete_post(actor=self.viewer, post=self.found(id), now=timezone.now())


class PostRestoring(PostResource):
    """`/posts/:id/restore`"""

    def post(self, request: Request, id: int) -> Object:
        post = own_recent_post(viewer=self.viewer, key=id)
        restore_post(actor=self.viewer, post=post, now=timezone.now())
        return self.shown(self.found(id))


class PostReplies(PostResource, MayBeUnnamed):
    """`/posts/:id/replies`: oldest first; under a root its whole thread, under a reply what answers it."""

    gives = {"GET": shapes.Page[shapes.Post], "POST 201": shapes.Post | shapes.Sealed}
    takes = {"POST": ReplyIn}
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        return self.page(answers(viewer=self.viewer, post=self.found(id)))

    def page(self, replies: QuerySet[Post]) -> Object:
        return page_of(self.request, self.asked, replies, ("id",), partial(post_objects, self.viewer))

    def post(self, request: Request, id: int) -> Made:
        if "anonymous" in self.sent:
            return self.unnamed(partial(reply_without_name, parent=self.found(id)))
        reply = publish_reply(author=self.viewer, parent=self.found(id), now=timezone.now(), **self.sent)
        return self.made(reply)


class PostThread(PostReplies):
    """`/posts/:id/thread`: the first post of the thread as `root`, null if it is gone, and the replies."""

    gives = {"GET": shapes.Thread}
    http_method_names = ["get", "head"]

    def get(self, request: Request, id: int) -> Object:
        key = self.found(id).thread_id
        return {"root": self.shown_root(key), **self.page(thread(viewer=self.viewer, key=key))}

    def shown_root(self, key: int) -> Object | None:
        try:
            return self.shown(self.found(key))
        except Http404:
            return None


class PostHistory(PostResource):
    """`/posts/:id/history`: what the post said before each edit, latest first."""

    gives = {"GET": shapes.Page[shapes.Wording]}
    asks = {"GET": PageQuery}

    def get(self, request: Request, id: int) -> Object:
        return page_of(request, self.asked, earlier_wordings(self.found(id)), ("-id",), each(wording_object))


class PostLinkPreview(PostResource):
    """`/posts/:id/link-preview`"""

    http_method_names = ["delete"]

    def delete(self, request: Request, id: int) -> None:
        remove_preview(actor=self.viewer, post=self.found(id), now=timezone.now())


class PostReaction(PostResource):
    """`/posts/:id/reactions/:kind`"""

    def found(self, id: int, kind: str = ReactionKind.AGREE, **_parts: Any) -> Post:
        if kind not in ReactionKind:
            raise Http404
        return super().found(id)

    def put(self, request: Request, id: int, kind: str) -> Object:
        add_reaction(actor=self.viewer, post=self.found(id, kind), kind=kind)
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int, kind: str) -> None:
        remove_reaction(actor=self.viewer, post=self.found(id, kind), kind=kind)


def chosen_community(viewer: User, key: int | None) -> Community:
    """Return the community that a post is for: the one of everybody unless another is named.

    :raises Http404: if the viewer can't read it.
    """
    return everybodys_community() if key is None else readable_community(viewer=viewer, pk=key)
