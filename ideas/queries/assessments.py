"""Scorecards as readers find them: each by itself, and from where to where they go."""

from collections.abc import Sequence

from django.db.models import QuerySet

from ideas.models import Assessment, Assessor, Idea


def assessments_of(idea: Idea) -> QuerySet[Assessment]:
    """Return the cards of an idea, by name."""
    return Assessment.objects.filter(idea=idea).select_related("person").order_by("person__name", "person_id")


def assessors_of(idea: Idea) -> QuerySet[Assessor]:
    """Return who was asked to assess an idea, by name."""
    return Assessor.objects.filter(idea=idea).select_related("person").order_by("person__name", "person_id")


def span_of(cards: Sequence[Assessment]) -> tuple[float, float] | None:
    """Return the lowest and the highest score; None without cards. A mean would hide that people disagree."""
    scores = [card.score for card in cards]
    return (min(scores), max(scores)) if scores else None
