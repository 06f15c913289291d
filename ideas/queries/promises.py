"""Promises and answers as readers find them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ideas import access
from ideas.models import Idea, Promise
from microblog.models import User


def promises_of(idea: Idea) -> QuerySet[Promise]:
    """Return the promises made to an idea, the first one first."""
    return Promise.objects.filter(idea=idea).select_related("owner", "unit").order_by("made_at", "id")


def visible_promise(*, viewer: User, key: int) -> Promise:
    """Return a promise made to an idea that the viewer may see.

    :raises Http404: if there is none.
    """
    found = Promise.objects.filter(idea__in=access.visible_ideas(viewer)).select_related("owner", "unit", "idea__post")
    return get_object_or_404(found, pk=key)
