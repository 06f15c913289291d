"""`/scheduled-posts`: the viewer's own posts that come out later."""

from django.utils import timezone
from rest_framework.request import Request

from microblog.actions.scheduled import cancel_scheduled, change_scheduled, publish_scheduled
from microblog.api import shapes
from microblog.api.lists import page_of_list
from microblog.api.media import shown_file
from microblog.api.objects import Object, moment, post_objects
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PageQuery, ScheduledEditIn
from microblog.models import ScheduledPost
from microblog.queries.communities import readable_community
from microblog.queries.scheduled import attached, scheduled_post, scheduled_posts
from microblog.queries.threads import readable_post


class ScheduledPosts(Resource):
    """`/scheduled-posts`: the next first."""

    scope = "posts"
    asks = {"GET": PageQuery}
    gives = {"GET": shapes.Page[shapes.ScheduledPost]}

    def get(self, request: Request) -> Object:
        rows = list(scheduled_posts(viewer=self.viewer).order_by("publish_at", "id"))
        return page_of_list(request, self.asked, rows, scheduled_object)


class OneScheduledPost(Resource):
    """`/scheduled-posts/:id`"""

    scope = "posts"
    takes = {"PATCH": ScheduledEditIn}
    shows = shapes.ScheduledPost

    def found(self, id: int) -> ScheduledPost:
        return scheduled_post(viewer=self.viewer, key=id)

    def shown(self, row: ScheduledPost) -> Object:
        return scheduled_object(row)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        row = self.found(id)
        key = self.sent.get("community")
        change_scheduled(
            actor=self.viewer,
            post=row,
            now=timezone.now(),
            text=self.sent.get("text", row.text),
            publish_at=self.sent.get("publish_at", row.publish_at),
            community=row.community if key is None else readable_community(viewer=self.viewer, pk=key),
        )
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        cancel_scheduled(actor=self.viewer, post=self.found(id))


class ScheduledPublishing(OneScheduledPost):
    """`/scheduled-posts/:id/publishing`: before its time."""

    http_method_names = ["post"]
    takes = {}
    gives = {"POST 201": shapes.Post}

    def post(self, request: Request, id: int) -> Made:
        post = publish_scheduled(actor=self.viewer, post=self.found(id), now=timezone.now())
        shown = post_objects(self.viewer, [readable_post(viewer=self.viewer, key=post.pk)])[0]
        return Made(shown, f"posts/{post.pk}")


def scheduled_object(row: ScheduledPost) -> Object:
    """Return a post that waits; `refusal` says why it could not come out, null as long as nothing stands in its way."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "text": row.text,
        "community": {"id": str(row.community_id), "name": row.community.name},
        "media": [shown_file(file) for file in attached(row)],
        "publish_at": moment(row.publish_at),
        "refusal": row.refusal or None,
    }
