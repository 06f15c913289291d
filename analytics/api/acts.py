"""What leaders do about their letters, as data: acts, answers to themes, delegates."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request

from analytics.actions.acts import end_delegation, name_delegate, put_answer
from analytics.api import shapes
from analytics.api.objects import answer_object, delegate_object
from analytics.api.serializers import DelegateIn, LetterQuery, PainAnswerIn
from analytics.models import Delegate, Handover, PainPoint
from analytics.queries.acts import answer_to, delegates, handovers
from analytics.queries.letters import letter_of, rendered
from analytics.queries.pain_points import released_cell
from microblog.api.lists import each, page, page_of
from microblog.api.objects import Object, author_object
from microblog.api.resource import Resource
from microblog.api.serializers import PageQuery
from microblog.api.shapes import Page
from microblog.models import User
from microblog.queries.people import known_person


class LetterActs(Resource):
    """`/letters/:period/acts`"""

    gives = {"GET": Page[shapes.Act]}
    scope = "letters"
    asks = {"GET": LetterQuery}

    def get(self, request: Request, period: str) -> Object:
        letter = letter_of(viewer=self.viewer, period=period, unit=self.asked.get("unit"))
        given = handovers(letter)
        acts = rendered(letter, get_language())["acts"]
        return page([{**act, "given_to": given_to(given.get(act["act"]))} for act in acts], None, None)


def given_to(handover: Handover | None) -> Object | None:
    return author_object(handover.person) if handover else None


class PainPointAnswerOf(Resource):
    """`/pain-points/:id/answer`: of the pair of theme and unit"""

    shows = shapes.PainAnswer
    scope = "letters"
    takes = {"PUT": PainAnswerIn}

    def found(self, id: int) -> PainPoint:
        return released_cell(viewer=self.viewer, key=id)

    def shown(self, row: PainPoint) -> Object:
        answer = answer_to(row)
        if answer is None:
            raise Http404
        return answer_object(answer)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def put(self, request: Request, id: int) -> Object:
        cell = self.found(id)
        put_answer(actor=self.viewer, cell=cell, now=timezone.now(), **self.sent)
        return self.shown(cell)


class MyDelegates(Resource):
    """`/me/delegates`"""

    gives = {"GET": Page[shapes.Delegate]}
    scope = "letters"
    asks = {"GET": PageQuery}

    def get(self, request: Request) -> Object:
        return page_of(request, self.asked, delegates(viewer=self.viewer), ("id",), each(delegate_object))


class MyDelegate(Resource):
    """`/me/delegates/:person`"""

    shows = shapes.Delegate
    scope = "letters"
    http_method_names = ["put", "delete"]
    takes = {"PUT": DelegateIn}

    def found(self, id: int) -> Delegate:
        return get_object_or_404(delegates(viewer=self.viewer), person=id)

    def shown(self, row: Delegate) -> Object:
        return delegate_object(row)

    def put(self, request: Request, id: int) -> Object:
        person: User = known_person(viewer=self.viewer, key=id)
        return self.shown(name_delegate(leader=self.viewer, person=person, until=self.sent["until"]))

    def delete(self, request: Request, id: int) -> None:
        end_delegation(leader=self.viewer, person=known_person(viewer=self.viewer, key=id))
