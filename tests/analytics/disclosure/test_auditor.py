from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.disclosure.auditor import Finding, ThemeCells, audit
from analytics.disclosure.bands import band_of
from analytics.disclosure.release import OrgTree, Verdict, own_verdict, release_theme
from tests.analytics.disclosure.test_release import TEAMS, TWENTY_EACH, organisations, summed


def rules_broken(parents, people, authors, shown):
    """Return the (rule, unit) pairs that the auditor finds in one theme."""
    tree = OrgTree(parents, summed(parents, people))
    cells = ThemeCells(summed(parents, authors), set(shown))
    return {(finding.rule, finding.unit) for finding in audit(tree, {"pay": cells})}


def released(tree, authors):
    verdicts = release_theme(tree, authors)
    return ThemeCells(authors, {unit for unit, verdict in verdicts.items() if verdict is Verdict.SHOWN})


def test_a_sound_release_passes():
    shown = {"company", "c"}

    assert rules_broken(TEAMS, TWENTY_EACH, {"a": 3, "b": 7, "c": 9}, shown) == set()


def test_a_finding_names_rule_theme_and_cell_and_no_figure():
    tree = OrgTree(TEAMS, summed(TEAMS, TWENTY_EACH))
    cells = ThemeCells(summed(TEAMS, {"a": 3, "b": 7, "c": 9}), {"company", "b", "c"})

    findings = audit(tree, {"pay": cells})

    assert Finding("difference", "pay", "company") in findings


@pytest.mark.parametrize(
    ("authors", "people"), [({"a": 4}, TWENTY_EACH), ({"a": 10}, {"a": 14}), ({"a": 20}, TWENTY_EACH)]
)
def test_a_cell_shown_against_its_own_limits_is_found(authors, people):
    assert ("threshold", "a") in rules_broken(TEAMS, people, authors, {"a"})


def test_hidden_parts_that_hold_four_people_are_found():
    shown = {"company", "c"}

    assert ("difference", "company") in rules_broken(TEAMS, TWENTY_EACH, {"a": 2, "b": 2, "c": 9}, shown)


def test_a_single_hidden_part_is_found():
    shown = {"company", "b", "c"}

    assert ("difference", "company") in rules_broken(TEAMS, TWENTY_EACH, {"a": 6, "b": 7, "c": 9}, shown)


def test_a_hidden_cell_is_found_when_one_silent_colleague_is_all_that_covers_it():
    parents = {"company": None, "a": "company"}

    broken = rules_broken(parents, {"company": 1, "a": 30}, {"a": 20}, {"company"})

    assert broken == {("range", "a")}


def test_a_hidden_cell_covered_by_a_large_one_passes():
    parents = {"company": None, "a": "company"}

    broken = rules_broken(parents, {"company": 30, "a": 30}, {"a": 20}, {"company"})

    assert broken == set()


def test_a_cell_pinned_to_zero_is_no_secret():
    shown = {"company", "c"}

    assert rules_broken(TEAMS, TWENTY_EACH, {"a": 0, "b": 0, "c": 9}, shown) == set()


def test_one_person_left_over_by_subtraction_is_found():
    people = TWENTY_EACH | {"company": 1}

    broken = rules_broken(TEAMS, people, {"a": 6, "b": 7, "c": 8}, set(TEAMS))

    assert ("person", "company") in broken


def test_figures_that_fit_no_company_are_found():
    broken = rules_broken(TEAMS, TWENTY_EACH, {"a": 20}, {"a"})

    assert "contradiction" in {rule for rule, _ in broken}


def test_parts_larger_than_the_whole_are_refused():
    tree = OrgTree(TEAMS, summed(TEAMS, TWENTY_EACH))
    cells = ThemeCells({"company": 5, "a": 15, "b": 15, "c": 0}, {"company", "a", "b"})

    with pytest.raises(ValueError, match="more people than the whole"):
        audit(tree, {"pay": cells})


