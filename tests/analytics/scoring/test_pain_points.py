import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from analytics.scoring.pain_points import find_pain_points
from analytics.scoring.periods import previous

CLOSED = "2026-W47"


class Facts:
    """Facts of some weeks, the last of them closed, to be filled week by week."""

    def __init__(self):
        self.active = []
        self.complaints = []

    def week(self, age, unit, people, theme="pay", negative=()):
        """Let people of a unit be active, age weeks before the closed one, and some of them negative."""
        period = previous(CLOSED, age)
        self.active += [(period, unit, (unit, person)) for person in people]
        self.complaints += [(period, unit, theme, (unit, person)) for person in negative]
        return self

    def cells(self, themes=("pay",), **options):
        found = find_pain_points(
            active=self.active, complaints=self.complaints, themes=themes, period=CLOSED, **options
        )
        return {(cell.unit, cell.theme): cell for cell in found}


def two_calm_units(since=1):
    """Return facts of fourteen weeks with one of the twenty people of each unit negative."""
    facts = Facts()
    for age in range(since, since + 14):
        facts.week(age, "shop", range(20), negative=[age % 20]).week(age, "store", range(20), negative=[age % 20])
    return facts


def test_eight_negative_people_where_one_is_usual_raise_an_alarm():
    facts = two_calm_units().week(0, "shop", range(20), negative=range(8)).week(0, "store", range(20), negative=[1])

    cell = facts.cells()["shop", "pay"]

    assert cell.alarm
    assert (cell.authors, cell.active, cell.window) == (8, 20, 1)
    assert cell.expected == pytest.approx(1.0)
    assert cell.ratio == pytest.approx(8.0)


def test_the_chance_is_that_of_the_negative_binomial_of_the_method_sheet():
    facts = two_calm_units().week(0, "shop", range(20), negative=range(8)).week(0, "store", range(20), negative=[1])

    p = facts.cells()["shop", "pay"].p

    a0, b0 = 30 * 20 / 400 + 10, 30 + 200
    f = 1 / (1 + 0.05 * a0)
    assert p == pytest.approx(nbinom.sf(7, f * a0, f * b0 / (f * b0 + 20)))


def test_what_rises_everywhere_alarms_the_company_and_no_unit():
    facts = Facts()
    for age in range(14):
        for unit in "abcdefghij":
            facts.week(age, unit, range(20), negative=range(5) if age == 0 else [0])

    cells = facts.cells()

    assert {unit for unit, theme in cells if cells[unit, theme].alarm} == {"*"}
    assert cells["a", "pay"].expected == pytest.approx(1.0 * (45 + 10) / (9 + 10))


@pytest.mark.parametrize(("people", "raised"), [(4, False), (5, True)])
def test_an_alarm_needs_five_people(people, raised):
    facts = Facts()
    for age in range(14):
        facts.week(age, "shop", range(40), negative=range(people) if age == 0 else ())
        facts.week(age, "store", range(40), negative=[0] if age == 5 else ())

    cell = facts.cells()["shop", "pay"]

    assert cell.p < 0.001
    assert cell.alarm is raised


def test_the_same_four_people_in_four_weeks_stay_four_and_raise_no_alarm():
    same, changing = two_calm_units(since=4), two_calm_units(since=4)
    for age in range(4):
        same.week(age, "shop", range(20), negative=range(4)).week(age, "store", range(20), negative=[age])
        changing.week(age, "shop", range(20), negative=range(4 * age, 4 * age + 4))
        changing.week(age, "store", range(20), negative=[age])

    stubborn, spreading = same.cells()["shop", "pay"], changing.cells()["shop", "pay"]

    assert (stubborn.window, spreading.window) == (4, 4)
    assert stubborn.p == spreading.p
    assert (stubborn.alarm, spreading.alarm) == (False, True)


def test_the_first_period_of_all_has_cells_and_no_alarm():
    facts = Facts().week(0, "shop", range(20), negative=range(9))

    cell = facts.cells()["shop", "pay"]

    assert (cell.alarm, cell.p, cell.expected, cell.ratio) == (False, 1.0, 0.0, None)
    assert cell.severity > 0


def test_a_theme_never_named_before_can_raise_an_alarm():
    facts = two_calm_units().week(0, "shop", range(20), theme="change", negative=range(8)).week(0, "store", range(20))

    cell = facts.cells(themes=("pay", "change"))["shop", "change"]

    assert cell.alarm
    assert 0 < cell.p < 0.01


def test_every_unit_with_active_people_has_a_cell_for_every_theme():
    facts = two_calm_units().week(0, "shop", range(20))

    cells = facts.cells(themes=("pay", "change"))

    assert set(cells) == {("*", "change"), ("*", "pay"), ("shop", "change"), ("shop", "pay")}


def test_severity_is_wilsons_bound_of_the_shrunk_share():
    facts = two_calm_units().week(0, "shop", range(20), negative=range(8)).week(0, "store", range(20), negative=[1])

    severity = facts.cells()["shop", "pay"].severity

    share, size, z = (8 + 10 * 9 / 40) / 30, 30, 1.645
    margin = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    assert severity == pytest.approx((share + z * z / (2 * size) - margin) / (1 + z * z / size))


def test_reach_is_people_times_the_evenness_over_units():
    one_sided = Facts().week(0, "shop", range(20), negative=range(7)).week(0, "store", range(20), negative=[0])
    even = Facts().week(0, "shop", range(20), negative=range(4)).week(0, "store", range(20), negative=range(4))

    assert even.cells()["*", "pay"].reach == pytest.approx(8)
    assert one_sided.cells()["*", "pay"].reach == pytest.approx(8 * 0.5436, abs=1e-3)
    assert one_sided.cells()["shop", "pay"].reach == 7


