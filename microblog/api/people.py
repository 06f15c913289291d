"""People and units: the directory."""

from functools import partial

from django.utils.translation import gettext as _
from rest_framework.request import Request

from microblog.access import Invalid
from microblog.actions.people import follow_person, unfollow_person
from microblog.api import shapes
from microblog.api.feeds import Feed, feed_page
from microblog.api.lists import each, page_of, page_of_list
from microblog.api.objects import Object, person_object, unit_object
from microblog.api.resource import Resource
from microblog.api.serializers import FeedQuery, PageQuery, PeopleQuery
from microblog.models import OrgUnit, User
from microblog.queries.feeds import person_feed, readable_places
from microblog.queries.people import BY_NAME, known_person, people
from microblog.queries.units import unit_tree


def shown_person(person: User) -> Object:
    return person_object(person, person.is_following)  # type: ignore[attr-defined]


class People(Resource):
    """`/people`: by name; `?unit=` also brings those of the units below it."""

    gives = {"GET": shapes.Page[shapes.Person]}
    scope = "people"
    asks = {"GET": PeopleQuery}

    def get(self, request: Request) -> Object:
        units = units_under(self.asked["unit"]) if "unit" in self.asked else None
        rows = people(viewer=self.viewer, text=self.asked["q"], units=units)
        return page_of(request, self.asked, rows, BY_NAME, each(shown_person))


class Person(Resource):
    """`/people/:id`, and what can be done to a person."""

    shows = shapes.Person
    scope = "people"

    def found(self, id: int) -> User:
        return known_person(viewer=self.viewer, key=id)

    def shown(self, row: User) -> Object:
        return shown_person(row)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))


class PersonFollow(Person):
    """`/people/:id/follow`"""

    http_method_names = ["put", "delete"]

    def put(self, request: Request, id: int) -> Object:
        follow_person(actor=self.viewer, person=self.found(id))
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        unfollow_person(actor=self.viewer, person=self.found(id))


class PersonPosts(Resource):
    """`/people/:id/posts`"""

    shows = shapes.FeedPage
    scope = "posts"
    asks = {"GET": FeedQuery}

    def get(self, request: Request, id: int) -> Object:
        person = known_person(viewer=self.viewer, key=id)
        read = partial(person_feed, viewer=self.viewer, person=person)
        feed = Feed(self.viewer, read, lambda: readable_places(self.viewer).filter(author=person))
        return feed_page(request, self.asked, feed)


class Units(Resource):
    """`/units`: the tree, each unit after the one that it belongs to."""

    gives = {"GET": shapes.Page[shapes.Unit]}
    scope = "people"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        tree = unit_tree()
        units = tree.subtree(tree.root) if tree.root else []
        return page_of_list(request, self.asked, units, unit_object)


def units_under(key: int) -> list[OrgUnit]:
    """Return a unit and all below it.

    :raises Invalid: if there is none with this key.
    """
    tree = unit_tree()
    if key not in tree.units:
        raise Invalid("unit", "unknown", _("Denne avdelingen finnes ikke."))
    return tree.subtree(tree.units[key])
