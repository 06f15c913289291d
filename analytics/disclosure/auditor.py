"""Checks what is about to be published, knowing nothing of how the release rule came to it.

A reader sees bands and knows the tree, the roster and the published rules. The auditor asks what such a
reader can work out: by subtraction, by linear programme and by rank. For workers only: it loads scipy.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.disclosure import LIMITS, Limits
from analytics.disclosure.bands import band_of
from analytics.disclosure.release import OrgTree, Unit, Verdict, own_verdict

Array = np.ndarray[Any, np.dtype[np.float64]]


class ThemeCells(NamedTuple):
    """One theme: distinct authors of each unit with all below it, and the units that are shown."""

    authors: Mapping[Unit, int]
    shown: Set[Unit]


class Finding(NamedTuple):
    """A rule that is broken and where; no figures, so that it can be told to an administrator.

    Rules: `threshold` (shown against its own limits), `difference` (shown cells leave 1…k−1 people or a
    single part), `person` (shown cells single out one person), `range` (a hidden cell can be narrowed to
    fewer than k numbers), `contradiction` (no numbers of people fit what is shown).
    """

    rule: str
    theme: str
    unit: Unit


def audit(tree: OrgTree, themes: Mapping[str, ThemeCells], limits: Limits = LIMITS) -> list[Finding]:
    """Return what is wrong with a release set (one period, every theme); unless empty, publish nothing.

    :raises ValueError: if children together hold more people than their parent.
    """
    atoms = _Atoms(tree)
    checks = (_broken_thresholds, _small_differences, _single_persons, _narrow_ranges)
    return [
        Finding(rule, theme, unit)
        for theme, cells in themes.items()
        for check in checks
        for rule, unit in check(atoms, cells, limits)
    ]


class _Atoms:
    """The groups whose members no cell tells apart: the people who stand directly in one unit."""

    def __init__(self, tree: OrgTree) -> None:
        self.tree = tree
        self.units = [unit for unit in tree.top_down if tree.own(unit, tree.headcounts)]
        self.people = np.array([tree.own(unit, tree.headcounts) for unit in self.units], dtype=float)
        self._places = {unit: place for place, unit in enumerate(self.units)}
        self.rows: dict[Unit, Array] = {}
        for unit in reversed(tree.top_down):
            self.rows[unit] = sum((self.rows[child] for child in tree.children[unit]), self.own_row(unit))

    def own_row(self, unit: Unit) -> Array:
        """Return the 0/1 row that marks the people who stand directly in the unit."""
        row = np.zeros(len(self.units))
        if unit in self._places:
            row[self._places[unit]] = 1
        return row

    def remainder_row(self, unit: Unit, shown: Set[Unit]) -> Array:
        """Return the row of those in the unit whom no shown cell below it holds."""
        row = self.rows[unit].copy()
        for below in self.next_shown(unit, shown):
            row -= self.rows[below]
        return row

    def next_shown(self, unit: Unit, shown: Set[Unit]) -> Iterator[Unit]:
        """Yield the nearest shown cells below the unit."""
        for child in self.tree.children[unit]:
            if child in shown:
                yield child
            else:
                yield from self.next_shown(child, shown)


_Broken = Iterator[tuple[str, Unit]]


def _broken_thresholds(atoms: _Atoms, cells: ThemeCells, limits: Limits) -> _Broken:
    for unit in sorted(cells.shown):
        headcount = atoms.tree.headcounts[unit]
        verdict = own_verdict(authors=cells.authors.get(unit, 0), headcount=headcount, limits=limits)
        if verdict is not Verdict.SHOWN:
            yield "threshold", unit


def _small_differences(atoms: _Atoms, cells: ThemeCells, limits: Limits) -> _Broken:
    for unit in sorted(cells.shown):
        seen = sum(cells.authors.get(below, 0) for below in atoms.next_shown(unit, cells.shown))
        rest = cells.authors.get(unit, 0) - seen
        hidden = [part for part in atoms.tree.parts(unit, cells.authors) if part.unit not in cells.shown]
        if 0 < rest < limits.people or len(hidden) == 1:
            yield "difference", unit


def _single_persons(atoms: _Atoms, cells: ThemeCells, limits: Limits) -> _Broken:
    """Find people whose unit vector is a combination of released rows.

    People of one atom have equal columns, so only somebody who stands alone in an atom can be singled out.
    """
    alone = np.flatnonzero(atoms.people == 1)
    if not len(alone) or not cells.shown:
        return
    released = np.array([atoms.rows[unit] for unit in sorted(cells.shown)])
    wanted = np.eye(len(atoms.units))[:, alone]
    weights = np.linalg.lstsq(released.T, wanted, rcond=None)[0]
    misses = np.abs(released.T @ weights - wanted).max(axis=0)
    for place in alone[misses < 1e-9]:
        yield "person", atoms.units[place]


def _narrow_ranges(atoms: _Atoms, cells: ThemeCells, limits: Limits) -> _Broken:
    """Find hidden groups that the reader can narrow to fewer than k numbers (a small one: to fewer than all).

    Every solution is a witness for all groups at once. So one group under each shown unit is stretched at a
    time, all of them together, and only what stays narrow gets a programme of its own, which is exact.
    """
    groups = _hidden_groups(atoms, cells.shown)
    if not groups or not cells.shown:
        return
    rows = np.array([group.row for group in groups])
    places = np.array([group.place for group in groups])
    ranges = _Ranges(_Reader(atoms, cells, limits), rows)
    wanted = np.minimum(limits.people - 1, rows @ atoms.people)
    waiting = np.ones(len(rows), dtype=bool)
    while (left := np.flatnonzero(waiting & (ranges.spread < wanted))).size:
        front = left[np.unique(places[left], return_index=True)[1]]
        waiting[front] = False
        if not ranges.stretch(rows[front].sum(axis=0)):
            yield "contradiction", groups[front[0]].unit
            return
    for number in np.flatnonzero(ranges.spread < wanted):
        ranges.stretch(rows[number])
        # Zero is no secret: nobody said it.
        if ranges.highest[number] > 0 and ranges.spread[number] < wanted[number]:
            yield "range", groups[number].unit


class _Group(NamedTuple):
    """Hidden people: their unit, the row that marks them and the place of the nearest shown unit above."""

    unit: Unit
    row: Array
    place: int


def _hidden_groups(atoms: _Atoms, shown: Set[Unit]) -> list[_Group]:
    """Return the hidden units and, where a unit has parts, also its own members apart."""
    groups: list[_Group] = []
    places: dict[Unit | None, int] = {None: -1}
    for number, unit in enumerate(atoms.tree.top_down):
        places[unit] = number if unit in shown else places[atoms.tree.parents[unit]]
        if unit not in shown:
            groups.append(_Group(unit, atoms.rows[unit], places[unit]))
        if atoms.tree.parts(unit, {}):
            groups.append(_Group(unit, atoms.own_row(unit), places[unit]))
    return [group for group in groups if group.row.any()]


class _Ranges:
    """The least and greatest numbers of authors that the solutions so far have shown possible, per group."""

    def __init__(self, reader: "_Reader", rows: Array) -> None:
        self._reader, self._rows = reader, rows
        self.lowest = np.full(len(rows), np.inf)
        self.highest = np.full(len(rows), -np.inf)

    @property
    def spread(self) -> Array:
        spread: Array = self.highest - self.lowest
        return spread

    def stretch(self, goal: Array) -> bool:
        """Look at the solutions where the goal's sum is least and greatest; False when there is none."""
        for cost in (goal, -goal):
            numbers = self._reader.least(cost)
            if numbers is None:
                return False
            self.lowest = np.minimum(self.lowest, self._rows @ numbers)
            self.highest = np.maximum(self.highest, self._rows @ numbers)
        return True


