"""Where the shoe pinches: which theme weighs on which unit more than it used to, and how much.

A cell is a theme in a unit in a period, and counts people, not posts. Every function is deterministic: the
same facts in any order give the same numbers to the last bit. For workers only: it loads numpy and scipy.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.special import betainc

from analytics.scoring.periods import previous

Unit = Any  # a name in a file, a key in the database; all of one sort
Active = tuple[str, Unit, Hashable]  # period, own unit, author
Complaint = tuple[str, Unit, str, Hashable]  # period, own unit, theme, author
Array = np.ndarray[Any, Any]

COMPANY = "*"
BASELINE = 10
WINDOWS = (1, 2, 4)
REMEMBERED = 4
HORIZON = BASELINE + max(*WINDOWS, REMEMBERED)
KAPPA = 30.0
PHI = 0.05
MIN_RATIO = 1.5
MIN_AUTHORS = 5
FALSE_DISCOVERIES = 0.10
Z = 1.645
SHRINKAGE = 10.0


@dataclass(frozen=True)
class PainCell:
    """A theme in a unit in a closed period.

    `authors` negative and `active` people are of the closed period; `expected`, `ratio` (None without
    history) and `p` are of the `window` (in periods, ending with the closed one) that is the least likely by
    chance. `score` = `severity` × `reach` × `persistence`.
    """

    period: str
    unit: Unit
    theme: str
    authors: int
    active: int
    expected: float
    ratio: float | None
    window: int
    p: float
    alarm: bool
    severity: float
    reach: float
    persistence: int
    score: float


def find_pain_points(
    *,
    active: Iterable[Active],
    complaints: Iterable[Complaint],
    themes: Iterable[str],
    period: str,
    weeks: int = 1,
    parents: Mapping[Unit, Unit | None] | None = None,
) -> list[PainCell]:
    """Return the cells of the closed period: the company, then every unit with active people, × every theme.

    Facts may repeat and stand in any order; those outside the HORIZON of periods are passed over. `weeks` is
    the length of a period. With `parents` (each unit's parent, None for the root) people also count in the
    units above their own; the root is then the company and gets no cell beside "*".

    :raises KeyError: if a fact names a unit that `parents` lacks, or a theme that `themes` lacks.
    """
    places = {previous(period, age, weeks=weeks): HORIZON - 1 - age for age in range(HORIZON)}
    facts = _Facts.read(places, active, complaints, sorted(set(themes)))
    company, base = _company(facts), _units(facts, None)
    units = base if parents is None else _units(facts, parents)
    return [
        *_family(period, facts.themes, company, company, base),
        *_family(period, facts.themes, units, company, base),
    ]


@dataclass(frozen=True)
class _Facts:
    """Facts as columns: t places of periods (the last is the closed one), u units, k themes, a authors."""

    units: list[Unit]
    themes: list[str]
    active: tuple[Array, Array, Array]  # t, u, a
    complaints: tuple[Array, Array, Array, Array]  # t, u, k, a

    @classmethod
    def read(
        cls,
        places: Mapping[str, int],
        active: Iterable[Active],
        complaints: Iterable[Complaint],
        themes: list[str],
    ) -> "_Facts":
        present = [(places[t], u, a) for t, u, a in active if t in places]
        negative = [(places[t], u, k, a) for t, u, k, a in complaints if t in places]
        # Sorted, so that fractions are summed in the same order whatever the order of the facts.
        units: list[Unit] = sorted({unit for _, unit, *_ in (*present, *negative)})
        u_code = {unit: code for code, unit in enumerate(units)}
        k_code = {theme: code for code, theme in enumerate(themes)}
        a_code = {author: code for code, author in enumerate(dict.fromkeys(row[-1] for row in (*present, *negative)))}
        return cls(
            units,
            themes,
            _columns([(t, u_code[u], a_code[a]) for t, u, a in present], 3),
            _columns([(t, u_code[u], k_code[k], a_code[a]) for t, u, k, a in negative], 4),
        )


def _columns(rows: list[tuple[int, ...]], width: int) -> Any:
    return tuple(np.array(rows, dtype=np.int64).reshape(-1, width).T)


@dataclass(frozen=True)
class _Population:
    """Numbers of people: `said` [period, cell, theme], `active` [period, cell, 1], `voices` [window, cell,
    theme].

    `voices` are distinct over a whole window. `holds` [cell, unit] marks the units whose people a cell
    counts.
    """

    names: Sequence[Unit]
    said: Array
    active: Array
    voices: Array
    holds: Array


def _company(facts: _Facts) -> _Population:
    """Count each person once, also one who has facts in two units of a period."""
    t, _, k, a = facts.complaints
    t_active, _, a_active = facts.active
    themes = len(facts.themes)
    said = _distinct(a, (t, k), (HORIZON, themes))[:, None, :]
    active = _distinct(a_active, (t_active,), (HORIZON,))[:, None, None]
    voices = [_distinct(a[t >= HORIZON - w], (k[t >= HORIZON - w],), (themes,))[None, :] for w in WINDOWS]
    return _population([COMPANY], said, active, np.array(voices), np.ones((1, len(facts.units))))


def _units(facts: _Facts, parents: Mapping[Unit, Unit | None] | None) -> _Population:
    """Count people in their own units, and with `parents` in all units above but the root."""
    lines = [[unit] if parents is None else _line(unit, parents) for unit in facts.units]
    names = sorted({name for line in lines for name in line})
    holds = np.array([[name in line for line in lines] for name in names], dtype=float).reshape(len(names), len(lines))
    t, u, k, a = facts.complaints
    t_active, u_active, a_active = facts.active
    themes, units = len(facts.themes), len(facts.units)
    said = holds @ _distinct(a, (t, u, k), (HORIZON, units, themes))
    active = holds @ _distinct(a_active, (t_active, u_active), (HORIZON, units))[:, :, None]
    cell, row = np.nonzero(holds[:, u])
    voices = []
    for window in WINDOWS:
        late = t[row] >= HORIZON - window
        c, r = cell[late], row[late]
        voices.append(_distinct(a[r], (c, k[r]), (len(names), themes)))
    return _population(names, said, active, np.array(voices), holds)


def _line(unit: Unit, parents: Mapping[Unit, Unit | None]) -> list[Unit]:
    """Return the unit and those above it, without the root."""
    line = []
    while (parent := parents[unit]) is not None:
        line.append(unit)
        unit = parent
    return line


def _population(names: Sequence[Unit], said: Array, active: Array, voices: Array, holds: Array) -> _Population:
    # Whoever complains is active: the two may be counted by different tokens, and a share must not exceed
    # one.
    active = np.maximum(active, said.max(axis=2, keepdims=True, initial=0))
    return _Population(names, said, active, voices, holds)


def _distinct(authors: Array, columns: tuple[Array, ...], shape: tuple[int, ...]) -> Array:
    """Return the number of distinct authors in each place of the given shape."""
    places = np.ravel_multi_index(columns, shape)
    width = int(authors.max(initial=0)) + 1
    once = np.unique(places * width + authors) // width
    return np.bincount(once, minlength=math.prod(shape)).reshape(shape)


@dataclass(frozen=True)
class _Window:
    """Author-periods of a window (n, m) and of its base line (N, M), each [cell, theme] or [cell, 1]."""

    n: Array
    m: Array
    base_n: Array
    base_m: Array

    @classmethod
    def of(cls, people: _Population, last: int, width: int) -> "_Window":
        """Cut the window of so many periods that ends with place `last`, and the ten periods before it."""
        start = last + 1 - width
        now, before = slice(start, last + 1), slice(max(0, start - BASELINE), start)
        sums = (numbers[part].sum(axis=0) for part in (now, before) for numbers in (people.said, people.active))
        return cls(*sums)


class _Surprise(NamedTuple):
    """What was expected in a window and how likely at least as many authors are by chance, [cell, theme]."""

    n: Array
    expected: Array
    p: Array


def _surprise(people: _Population, company: _Population, base: _Population, last: int, width: int) -> _Surprise:
    """Compare a window with the base line: P(X ≥ n), X ~ NegBin(a, b / (b + g·m)). Method sheet, § 3.

    Without any history nothing is expected and nothing surprises.
    """
    everywhere = _Window.of(company, last, width)
    here = _Window.of(people, last, width)
    if not everywhere.base_m.any():
        return _Surprise(here.n, np.zeros_like(here.n, dtype=float), np.ones_like(here.n, dtype=float))
    # A theme that nobody ever named has no rate; half an author keeps the arithmetic defined.
    rate = np.maximum(everywhere.base_n, 0.5) / everywhere.base_m
    plain = _expected(here, rate)
    drift = 1.0 if people is company else _drift(people, _Window.of(base, last, width), rate)
    a0, b0 = KAPPA * rate + here.base_n, KAPPA + here.base_m
    f = 1 / (1 + PHI * a0)
    m = drift * here.m
    p = np.where(here.n > 0, betainc(np.maximum(here.n, 1), f * a0, m / (f * b0 + m)), 1.0)
    return _Surprise(here.n, drift * plain, p)


def _expected(window: _Window, rate: Array) -> Array:
    return window.m * (KAPPA * rate + window.base_n) / (KAPPA + window.base_m)


def _drift(people: _Population, units: _Window, rate: Array) -> Array:
    """Return by how much the rest of the company exceeds what was expected; a wave is no unit's alarm."""
    expected = _expected(units, rate)
    rest_n = units.n.sum(axis=0) - people.holds @ units.n
    rest_expected = expected.sum(axis=0) - people.holds @ expected
    drift: Array = np.clip((rest_n + 10) / (rest_expected + 10), 1, 4)
    return drift


def _family(
    period: str, themes: list[str], people: _Population, company: _Population, base: _Population
) -> list[PainCell]:
    """Test all cells with active people and all windows together, and return the cells."""
    closed = HORIZON - 1
    inhabited = people.active[-1, :, 0] > 0
    trailing = [_surprise(people, company, base, closed, width) for width in WINDOWS]
    strongest = _strongest(trailing, people.voices, inhabited)
    severity, reach = _severity(people, company), _reach(people, base)
    lately = [_surprise(people, company, base, closed - age, 1) for age in range(REMEMBERED)]
    persistence = np.sum([each.n > each.expected for each in lately], axis=0)
    return [
        PainCell(
            period=period,
            unit=people.names[c],
            theme=theme,
            authors=int(people.said[-1, c, k]),
            active=int(people.active[-1, c, 0]),
            **{factor: numbers[c][k] for factor, numbers in strongest.items()},
            severity=float(severity[c, k]),
            reach=float(reach[c, k]),
            persistence=int(persistence[c, k]),
            score=float(severity[c, k] * reach[c, k] * persistence[c, k]),
        )
        for c in np.flatnonzero(inhabited).tolist()
        for k, theme in enumerate(themes)
    ]


def _strongest(trailing: list[_Surprise], voices: Array, inhabited: Array) -> dict[str, list[list[Any]]]:
    """Return the factors of the window with the least p (of equals the shortest) and the alarm."""
    n, expected, p = (np.array(each) for each in zip(*trailing, strict=True))
    least = p.argmin(axis=0)[None]
    cutoff = _cutoff(p[:, inhabited].ravel())
    n, expected, p, voices = (np.take_along_axis(each, least, 0)[0] for each in (n, expected, p, voices))
    ratio = np.full(n.shape, None, dtype=object)
    ratio[expected > 0] = n[expected > 0] / expected[expected > 0]
    alarm = (n >= MIN_RATIO * expected) & (voices >= MIN_AUTHORS) & (p <= cutoff)
    window = np.array(WINDOWS)[least[0]]
    factors = {"expected": expected, "ratio": ratio, "window": window, "p": p, "alarm": alarm}
    return {name: numbers.tolist() for name, numbers in factors.items()}


def _cutoff(p: Array) -> float:
    """Return the greatest p that the procedure of Benjamini and Hochberg accepts; less than any p if none."""
    ordered = np.sort(p)
    accepted = np.flatnonzero(ordered <= FALSE_DISCOVERIES * np.arange(1, len(ordered) + 1) / len(ordered))
    return float(ordered[accepted[-1]]) if len(accepted) else -1.0


def _severity(people: _Population, company: _Population) -> Array:
    """Return Wilson's lower bound of the share of active people who are negative, shrunk to the company's."""
    company_share = company.said[-1] / np.maximum(company.active[-1], 1)
    size = people.active[-1] + SHRINKAGE
    share = (people.said[-1] + SHRINKAGE * company_share) / size
    margin = Z * np.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    severity: Array = np.maximum(0, (share + Z**2 / (2 * size) - margin) / (1 + Z**2 / size))
    return severity


def _reach(people: _Population, base: _Population) -> Array:
    """Return distinct people × Pielou's evenness over the units that they belong to (1 for a single unit)."""
    said = base.said[-1]
    total = people.holds @ said
    units = people.holds @ (said > 0)
    # Pielou: H / ln(units), with H = ln(total) − Σ n·ln(n) / total.
    within = people.holds @ (said * np.log(np.maximum(said, 1)))
    entropy = np.log(np.maximum(total, 1)) - within / np.maximum(total, 1)
    evenness = np.where(units > 1, entropy / np.log(np.maximum(units, 2)), 1.0)
    reach: Array = people.said[-1] * evenness
    return reach
