"""Scorecards: asked for by who decides, filled in by each for themself."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import access
from ideas.models import Assessment, Assessor, Idea
from ideas.models.assessments import HIGHEST, LOWEST, MARKS
from microblog.access import Invalid, NotAllowed
from microblog.models import User


@transaction.atomic
def ask_assessor(*, actor: User, idea: Idea, person: User, now: dt.datetime) -> Assessor:
    """Ask a person to assess an idea; twice does nothing.

    :raises NotAllowed: if the actor does not decide on the idea.
    :raises Invalid: if the person may not see it.
    """
    require_decider(actor, idea)
    if not access.visible_ideas(person).filter(pk=idea.pk).exists():
        raise Invalid("person", "cannot_see", _("Denne personen kan ikke se idéen."))
    asked, _made = Assessor.objects.get_or_create(
        idea=idea, person=person, defaults={"asked_by": actor, "asked_at": now}
    )
    return asked


@transaction.atomic
def stop_asking(*, actor: User, idea: Idea, person: User) -> None:
    """Ask a person no longer. A card that was filled in stays.

    :raises NotAllowed: if the actor does not decide on the idea.
    """
    require_decider(actor, idea)
    Assessor.objects.filter(idea=idea, person=person).delete()


@transaction.atomic
def assess_idea(*, actor: User, idea: Idea, marks: Mapping[str, int], now: dt.datetime, note: str = "") -> Assessment:
    """Fill in one's card, or change it: `reach impact confidence effort`, each 1 to 5.

    :raises NotAllowed: if the actor was not asked.
    :raises Invalid: if a mark is not 1 to 5.
    """
    if not access.assesses(actor, idea):
        raise NotAllowed(_("Bare de som er spurt, vurderer idéen."))
    for mark in MARKS:
        if not LOWEST <= marks[mark] <= HIGHEST:
            raise Invalid(mark, "out_of_range", _("Velg et tall fra 1 til 5."))
    given = {**marks, "note": note, "assessed_at": now}
    card, _made = Assessment.objects.update_or_create(idea=idea, person=actor, defaults=given)
    return card


def require_decider(actor: User, idea: Idea) -> None:
    """:raises NotAllowed: if the actor does not decide on the idea."""
    if not access.decides(actor, idea):
        raise NotAllowed(_("Bare de som svarer på idéen, velger hvem som vurderer den."))
