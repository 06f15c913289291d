"""The leaders' letters as data."""

from rest_framework.request import Request

from analytics.api import shapes
from analytics.api.objects import letter_object, letter_row
from analytics.api.serializers import LetterQuery
from analytics.queries.letters import letter_of, letters
from microblog.api.lists import each, page_of
from microblog.api.objects import Object
from microblog.api.resource import Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page


class Letters(Resource):
    """`/letters`"""

    gives = {"GET": Page[shapes.LetterRow]}
    scope = "letters"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        return page_of(request, self.asked, letters(viewer=self.viewer), ("-period", "-id"), each(letter_row))


class OneLetter(Resource):
    """`/letters/:period`"""

    shows = shapes.Letter
    scope = "letters"
    asks = {"GET": LetterQuery}

    def get(self, request: Request, period: str) -> Object:
        return letter_object(letter_of(viewer=self.viewer, period=period, unit=self.asked.get("unit")))
