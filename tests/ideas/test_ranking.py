import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.ranking import rising, wilson_lower_bound

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
