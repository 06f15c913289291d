import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure.bands import (
    band_of,
    certainty,
    direction,
    has_few_voices,
    pressure,
    rounded_share,
    share_step,
)


@pytest.mark.parametrize("people", range(5))
def test_nobody_and_four_look_the_same(people):
    assert band_of(people) is None


@pytest.mark.parametrize(
    ("people", "text", "middle"),
    [
        (5, "5–9", 7),
        (9, "5–9", 7),
        (10, "10–19", 14.5),
        (19, "10–19", 14.5),
        (20, "~20", 20),
        (22, "~20", 20),
        (23, "~25", 25),
        (35, "~35", 35),
        (97, "~95", 95),
        (98, "~100", 100),
        (104, "~100", 100),
        (105, "~110", 110),
        (1234, "~1230", 1230),
    ],
)
def test_people_are_shown_as_a_band(people, text, middle):
    band = band_of(people)

    assert (band.text, band.middle) == (text, middle)


@given(st.integers(5, 5000))
def test_a_band_holds_exactly_those_who_are_shown_alike(people):
    band = band_of(people)

    assert band.low <= people <= band.high
    assert band_of(band.low) == band_of(band.high) == band
    assert band_of(band.high + 1).low == band.high + 1


@given(st.integers(5, 5000), st.integers(5, 5000))
def test_more_people_never_give_a_lower_band(one, other):
    fewer, more = sorted((one, other))

    assert band_of(fewer).middle <= band_of(more).middle


@pytest.mark.parametrize(("people", "word"), [(5, "weak"), (9, "weak"), (10, "some"), (19, "some"), (20, "good")])
def test_certainty_follows_the_band_alone(people, word):
    assert certainty(band_of(people)) == word


@pytest.mark.parametrize(
    ("people", "active", "few"), [(9, 20, True), (10, 480, False), (10, 500, True), (40, 400, False)]
)
def test_under_ten_people_or_three_percent_are_few_voices(people, active, few):
    assert has_few_voices(band_of(people), band_of(active)) is few


@pytest.mark.parametrize(
    ("ratio", "people", "before", "arrow"),
    [
        (2.0, 12, 6, "up"),
        (1.4, 12, 6, "level"),
        (2.0, 9, 5, "level"),
        (2.0, 12, 9, "level"),
        (0.5, 6, 12, "down"),
        (0.7, 6, 12, "level"),
        (0.5, 12, 6, "level"),
        (None, 12, 6, "level"),
        (2.0, 12, None, None),
    ],
)
def test_an_arrow_needs_a_new_band_a_ratio_and_five_people(ratio, people, before, arrow):
    assert direction(ratio=ratio, people=people, before=before) == arrow


@pytest.mark.parametrize(("headcount", "step"), [(15, None), (17, 50), (50, 20), (100, 10), (200, 5), (5000, 5)])
def test_the_larger_the_unit_the_finer_the_share(headcount, step):
    assert share_step(headcount) == step


@given(st.integers(1, 400))
def test_every_rounded_share_stands_for_at_least_five_counts(headcount):
    shares = [rounded_share(part, headcount) for part in range(headcount + 1)]

    assert shares == sorted(shares, key=lambda share: share or 0)
    assert share_step(headcount) is None or all(shares.count(share) >= 5 for share in shares)


def test_a_share_is_rounded_to_the_nearest_step():
    assert [rounded_share(part, 100) for part in (0, 44, 45, 96, 100)] == [0, 40, 50, 100, 100]


def test_more_than_everybody_is_refused():
    with pytest.raises(ValueError, match="nobody and everybody"):
        rounded_share(21, 20)


@pytest.mark.parametrize(
    ("severity", "dots"), [(0, 1), (0.0199, 1), (0.02, 2), (0.05, 3), (0.1, 4), (0.1999, 4), (0.2, 5), (1, 5)]
)
def test_pressure_is_one_to_five_dots_by_fixed_edges(severity, dots):
    assert pressure(severity) == dots
