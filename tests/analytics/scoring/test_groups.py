import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.company.plan import plan_company
from analytics.disclosure import LIMITS
from analytics.scoring.groups import find_groups as search
from analytics.scoring.groups import overlap

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
PEOPLE, WEEKS = 300, 12


def find_groups(ties, units, paper):
    return search(ties, units, paper, LIMITS.people)


def talk_of_company(seed: int):
    """Who replied to whom in a simulated company, the unit of each, and what stands on paper."""
    plan = plan_company(people=PEOPLE, weeks=WEEKS, seed=seed, now=NOW)
    numbers = {id(person): number for number, person in enumerate(plan.people)}
    ties = [(numbers[id(p.author)], numbers[id(p.parent.author)], 1.0) for p in plan.posts if p.parent is not None]
    units = {number: person.unit.name for number, person in enumerate(plan.people)}
    paper = [{numbers[id(member)] for member in members} for members in plan.rooms.members.values()]
    paper += [{one for one, unit in units.items() if unit == name} for name in set(units.values())]
    return ties, units, paper


def plant(rng: random.Random, units, size: int):
    """People of many units of whom seven in ten pairs met three to six times in twelve weeks."""
    group = rng.sample(sorted(units), size)
    pairs = [(one, other) for at, one in enumerate(group) for other in group[:at] if rng.random() < 0.7]
    return set(group), [(one, other, 1.0) for one, other in pairs for _time in range(rng.randint(3, 6))]


@pytest.mark.parametrize("seed", range(20, 32))
def test_planted_groups_are_found_with_an_overlap_of_four_fifths(seed):
    ties, units, paper = talk_of_company(seed)
    rng = random.Random(seed)
    planted = []
    for size in (8, 12):
        group, met = plant(rng, units, size)
        planted.append(group)
        ties += met

    found = find_groups(ties, units, paper)

    assert all(max(overlap(group, one) for one in found) >= 0.8 for group in planted)
    assert len(found) <= 5


def test_the_order_in_which_people_met_makes_no_difference():
    ties, units, paper = talk_of_company(3)
    _group, met = plant(random.Random(3), units, 9)
    ties += met

    shuffled = random.Random(1).sample(ties, len(ties))

    assert find_groups(ties, units, paper) == find_groups(shuffled, units, paper)


def clique(people) -> list[tuple[int, int, float]]:
    people = sorted(people)
    return [(one, other, 5.0) for at, one in enumerate(people) for other in people[:at]]


def test_fewer_than_five_are_no_group():
    units = {person: person for person in range(10)}

    assert find_groups(clique(range(4)), units, []) == []
    assert find_groups(clique(range(5)), units, []) == [frozenset(range(5))]


def test_a_community_a_unit_and_who_has_no_unit_are_no_find():
    spread = {person: person % 4 for person in range(8)}

    assert find_groups(clique(range(8)), spread, [set(range(8))]) == []
    assert find_groups(clique(range(8)), dict.fromkeys(range(8), "one"), []) == []
    assert find_groups(clique(range(8)), {person: person for person in range(4)}, []) == []


def test_who_met_once_or_twice_belongs_nowhere():
    units = {person: person for person in range(8)}

    assert find_groups([(one, other, 2.0) for one, other, _often in clique(range(8))], units, []) == []


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25), st.integers(1, 6)), max_size=120), st.integers(2, 6))
def test_no_group_is_small_on_paper_or_of_one_unit(ties, number_of_units):
    units = {person: person % number_of_units for person in range(26)}
    paper = [set(range(13))]

    found = find_groups([(one, other, float(often)) for one, other, often in ties], units, paper)

    for group in found:
        assert len(group) >= 5
        assert len({units[person] for person in group}) > 1
        assert overlap(group, paper[0]) < 0.65
