"""Challenges as readers find them, and their ideas in an order that favours none."""

import datetime as dt
import hashlib

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from ideas.models import Challenge, Idea
from ideas.queries.ideas import SET_ASIDE
from microblog.access import readable_communities
from microblog.models import User


def challenges(*, viewer: User) -> QuerySet[Challenge]:
    """Return the challenges of the viewer's readable communities, the last to begin first."""
    counted = Q(ideas__post__published_at__isnull=False, ideas__post__deleted_at=None, ideas__post__hidden_at=None)
    found = Challenge.objects.filter(community__in=readable_communities(viewer)).select_related(
        "created_by", "community"
    )
    shown = counted & ~Q(ideas__status__in=SET_ASIDE)
    return found.annotate(ideas_count=Count("ideas", filter=shown)).order_by("-starts_on", "-id")


def visible_challenge(*, viewer: User, key: int) -> Challenge:
    """:raises Http404: if there is none that is the viewer's to know."""
    return get_object_or_404(challenges(viewer=viewer), pk=key)


def ideas_of_challenge(rows: QuerySet[Idea], *, viewer: User, challenge: Challenge, today: dt.date) -> list[Idea]:
    """Return those of `rows`, ideas that the viewer may see, that answer a challenge: mixed anew for each reader and
    day until voting ends, then best first."""
    found = list(rows.filter(challenge=challenge).exclude(status__in=SET_ASIDE).order_by("-lower_bound", "-id"))
    if not challenge.takes_votes(today):
        return found
    return sorted(found, key=lambda idea: lot(viewer.pk, today, idea.pk))


def lot(viewer: int, day: dt.date, idea: int) -> bytes:
    """Return the place of an idea in the order of one reader on one day; as good as drawn, and the same all day."""
    return hashlib.blake2b(f"{viewer}:{day}:{idea}".encode(), digest_size=8).digest()