def test_persistence_counts_the_periods_of_the_last_four_above_what_was_expected():
    facts = Facts()
    for age in range(14):
        negative = range(6) if age in (0, 2) else range(1)
        facts.week(age, "shop", range(20), negative=negative).week(age, "store", range(20), negative=range(2))

    assert facts.cells()["shop", "pay"].persistence == 2


def test_a_division_counts_the_people_of_its_teams_and_the_root_is_the_company():
    parents = {"root": None, "north": "root", "shop": "north", "store": "north"}
    facts = two_calm_units()
    facts.week(0, "shop", range(20), negative=range(3)).week(0, "store", range(20), negative=range(4))
    facts.week(0, "north", range(2), negative=[0]).week(0, "root", range(3), negative=[])

    cells = facts.cells(parents=parents)

    assert {unit for unit, _ in cells} == {"*", "north", "shop", "store"}
    assert (cells["north", "pay"].authors, cells["north", "pay"].active) == (8, 42)
    assert (cells["*", "pay"].authors, cells["*", "pay"].active) == (8, 45)


def test_a_person_in_two_units_is_one_in_the_company():
    facts = Facts().week(0, "shop", range(3), negative=[0])
    facts.active.append((CLOSED, "store", ("shop", 0)))
    facts.complaints.append((CLOSED, "store", "pay", ("shop", 0)))

    cells = facts.cells()

    assert (cells["*", "pay"].authors, cells["*", "pay"].active) == (1, 3)
    assert cells["store", "pay"].authors == 1


def test_four_week_periods_look_back_ten_of_them():
    names = [previous("2026-W48", age, weeks=4) for age in range(12)]
    active = [(name, "shop", person) for name in names for person in range(20)]
    complaints = [(names[0], "shop", "pay", 1), (names[10], "shop", "pay", 1), (names[11], "shop", "pay", 1)]

    cells = find_pain_points(active=active, complaints=complaints, themes=["pay"], period="2026-W48", weeks=4)

    # One of 200 author-periods: the eleventh period back is outside the base line of the shortest window.
    assert cells[1].window == 1
    assert cells[1].expected == pytest.approx(20 * (30 / 200 + 1) / 230)


@st.composite
def worlds(draw):
    """Draw the facts of a small company over some weeks."""
    random = Random(draw(st.integers(0, 2**32)))
    rate = draw(st.sampled_from([0.0, 0.03, 0.3, 0.9]))
    facts = Facts()
    for age in range(draw(st.integers(1, 16))):
        for unit in ("shop", "store", "yard"):
            people = [person for person in range(15) if random.random() < 0.8]
            for theme in ("pay", "change"):
                negative = [person for person in people if random.random() < rate]
                facts.week(age, unit, people, theme=theme, negative=negative)
    return facts


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_and_their_repetition_change_nothing(facts, random):
    before = facts.cells(themes=("pay", "change"))

    random.shuffle(facts.active)
    facts.complaints += random.choices(facts.complaints, k=5) if facts.complaints else []
    random.shuffle(facts.complaints)

    assert facts.cells(themes=("pay", "change")) == before


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_every_chance_lies_between_zero_and_one_and_the_score_is_its_three_factors(facts):
    for cell in facts.cells(themes=("pay", "change")).values():
        assert 0 <= cell.p <= 1
        assert 0 <= cell.severity <= 1
        assert 0 <= cell.persistence <= 4
        assert cell.score == cell.severity * cell.reach * cell.persistence


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(0, 14))
def test_one_more_negative_author_never_lowers_the_severity(facts, person):
    facts.active.append((CLOSED, "shop", ("shop", 0)))
    before = facts.cells(themes=("pay", "change"))["shop", "pay"].severity

    facts.complaints.append((CLOSED, "shop", "pay", ("shop", person)))

    assert facts.cells(themes=("pay", "change"))["shop", "pay"].severity >= before


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(15, 60), st.integers(15, 60))
def test_one_person_writing_fifty_times_never_outranks_eight_people_writing_once(facts, loud, many):
    for age in range(14):
        facts.week(age, "loud", range(loud), negative=[0] * 50).week(age, "many", range(many))
    facts.week(0, "many", range(many), negative=range(8))

    cells = facts.cells(themes=("pay", "change"))

    assert cells["loud", "pay"].authors == 1
    assert cells["loud", "pay"].score < cells["many", "pay"].score


def test_calm_companies_hold_few_false_alarms_and_a_planted_pain_is_mostly_found():
    outcomes = Counter()

    for seed in range(12):
        outcomes["false"] += any(cell.alarm for cell in company_of_twenty_units(seed, planted=0).values())
        outcomes["found"] += company_of_twenty_units(seed, planted=5)["u0", "t0"].alarm

    assert outcomes["false"] <= 2
    assert outcomes["found"] >= 8


def company_of_twenty_units(seed, planted):
    """Return the cells of twenty units; one has more negative people in the last four weeks."""
    random = Random(seed)
    themes = [f"t{number}" for number in range(6)]
    sizes = [random.randint(15, 60) for _ in range(20)]
    rates = {theme: random.uniform(0.01, 0.04) for theme in themes}
    facts = Facts()
    for age in range(15):
        for number, size in enumerate(sizes):
            for theme in themes:
                negative = [person for person in range(size) if random.random() < rates[theme]]
                if (number, theme) == (0, "t0") and age < 4:
                    negative += random.sample(sorted(set(range(size)) - set(negative)), planted)
                facts.week(age, f"u{number}", range(size), theme=theme, negative=negative)
    return facts.cells(themes=themes)
