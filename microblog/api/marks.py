"""What a reader does with a post beside reading it: bookmarks, follows, and what settles a matter."""

from collections.abc import Sequence

from django.utils import timezone
from rest_framework.request import Request

from microblog.actions.marks import (
    add_bookmark,
    choose_best_answer,
    remove_bookmark,
    reopen,
    resolve,
    unchoose_best_answer,
)
from microblog.actions.mentions import follow_thread, unfollow_thread
from microblog.api import shapes
from microblog.api.lists import page_of
from microblog.api.objects import Object, post_objects
from microblog.api.posts import PostResource
from microblog.api.resource import Resource
from microblog.api.serializers import PageQuery
from microblog.models import Bookmark
from microblog.queries.cards import cards
from microblog.queries.threads import readable_post
from microblog.queries.topics import bookmarks


class PostBookmark(PostResource):
    """`/posts/:id/bookmark`"""

    def put(self, request: Request, id: int) -> Object:
        add_bookmark(actor=self.viewer, post=self.found(id))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        remove_bookmark(actor=self.viewer, post=self.found(id))


class PostFollow(PostResource):
    """`/posts/:id/follow`: of the thread in which the post stands."""

    def put(self, request: Request, id: int) -> Object:
        follow_thread(actor=self.viewer, post=self.found(id))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        unfollow_thread(actor=self.viewer, post=self.found(id))


class PostResolved(PostResource):
    """`/posts/:id/resolved`"""

    def put(self, request: Request, id: int) -> Object:
        resolve(actor=self.viewer, post=self.found(id), now=timezone.now())
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        reopen(actor=self.viewer, post=self.found(id))


class PostBestAnswer(PostResource):
    """`/posts/:id/best-answer/:reply`"""

    def put(self, request: Request, id: int, reply: int) -> Object:
        answer = readable_post(viewer=self.viewer, key=reply)
        choose_best_answer(actor=self.viewer, question=self.found(id), reply=answer, now=timezone.now())
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int, reply: int) -> None:
        answer = readable_post(viewer=self.viewer, key=reply)
        unchoose_best_answer(actor=self.viewer, question=self.found(id), reply=answer)


class Bookmarks(Resource):
    """`/bookmarks`: the viewer's own, latest first."""

    gives = {"GET": shapes.Page[shapes.Post]}
    scope = "posts"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        def objects(rows: Sequence[Bookmark]) -> list[Object]:
            return post_objects(self.viewer, cards(self.viewer, [row.post_id for row in rows]))

        return page_of(request, self.asked, bookmarks(viewer=self.viewer), ("-id",), objects)
