"""Topics, the feeds of topics and units, and completion."""

from functools import partial

from django.http import Http404
from rest_framework.request import Request

from microblog.actions.mentions import follow_topic, unfollow_topic
from microblog.api import shapes
from microblog.api.feeds import Feed, feed_page
from microblog.api.lists import page
from microblog.api.objects import Object, author_object
from microblog.api.resource import Resource
from microblog.api.serializers import CompletionQuery, FeedQuery
from microblog.models import OrgUnit
from microblog.queries.communities import readable_community
from microblog.queries.feeds import readable_places, topic_feed, unit_feed
from microblog.queries.topics import follows_topic, known_topic, people_beginning_with, topics_beginning_with
from microblog.queries.units import unit_tree


class OneTopic(Resource):
    """`/topics/:name`"""

    shows = shapes.Topic
    scope = "posts"

    def shown_topic(self, name: str) -> Object:
        return {"name": name, "is_following": follows_topic(viewer=self.viewer, name=name)}

    def get(self, request: Request, name: str) -> Object:
        return self.shown_topic(known_topic(name))


class TopicFollow(OneTopic):
    """`/topics/:name/follow`"""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, name: str) -> Object:
        name = known_topic(name)
        follow_topic(actor=self.viewer, name=name)
        return self.shown_topic(name)

    def delete(self, request: Request, name: str) -> None:
        unfollow_topic(actor=self.viewer, name=known_topic(name))


class TopicFeed(Resource):
    """`/feeds/topic/:name`"""

    shows = shapes.FeedPage
    scope = "posts"
    asks = {"GET": FeedQuery}

    def get(self, request: Request, name: str) -> Object:
        name = known_topic(name)
        read = partial(topic_feed, viewer=self.viewer, name=name)
        places = readable_places(self.viewer).filter(topics__name=name)
        return feed_page(request, self.asked, Feed(self.viewer, read, lambda: places))


class UnitFeed(Resource):
    """`/feeds/unit/:id`: what the people of a unit and of those below it write."""

    shows = shapes.FeedPage
    scope = "posts"
    asks = {"GET": FeedQuery}

    def get(self, request: Request, id: int) -> Object:
        units = units_from(id)
        read = partial(unit_feed, viewer=self.viewer, units=units)
        places = readable_places(self.viewer).filter(author__unit__in=units)
        return feed_page(request, self.asked, Feed(self.viewer, read, lambda: places))


class Completion(Resource):
    """`/completion`: people or topics that begin with `q`."""

    gives = {"GET": shapes.Page[shapes.Completed]}
    scope = "posts"
    asks = {"GET": CompletionQuery}

    def get(self, request: Request) -> Object:
        begun = self.asked["q"].casefold()
        if self.asked["kind"] == "topic":
            topics = topics_beginning_with(viewer=self.viewer, text=begun)
            return page([{"text": f"#{name}", "name": name} for name in topics], None, None)
        place = self.asked.get("community")
        community = readable_community(viewer=self.viewer, pk=place) if place else None
        people = people_beginning_with(text=begun, community=community)
        items = [{"text": f"@{person.username}", **author_object(person)} for person in people]
        return page(items, None, None)


def units_from(key: int) -> list[OrgUnit]:
    """Return a unit and all below it.

    :raises Http404: if there is none with this key.
    """
    tree = unit_tree()
    if key not in tree.units:
        raise Http404
    return tree.subtree(tree.units[key])
