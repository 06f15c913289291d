"""How it is counted, as data."""

from rest_framework.request import Request

from analytics.api import shapes
from analytics.queries.method import method_sheet
from microblog.api.objects import Object
from microblog.api.resource import Resource


class Method(Resource):
    """`/method`: for everybody who is signed in"""

    shows = shapes.Method

    def get(self, request: Request) -> Object:
        return method_sheet()
