from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.ranking import Sides, bridging, rising, wilson_lower_bound

votes = st.integers(0, 10_000)


def test_two_of_two_stand_below_sixty_of_seventy():
    assert wilson_lower_bound(2, 0) < wilson_lower_bound(60, 10)


@pytest.mark.parametrize(
    ("agree", "disagree", "bound"), [(0, 0, 0.0), (10, 0, 0.7225), (70, 16, 0.7187), (5, 5, 0.2366)]
)
def test_the_bound_is_that_of_the_books(agree, disagree, bound):
    assert wilson_lower_bound(agree, disagree) == pytest.approx(bound, abs=0.0005)


@given(votes, votes)
def test_the_bound_lies_below_the_share(agree, disagree):
    bound = wilson_lower_bound(agree, disagree)

    assert 0 <= bound <= (agree / (agree + disagree) if agree + disagree else 0) + 1e-12


@given(votes, votes)
def test_one_more_in_favour_never_lowers_the_bound(agree, disagree):
    assert wilson_lower_bound(agree + 1, disagree) >= wilson_lower_bound(agree, disagree)


@given(st.integers(1, 1000), st.floats(0, 10_000))
def test_equal_attention_counts_for_more_on_a_newer_idea(votes, age):
    assert rising(votes, 0, age) > rising(votes, 0, age + 1)


def units(*sides: tuple[int, int]) -> dict[int, Sides]:
    return {n: Sides(*one) for n, one in enumerate(sides)}


def test_eight_of_ten_in_five_units_goes_before_sixty_of_sixty_in_one():
    favourite = bridging(units((60, 0), (0, 0), (0, 0), (0, 0), (0, 0)))
    broad = bridging(units(*[(8, 2)] * 5))

    assert favourite[0] < broad[0]
    assert (favourite[1], broad[1]) == ("one_units_favourite", "carried_by_all")


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), st.integers(5, 40))
def test_one_more_who_agrees_in_the_weakest_unit_raises_the_score_most(agreeing, seen):
    sides = [Sides(min(agree, seen - 1), seen - min(agree, seen - 1)) for agree in agreeing]
    weakest, strongest = min(sides, key=lambda one: one.share), max(sides, key=lambda one: one.share)

    def exact(changed: Sides) -> float:
        at = sides.index(changed)
        now = [*sides[:at], Sides(changed.agree + 1, changed.disagree - 1), *sides[at + 1 :]]
        return prod(one.share for one in now)

    assert exact(weakest) >= exact(strongest)
    assert bridging(dict(enumerate(sides)))[0] == round(prod(one.share for one in sides) ** (1 / len(sides)), 2)


def test_units_under_the_minimum_are_looked_at_as_one():
    assert bridging(units((10, 0), (2, 1), (1, 2))) == bridging(units((10, 0), (1, 2), (2, 1)))
    assert bridging(units((10, 0), (4, 0), (0, 4)))[0] == bridging(units((10, 0), (2, 2), (2, 2)))[0]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda one: sum(one) < 5), max_size=8))
def test_small_units_never_get_a_label(sides):
    assert bridging(units(*sides))[1] == ""


def test_a_unit_that_disagrees_makes_an_idea_contested():
    assert bridging(units((20, 0), (2, 18), (15, 0)))[1] == "contested"