@pytest.mark.parametrize("seed", range(40))
def test_the_programme_finds_the_same_ranges_as_trying_every_world(seed):
    random = Random(seed)
    parents = {"company": None, "x": "company", "y": "company", "a": "x", "b": "x"}
    people = {"a": random.choice([2, 15, 18]), "b": random.choice([1, 6, 16]), "y": random.choice([4, 17])}
    authors = {unit: random.randint(0, number) for unit, number in people.items()}
    totals, heads = summed(parents, authors), summed(parents, people)
    showable = [u for u in parents if own_verdict(authors=totals[u], headcount=heads[u]) is Verdict.SHOWN]
    shown = {unit for unit in showable if random.random() < 0.8}

    narrow = {unit for rule, unit in rules_broken(parents, people, authors, shown) if rule == "range"}

    assert narrow == narrow_by_trial(parents, people, totals, shown)


def narrow_by_trial(parents, people, totals, shown):
    """Return the hidden units with fewer than five numbers in all worlds that a reader must allow."""
    heads = summed(parents, people)
    units = list(people)
    worlds = [
        summed(parents, dict(zip(units, numbers, strict=True)))
        for numbers in product(*(range(people[unit] + 1) for unit in units))
    ]
    fitting = [world for world in worlds if fits(parents, heads, totals, shown, world)]
    narrow = set()
    for unit in set(parents) - shown if shown and fitting else ():
        possible = {world[unit] for world in fitting}
        if max(possible) > 0 and max(possible) - min(possible) < min(4, heads[unit]):
            narrow.add(unit)
    return narrow


def fits(parents, heads, totals, shown, world):
    for unit in shown:
        if band_of(world[unit]) != band_of(totals[unit]) or 10 * world[unit] > 9 * heads[unit]:
            return False
        below = [other for other in shown if nearest_shown(parents, other, shown) == unit]
        rest = world[unit] - sum(world[other] for other in below)
        if 0 < rest < 5:
            return False
    return True


def nearest_shown(parents, unit, shown):
    while (unit := parents[unit]) is not None and unit not in shown:
        pass
    return unit


def test_a_shown_unit_with_an_empty_child_hides_nobody():
    parents = {"company": None, "a": "company", "empty": "a"}

    assert rules_broken(parents, {"a": 15}, {"a": 10}, {"company", "a"}) == set()


@settings(max_examples=150, deadline=None)
@given(organisations())
def test_whatever_the_release_rule_shows_passes(organisation):
    parents, people, authors = organisation
    tree = OrgTree(parents, summed(parents, people))

    findings = audit(tree, {"pay": released(tree, summed(parents, authors))})

    assert findings == []


def test_sixty_invented_companies_are_exposed_nowhere_and_keep_three_cells_of_five():
    shown = showable = 0
    findings = []

    for seed in range(60):
        tree, authors = invented_company(seed)
        cells = released(tree, authors)
        findings += audit(tree, {"pay": cells})
        shown += len(cells.shown)
        showable += sum(
            own_verdict(authors=authors[unit], headcount=tree.headcounts[unit]) is Verdict.SHOWN
            for unit in tree.parents
        )

    assert findings == []
    assert shown >= 0.6 * showable


def invented_company(seed):
    """Return a company of some divisions with teams of 4 to 60 people, and the authors of a theme."""
    random, numbers = Random(seed), np.random.default_rng(seed)
    parents = {"company": None}
    people = {"company": random.choice([0, 0, 1, 3])}
    for division in range(random.randint(2, 6)):
        parents[f"d{division}"] = "company"
        people[f"d{division}"] = random.choice([0, 0, 1, 2, 5, 12])
        for team in range(random.randint(1, 6)):
            parents[f"d{division}t{team}"] = f"d{division}"
            people[f"d{division}t{team}"] = random.randint(4, 60)
    rate = random.choice([0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4])
    authors = {unit: int(numbers.binomial(number, rate)) for unit, number in people.items()}
    return OrgTree(parents, summed(parents, people)), summed(parents, authors)
