"""Who may read which letters and cells."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models import Delegate, Letter
from microblog.access import NotAllowed
from microblog.models import OrgUnit, Role, User
from microblog.queries.units import UnitTree, unit_tree


def answers_for(viewer: User) -> QuerySet[OrgUnit]:
    """Return the units that the viewer leads, or speaks for as the delegate of their leader today."""
    delegations = Delegate.objects.filter(person=viewer, until__gte=timezone.localdate())
    return OrgUnit.objects.filter(Q(leader=viewer) | Q(leader__in=delegations.values("leader")))


def can_answer(viewer: User, unit: OrgUnit) -> bool:
    """A unit is answered by its leader and the leaders above, and by their delegates."""
    tree = unit_tree()
    above = [one.pk for one in tree.path(tree.units[unit.pk])]
    return answers_for(viewer).filter(pk__in=above).exists()


def require_answerer(viewer: User, unit: OrgUnit) -> None:
    """:raises NotAllowed: if the viewer does not answer for the unit."""
    if not can_answer(viewer, unit):
        raise NotAllowed(_("Bare den som leder avdelingen, kan svare for den."))


def readable_letter_units(viewer: User) -> list[OrgUnit]:
    """Return the units whose letters the viewer may read, the viewer's own first.

    A leader reads the letter of each unit led, or of the nearest larger one that has a letter, and the company's; the
    top leader reads all. A delegate reads what the leader reads.
    """
    led = list(answers_for(viewer))
    return letter_units_for(led, unit_tree()) if led else []


def letter_units_for(led: list[OrgUnit], tree: UnitTree) -> list[OrgUnit]:
    """Return the units whose letters the leader of these reads."""
    if not led:
        return []
    with_letter = set(Letter.objects.values_list("unit_id", flat=True).distinct())
    wanted = [nearest_with_letter(tree, tree.units[unit.pk], with_letter) for unit in led]
    if any(unit.parent_id is None for unit in led) and tree.root:
        wanted += tree.subtree(tree.root)
    else:
        wanted.append(tree.root)
    return once(unit for unit in wanted if unit and unit.pk in with_letter)


def nearest_with_letter(tree: UnitTree, unit: OrgUnit, with_letter: set[int]) -> OrgUnit | None:
    """Return the unit, or the nearest above it, that has letters."""
    return next((one for one in [unit, *tree.ancestors(unit)] if one.pk in with_letter), None)


def once(units: Iterable[OrgUnit]) -> list[OrgUnit]:
    return list({unit.pk: unit for unit in units}.values())


def readable_cell_units(viewer: User) -> list[OrgUnit]:
    """Return the units whose released cells the viewer may see: those of the letters and their parts, and all below
    the units that the viewer answers for.

    An analyst sees the company's.
    """
    led, tree = list(answers_for(viewer)), unit_tree()
    found = [part for unit in letter_units_for(led, tree) for part in [unit, *tree.children[unit.pk]]]
    found += [below for unit in led for below in tree.subtree(tree.units[unit.pk])]
    if viewer.has_role(Role.ANALYST) and tree.root:
        found.append(tree.root)
    return once(found)
