"""The tree of units. It is small, so it is read whole and walked in Python."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from microblog.models import OrgUnit


@dataclass
class UnitTree:
    """The company's units: `units` by key, `children` by the key of the parent, `root` the company or None."""

    units: dict[int, OrgUnit]
    children: dict[int, list[OrgUnit]] = field(default_factory=lambda: defaultdict(list))
    root: OrgUnit | None = None

    def subtree(self, unit: OrgUnit) -> list[OrgUnit]:
        """Return the unit and all under it, parents before children, by name."""
        return [unit, *(below for child in self.children[unit.pk] for below in self.subtree(child))]

    def ancestors(self, unit: OrgUnit) -> list[OrgUnit]:
        """Return the units above, nearest first."""
        found = []
        while unit.parent_id is not None:
            unit = self.units[unit.parent_id]
            found.append(unit)
        return found

    def path(self, unit: OrgUnit) -> list[OrgUnit]:
        """Return the way from the company to the unit."""
        return [*reversed(self.ancestors(unit)), unit]


def unit_tree() -> UnitTree:
    """Read the whole tree in one query."""
    rows = list(OrgUnit.objects.select_related("leader").order_by("name", "id"))
    tree = UnitTree(units={unit.pk: unit for unit in rows})
    for unit in rows:
        if unit.parent_id is None:
            tree.root = unit
        else:
            tree.children[unit.parent_id].append(unit)
    return tree


def units_by_key(keys: Iterable[int]) -> list[OrgUnit]:
    """Return the units with these keys; those that do not exist are left out."""
    return list(OrgUnit.objects.filter(pk__in=list(keys)))
