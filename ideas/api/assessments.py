"""Scorecards, and who is asked for one."""

from django.utils import timezone
from rest_framework.request import Request

from ideas.actions.assessments import ask_assessor, assess_idea, stop_asking
from ideas.api import shapes
from ideas.api.fate import chosen_person
from ideas.api.ideas import IdeaResource
from ideas.api.objects import assessment_object, span_object
from ideas.api.serializers import AssessmentIn
from ideas.models.assessments import MARKS
from ideas.queries.assessments import assessments_of, assessors_of, span_of
from microblog.api.lists import page_of_list
from microblog.api.objects import Object
from microblog.api.resource import Made
from microblog.api.serializers import PageQuery


class IdeaAssessor(IdeaResource):
    """`/ideas/:id/assessors/:person`"""

    gives = {"PUT": shapes.Assessors}

    def put(self, request: Request, id: int, person: int) -> Object:
        idea = self.found(id)
        ask_assessor(actor=self.viewer, idea=idea, person=chosen_person(person, "person"), now=timezone.now())
        return {"items": [{"id": str(one.person.pk), "name": one.person.name} for one in assessors_of(idea)]}

    def delete(self, request: Request, id: int, person: int) -> None:
        stop_asking(actor=self.viewer, idea=self.found(id), person=chosen_person(person, "person"))


class IdeaAssessments(IdeaResource):
    """`/ideas/:id/assessments`"""

    takes = {"POST": AssessmentIn}
    asks = {"GET": PageQuery}
    gives = {"GET": shapes.Assessments, "POST": shapes.Assessment}

    def get(self, request: Request, id: int) -> Object:
        cards = list(assessments_of(self.found(id)))
        return {"span": span_object(span_of(cards)), **page_of_list(request, self.asked, cards, assessment_object)}

    def post(self, request: Request, id: int) -> Made:
        note, marks = self.sent.pop("note"), {mark: self.sent[mark] for mark in MARKS}
        card = assess_idea(actor=self.viewer, idea=self.found(id), marks=marks, note=note, now=timezone.now())
        return Made(assessment_object(card), f"ideas/{id}/assessments")