class _Reader:
    """All numbers of authors per atom that fit what is shown and the published rules.

    Unknowns: authors per atom, and per shown unit a switch, for its hidden parts together hold zero or at
    least k. With the switches set the rows are nested groups, so that every corner of the programme is a
    whole number.
    """

    def __init__(self, atoms: _Atoms, cells: ThemeCells, limits: Limits) -> None:
        shown = sorted(cells.shown)
        rows = np.array([atoms.rows[unit] for unit in shown])
        rest = np.array([atoms.remainder_row(unit, cells.shown) for unit in shown])
        edges = np.array([_edges(cells.authors[unit], atoms.tree.headcounts[unit], limits) for unit in shown])
        none, one_each = np.zeros((len(shown), len(shown))), np.eye(len(shown))
        self._width = len(atoms.people)
        self._bounds = Bounds(0, np.concatenate([atoms.people, np.ones(len(shown))]))
        self._integrality = np.repeat([0, 1], [self._width, len(shown)])
        self._rules = [
            LinearConstraint(np.hstack([rows, none]), edges[:, 0], edges[:, 1]),
            LinearConstraint(np.hstack([rest, -limits.people * one_each]), 0, np.inf),
            LinearConstraint(np.hstack([rest, -np.diag(rest @ atoms.people)]), -np.inf, 0),
        ]

    def least(self, goal: Array) -> Array | None:
        """Return fitting authors per atom for which the goal's sum is least; None when nothing fits."""
        cost = np.zeros(len(self._integrality))
        cost[: self._width] = goal
        result = milp(cost, constraints=self._rules, bounds=self._bounds, integrality=self._integrality)
        return None if result.x is None else np.round(result.x[: self._width])


def _edges(authors: int, headcount: int, limits: Limits) -> tuple[int, int]:
    """Return the least and the greatest number of authors that the reader of a shown cell holds possible."""
    band = band_of(authors)
    low, high = (band.low, band.high) if band else (0, headcount)
    return max(low, limits.people), min(high, 9 * headcount // 10)
