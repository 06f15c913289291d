"""Whether what is released gives anybody away, how much is left to read, and what the audit costs as companies grow.

    ./lest bench disclosure [--organisations 10000] [--units 1000] [--json]

Random organisations of every shape are released and audited: the auditor knows nothing of the release rule and asks
by subtraction, rank and linear programme what a reader can work out.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from tqdm import tqdm

HEADCOUNTS = (0, 1, 3, 4, 5, 8, 15, 16, 20, 25, 40, 60, 120)
THEMES = 14
GOALS = {"exposures": 0, "shown of cells with five people or more": 0.60, "audit of the largest, CPU s": 60.0}
Random = np.random.Generator


def main(arguments: Sequence[str]) -> int:
    """Release, audit, print the tables; 1 when a goal is missed."""
    options = argparse.ArgumentParser(prog="./lest bench disclosure", description=__doc__.split("\n")[0])
    options.add_argument("--organisations", type=int, default=10_000)
    options.add_argument("--units", type=int, default=1_000)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    growth = [growth_of(max(10, chosen.units * share // 100)) for share in (10, 30, 100)]
    values = dict(
        zip(GOALS, (exposures_in(chosen.organisations), share_shown(1_000), growth[-1]["audit"]), strict=True)
    )
    return report(chosen.organisations, values, growth, as_json=chosen.json)


def exposures_in(number: int) -> int:
    """Return the findings of the auditor over organisations of any shape and any numbers."""
    findings = 0
    for seed in tqdm(range(number), unit=" organisations", disable=None, leave=False):
        random = np.random.default_rng(seed)
        parents = tree_of(random, int(random.integers(1, 25)), widest=6)
        people = {unit: int(random.choice(HEADCOUNTS)) for unit in parents}
        tree, authors = company(parents, people, random, random.choice([0.02, 0.1, 0.3, 0.6, 0.95]))
        findings += len(findings_in(tree, {"theme": released(tree, authors)}))
    return findings


def share_shown(number: int) -> float:
    """Return the share shown of cells with five people or more, in companies of teams of 8 to 140 people."""
    from analytics.disclosure import LIMITS

    worth = shown = 0
    for seed in range(number):
        random = np.random.default_rng(seed)
        parents = tree_of(random, int(random.integers(5, 40)), widest=8)
        above = set(parents.values())
        people = {unit: 0 if unit in above else int(random.integers(8, 141)) for unit in parents}
        tree, authors = company(parents, people, random, random.choice([0.05, 0.1, 0.2, 0.3]))
        said = {unit for unit, number in authors.items() if number >= LIMITS.people}
        worth += len(said)
        shown += len(said & released(tree, authors).shown)
    return shown / worth


def growth_of(units: int) -> dict[str, float]:
    """Return what a company of so many units costs, in CPU seconds for all themes of a period."""
    random = np.random.default_rng(units)
    parents = tree_of(random, units, widest=9)
    people = {unit: int(random.integers(5, 40)) for unit in parents}
    drawn = [company(parents, people, random, rate) for rate in np.linspace(0.02, 0.25, THEMES)]
    tree = drawn[0][0]
    began = time.process_time()
    cells = {f"t{number}": released(tree, authors) for number, (_, authors) in enumerate(drawn)}
    release = time.process_time() - began
    findings = findings_in(tree, cells)
    audit = time.process_time() - began - release
    return {
        "units": units,
        "people": sum(people.values()),
        "release": release,
        "audit": audit,
        "findings": len(findings),
    }


def tree_of(random: Random, units: int, *, widest: int) -> dict[int, int | None]:
    """Draw each unit's parent, at most so many under one; parents stand before their children."""
    parents: dict[int, int | None] = {0: None}
    room = [0]
    children: Counter[int] = Counter()
    for unit in range(1, units):
        parent = room[int(random.integers(0, len(room)))]
        parents[unit] = parent
        children[parent] += 1
        if children[parent] == widest:
            room.remove(parent)
        room.append(unit)
    return parents


def company(parents: Mapping[int, int | None], people: Mapping[int, int], random: Random, rate: float) -> Any:
    """Return the tree, and for each unit the authors in it and below."""
    from analytics.disclosure.release import OrgTree

    said = {
        unit: int(random.binomial(number, min(1, rate * random.uniform(0.2, 2)))) for unit, number in people.items()
    }
    return OrgTree(parents, summed(parents, people)), summed(parents, said)


def summed(parents: Mapping[int, int | None], own: Mapping[int, int]) -> dict[int, int]:
    total = dict(own)
    for unit in reversed(list(parents)):
        parent = parents[unit]
        if parent is not None:
            total[parent] += total[unit]
    return total


def released(tree: Any, authors: Mapping[int, int]) -> Any:
    from analytics.disclosure.auditor import ThemeCells
    from analytics.disclosure.release import Verdict, release_theme

    verdicts = release_theme(tree, authors)
    return ThemeCells(authors, {unit for unit, verdict in verdicts.items() if verdict is Verdict.SHOWN})


def findings_in(tree: Any, cells: Mapping[str, Any]) -> list[Any]:
    from analytics.disclosure.auditor import audit

    return audit(tree, cells)


def report(organisations: int, values: dict[str, float], growth: list[dict[str, float]], *, as_json: bool) -> int:
    """Print figures and goals; return 1 when one is missed."""
    exposures, shown, audit = GOALS
    reached = {
        exposures: values[exposures] <= GOALS[exposures],
        shown: values[shown] >= GOALS[shown],
        audit: values[audit] <= GOALS[audit],
    }
    if as_json:
        print(json.dumps({"organisations": organisations, "values": values, "growth": growth, "goals": reached}))
        return 0 if all(reached.values()) else 1
    print(f"{organisations} organisations")
    print(f"{'units':>7}{'people':>9}{'release s':>11}{'audit s':>9}{'findings':>10}")
    for row in growth:
        print(f"{row['units']:>7}{row['people']:>9}{row['release']:>11.2f}{row['audit']:>9.2f}{row['findings']:>10}")
    for name, value in values.items():
        print(f"{name:<42}{value:>8.2f}   goal {GOALS[name]:<5} {'reached' if reached[name] else 'MISSED'}")
    return 0 if all(reached.values()) else 1
