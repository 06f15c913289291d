"""Votes in polls, the values of praise, posts shown to others, and what a leader will see."""

from django.utils import timezone
from rest_framework.request import Request

from microblog.actions.polls import vote, withdraw_vote
from microblog.actions.shares import share_post
from microblog.api import shapes
from microblog.api.objects import Object
from microblog.api.posts import PostResource, chosen_community
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PreviewIn, ShareIn, VotesIn
from microblog.queries.leaders_view import leaders_view
from microblog.queries.praise import offered_values, value_words
from microblog.texts import to_html


class PollVotes(PostResource):
    """`/polls/:post/votes`: the viewer's own; the answer is the post anew."""

    takes = {"PUT": VotesIn}

    def put(self, request: Request, id: int) -> Object:
        vote(actor=self.viewer, post=self.found(id), places=self.sent["options"], now=timezone.now())
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        withdraw_vote(actor=self.viewer, post=self.found(id), now=timezone.now())


class PostShares(PostResource):
    """`/posts/:id/share`"""

    takes = {"POST": ShareIn}

    def post(self, request: Request, id: int) -> Made:
        community = chosen_community(self.viewer, self.sent.get("community"))
        post = share_post(
            actor=self.viewer,
            post=self.found(id),
            community=community,
            text=self.sent["text"],
            now=timezone.now(),
        )
        return self.made(post)


class PostPreview(Resource):
    """`/posts/preview`: nothing is kept."""

    shows = shapes.Preview
    takes = {"POST": PreviewIn}
    scope = "posts"

    def post(self, request: Request) -> Object:
        view = leaders_view(
            author=self.viewer,
            community=chosen_community(self.viewer, self.sent.get("community")),
            kind=self.sent["kind"],
            is_unnamed=self.sent.get("anonymous", False),
            now=timezone.now(),
        )
        return {
            "sentence": view.sentence,
            "audience": view.audience,
            "leader": view.leader and {"id": str(view.leader.pk), "name": view.leader.name},
            "leader_reads": view.reads,
            "leader_sees_name": view.sees_name,
            "sums_joined": [{"unit": view.sums.unit}] if view.sums else [],
            "minimum_groups": {"figure": view.sums.people if view.sums else None},
            "html": to_html(self.sent["text"]),
        }


class Values(Resource):
    """`/values`: by what one may praise, in the reader's language."""

    gives = {"GET": shapes.Values}
    scope = "posts"

    def get(self, request: Request) -> Object:
        values = offered_values()
        return {"items": [{"key": value.key, "name": value_words(value.words)} for value in values]}
