"""Letters as their readers find them."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from analytics import access
from analytics.models import Letter
from analytics.scoring.phrases import render_letter
from microblog.models import OrgUnit, User


def letters(*, viewer: User) -> QuerySet[Letter]:
    """Return the letters that the viewer may read, newest first."""
    units = access.readable_letter_units(viewer)
    return Letter.objects.filter(unit__in=units).select_related("unit").order_by("-period", "unit")


def own_unit(*, viewer: User) -> OrgUnit:
    """Return the unit whose letter the viewer reads first.

    :raises Http404: if the viewer has no letter to read.
    """
    units = access.readable_letter_units(viewer)
    if not units:
        raise Http404
    return units[0]


def letter_of(*, viewer: User, period: str, unit: int | None = None) -> Letter:
    """Return the letter of a period, of the viewer's own unit unless another is named.

    :raises Http404: if there is none, or none for the viewer to read.
    """
    wanted = unit or own_unit(viewer=viewer).pk
    found = letters(viewer=viewer).filter(period=period, unit=wanted).first()
    if found is None:
        raise Http404
    return found


def rendered(letter: Letter, language: str) -> dict[str, Any]:
    """Return the frozen content in the words of a language."""
    return render_letter(json.loads(letter.content), language)
