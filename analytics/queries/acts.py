"""What has become of the acts of letters, and of the themes that were answered."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from analytics.models import Delegate, GuideReading, Handover, Letter, PainPoint, PainPointAnswer, Stance, Thanks
from ideas.access import visible_ideas
from ideas.models import Idea
from microblog.access import leads
from microblog.models import Community, OrgUnit, User
from microblog.queries.communities import everybodys_community
from microblog.queries.units import unit_tree


def answers_in(units: Iterable[int]) -> dict[tuple[int, str], PainPointAnswer]:
    """Return the newest answer to each pair of unit and theme, with its post and author; one query."""
    found = live_answers().filter(unit__in=list(units)).order_by("post")
    return {(answer.unit_id, answer.theme): answer for answer in found}


def answer_to(cell: PainPoint) -> PainPointAnswer | None:
    """Return the newest answer to the pair of unit and theme that a cell belongs to."""
    return live_answers().filter(unit=cell.unit_id, theme=cell.theme).order_by("-post").first()


def live_answers() -> QuerySet[PainPointAnswer]:
    """Return the answers whose posts are still there."""
    found = PainPointAnswer.objects.filter(post__deleted_at=None, post__hidden_at=None)
    return found.select_related("post__author", "post__community", "on_behalf_of")


def status_of(answer: PainPointAnswer | None) -> str:
    """Return the state of a theme: `new`, `heard` once it was answered, `acted_on` where something is being done."""
    if answer is None:
        return "new"
    return "acted_on" if answer.stance == Stance.ACTING else "heard"


def handovers(letter: Letter) -> dict[str, Handover]:
    """Return whom each act of a letter was given to."""
    return {given.act: given for given in letter.handovers.select_related("person")}


def thanks_of(letter: Letter) -> Thanks | None:
    """Return the newest thanks that a letter has led to."""
    found = Thanks.objects.filter(letter=letter, post__deleted_at=None, post__hidden_at=None)
    return found.select_related("post__author").order_by("-pk").first()


def act_of(letter: Letter, act: str) -> dict[str, Any]:
    """Return an act of a letter, without a language.

    :raises Http404: if the letter has no such act.
    """
    for found in json.loads(letter.content)["acts"]:
        if found["act"] == act:
            return dict(found)
    raise Http404


def idea_to_thank_for(*, viewer: User, letter: Letter) -> Idea:
    """Return the idea that a letter asks its reader to say thanks for.

    :raises Http404: if there is none, or the reader can't open it.
    """
    target = act_of(letter, Handover.Act.THANK)["target"]
    return get_object_or_404(visible_ideas(viewer).select_related("post__author", "post__community"), pk=target["id"])


def community_of_unit(unit: OrgUnit) -> Community:
    """Return where a whole unit reads: the open community that bears its name, else the one of everybody."""
    open_ones = Community.objects.filter(visibility=Community.Visibility.OPEN)
    own = open_ones.filter(name__iexact=unit.name).first() if unit.parent_id else None
    return own or everybodys_community()


def delegates(*, viewer: User) -> QuerySet[Delegate]:
    """Return those who read and act for the viewer today."""
    return Delegate.objects.filter(leader=viewer, until__gte=timezone.localdate()).select_related("person__unit")


def leader_spoken_for(*, viewer: User, unit: OrgUnit) -> User | None:
    """Return the leader in whose name the viewer acts on a unit, or None who acts in the own name.

    The nearest leader at or above the unit counts: who leads there needs no other name.
    """
    tree = unit_tree()
    above = [tree.units[unit.pk], *tree.ancestors(tree.units[unit.pk])]
    if any(one.leader_id == viewer.pk for one in above):
        return None
    rights = Delegate.objects.filter(person=viewer, until__gte=timezone.localdate()).select_related("leader")
    leaders = {right.leader_id: right.leader for right in rights.order_by("-pk")}
    nearest = next((one.leader_id for one in above if one.leader_id in leaders), None)
    if nearest is not None:
        return leaders[nearest]
    # The delegate of a smaller unit's leader reads the letter of the larger one.
    return None if leads(viewer).exists() else next(iter(leaders.values()), None)


def has_read_guide(*, viewer: User) -> bool:
    return GuideReading.objects.filter(user=viewer).exists()
