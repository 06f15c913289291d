"""Merging, splitting, and the way back."""

from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request

from ideas.actions.merges import merge_idea, undo_merge
from ideas.actions.splits import split_idea
from ideas.api import shapes
from ideas.api.ideas import IdeaResource, chosen_idea, with_parts
from ideas.api.objects import idea_object, merge_object
from ideas.api.serializers import MergeIn, SplitIn
from ideas.queries.ideas import shown_ideas
from ideas.queries.merges import merges_of, visible_merge
from microblog.api.lists import page_of_list
from microblog.api.objects import Object
from microblog.api.resource import Made, Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page


class IdeaMerge(IdeaResource):
    """`/ideas/:id/merge`"""

    takes = {"POST": MergeIn}
    gives = {"POST": shapes.Merge}

    def post(self, request: Request, id: int) -> Made:
        into = chosen_idea(self.viewer, self.sent["into"], "into")
        made = merge_idea(actor=self.viewer, idea=self.found(id), into=into, now=timezone.now())
        merge = visible_merge(viewer=self.viewer, key=made.pk)
        return Made(merge_object(self.viewer, merge), f"ideas/{id}/merges")


class IdeaMerges(IdeaResource):
    """`/ideas/:id/merges`"""

    asks = {"GET": PageQuery}
    gives = {"GET": Page[shapes.Merge]}

    def get(self, request: Request, id: int) -> Object:
        found = list(merges_of(self.found(id)))
        return page_of_list(request, self.asked, found, lambda merge: merge_object(self.viewer, merge))


class MergeUndo(Resource):
    """`/merges/:id/undo`"""

    scope = "ideas"
    gives = {"POST": shapes.Merge}

    def post(self, request: Request, id: int) -> Object:
        undo_merge(actor=self.viewer, merge=visible_merge(viewer=self.viewer, key=id), now=timezone.now())
        return merge_object(self.viewer, visible_merge(viewer=self.viewer, key=id))


class IdeaSplit(IdeaResource):
    """`/ideas/:id/split`"""

    takes = {"POST": SplitIn}
    gives = {"POST": shapes.SplitIdeas}

    @transaction.atomic
    def post(self, request: Request, id: int) -> Made:
        now = timezone.now()
        parts = split_idea(actor=self.viewer, idea=self.found(id), parts=self.sent["ideas"], now=now)
        rows = with_parts(shown_ideas(self.viewer)).filter(pk__in=[part.pk for part in parts]).order_by("pk")
        return Made({"items": [idea_object(self.viewer, row, now) for row in rows]}, f"ideas/{id}")
