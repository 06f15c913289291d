"""The one rule that decides which cells of a theme and period are shown, on page, API, mail and paper alike.

The rule is stricter than bands ask for: it takes the reader to know the number of people in each shown cell
exactly. So it also holds where dots, arrows or other things drawn from the number narrow a band.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from analytics.disclosure import LIMITS, Limits

Unit = Any  # a name or a key; all of one sort


class Verdict(StrEnum):
    """Why a cell is shown or hidden; for the audit log, as a reader learns only that it is hidden."""

    SHOWN = "shown"
    FEW_PEOPLE = "few_people"
    SMALL_UNIT = "small_unit"
    ALMOST_EVERYBODY = "almost_everybody"
    COMPLEMENT = "complement"
    PARENT_HIDDEN = "parent_hidden"


class Part(NamedTuple):
    """People right under a unit: a child with all below it, or (unit None) the members of the unit itself."""

    unit: Unit | None
    people: int
    authors: int


class OrgTree:
    """The units of a period and the headcounts (of whole subtrees) on its frozen roster."""

    def __init__(self, parents: Mapping[Unit, Unit | None], headcounts: Mapping[Unit, int]) -> None:
        """Build the tree from each unit's parent, None for a root.

        :raises ValueError: if a parent is not a unit, the units form a ring, or parts hold more people than
        the whole.
        """
        self.parents = dict(parents)
        self.headcounts = {unit: headcounts.get(unit, 0) for unit in parents}
        self.children: dict[Unit, list[Unit]] = {unit: [] for unit in parents}
        self.roots = [unit for unit, parent in parents.items() if parent is None]
        for unit, parent in parents.items():
            if parent is not None:
                if parent not in parents:
                    raise ValueError(f"the parent of {unit} is not a unit")
                self.children[parent].append(unit)
        self.top_down = [unit for root in self.roots for unit in self.subtree(root)]
        if len(self.top_down) != len(parents):
            raise ValueError("the units form a ring")
        for unit in parents:
            self.own(unit, self.headcounts)

    def subtree(self, unit: Unit) -> list[Unit]:
        """Return the unit and all below it, parents before children."""
        found = [unit]
        for each in found:
            found.extend(self.children[each])
        return found

    def own(self, unit: Unit, numbers: Mapping[Unit, int]) -> int:
        """Return what is left of the unit's number when its children's numbers are taken away.

        :raises ValueError: if less than nothing is left.
        """
        rest = numbers.get(unit, 0) - sum(numbers.get(child, 0) for child in self.children[unit])
        if rest < 0:
            raise ValueError(f"the parts of {unit} hold more people than the whole")
        return rest

    def parts(self, unit: Unit, authors: Mapping[Unit, int]) -> list[Part]:
        """Return the inhabited parts that make up the unit; none when all stand in the unit itself."""
        own = Part(None, self.own(unit, self.headcounts), self.own(unit, authors))
        children = [Part(child, self.headcounts[child], authors.get(child, 0)) for child in self.children[unit]]
        inhabited = [part for part in children if part.people]
        return [own, *inhabited] if inhabited and own.people else inhabited


def release_theme(tree: OrgTree, authors: Mapping[Unit, int], limits: Limits = LIMITS) -> dict[Unit, Verdict]:
    """Decide for one theme and period which units' cells are shown.

    `authors` holds the distinct authors of each unit with all below it (missing: none).

    :raises ValueError: if children together hold more authors than their parent.
    """
    verdicts: dict[Unit, Verdict] = {}
    for root in tree.roots:
        _judge_alone(tree, root, authors, limits, verdicts)
    # From the leaves up one walk is enough: a step hides the unit itself or something below it, never above.
    for unit in reversed(tree.top_down):
        if verdicts[unit] is Verdict.SHOWN:
            _protect_parts(tree, unit, authors, limits, verdicts)
    return verdicts


def own_verdict(*, authors: int, headcount: int, limits: Limits = LIMITS) -> Verdict:
    """Return what a cell deserves when it is looked at alone."""
    if headcount < limits.headcount:
        return Verdict.SMALL_UNIT
    if authors < limits.people:
        return Verdict.FEW_PEOPLE
    return Verdict.ALMOST_EVERYBODY if 10 * authors > 9 * headcount else Verdict.SHOWN


def may_quote(*, authors: int, headcount: int, limits: Limits = LIMITS) -> bool:
    """Tell whether a shown cell may carry quotes."""
    return authors >= limits.people_for_text and headcount >= limits.headcount_for_quotes


def _judge_alone(
    tree: OrgTree, top: Unit, authors: Mapping[Unit, int], limits: Limits, verdicts: dict[Unit, Verdict]
) -> None:
    verdicts[top] = own_verdict(authors=authors.get(top, 0), headcount=tree.headcounts[top], limits=limits)
    for child in tree.children[top]:
        if verdicts[top] is Verdict.SHOWN:
            _judge_alone(tree, child, authors, limits, verdicts)
        else:
            verdicts.update(dict.fromkeys(tree.subtree(child), Verdict.PARENT_HIDDEN))


def _protect_parts(
    tree: OrgTree, unit: Unit, authors: Mapping[Unit, int], limits: Limits, verdicts: dict[Unit, Verdict]
) -> None:
    """Hide the next smallest child until the hidden parts cover each other, else the unit itself."""
    parts = tree.parts(unit, authors)
    hidden = [part for part in parts if verdicts.get(part.unit) is not Verdict.SHOWN]
    shown = sorted(set(parts) - set(hidden), key=lambda part: (part.authors, part.people, part.unit))
    # Who wrote without a name in a small unit is counted here, where perhaps nobody stands.
    own_authors, own_people = tree.own(unit, authors), tree.own(unit, tree.headcounts)
    strangers = own_authors if not own_people else 0
    while not _cover_each_other(hidden, limits.people, strangers):
        if not shown:
            _hide(tree, unit, verdicts)
            return
        hidden.append(shown.pop(0))
        _hide(tree, hidden[-1].unit, verdicts)


def _hide(tree: OrgTree, unit: Unit, verdicts: dict[Unit, Verdict]) -> None:
    for below in tree.subtree(unit)[1:]:
        if verdicts[below] is Verdict.SHOWN:
            verdicts[below] = Verdict.PARENT_HIDDEN
    verdicts[unit] = Verdict.COMPLEMENT


def _cover_each_other(hidden: list[Part], k: int, strangers: int) -> bool:
    """Tell whether the parts stay hidden from a reader who knows exactly how many authors they hold together.

    They do when there are none, or at least two with together 0 or ≥ k authors, none of which can be narrowed
    to fewer than k numbers (a part of less than k people: to fewer than all of its numbers). Zero is no
    secret: nobody said it. `strangers` are authors who belong to one of the hidden parts, nobody knows which.
    """
    said = sum(part.authors for part in hidden) + strangers
    people = sum(part.people for part in hidden)
    if not hidden:
        return not strangers
    if len(hidden) < 2 or 0 < said < k:
        return False
    return said == 0 or all(_spread(part.people, people, said) >= min(k - 1, part.people) for part in hidden)


def _spread(part: int, people: int, said: int) -> int:
    """Return the highest minus the lowest number that the part may hold of what the hidden people said."""
    return min(part, said) - max(0, said - (people - part))
