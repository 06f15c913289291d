from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.scoring.periods import (
    BadPeriod,
    bounds,
    first_day,
    following,
    last_day,
    length_of,
    parse,
    period_of,
    previous,
)

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def test_a_week_runs_from_monday_to_sunday():
    week = parse("2026-W47")

    days = first_day(week), last_day(week)

    assert days == (date(2026, 11, 16), date(2026, 11, 22))


def test_four_weeks_bear_the_name_of_the_last():
    block = parse("2026-W48", weeks=4)

    days = first_day(block, weeks=4), last_day(block)

    assert days == (date(2026, 11, 2), date(2026, 11, 29))


@pytest.mark.parametrize("text", ["2026-W00", "2025-W53", "2026-47", "26-W47", "2026-W47 ", "2026-W4", "", "٢٠٢٦-W47"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(BadPeriod):
        parse(text)


def test_a_week_inside_a_block_names_no_four_weeks():
    with pytest.raises(BadPeriod, match="not the last week"):
        parse("2026-W47", weeks=4)


def test_the_fifty_third_week_lies_between_two_years():
    week = parse("2026-W53")

    neighbours = previous(week), following(week)

    assert neighbours == ("2026-W52", "2027-W01")


def test_four_weeks_stay_four_weeks_across_a_long_year():
    block = parse("2026-W52", weeks=4)

    after = following(block, weeks=4)

    assert after == "2027-W03"
    assert first_day(after, weeks=4) == last_day(block) + timedelta(days=1)


@pytest.mark.parametrize(("week", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W47", 168)])
def test_the_week_of_the_clock_change_is_an_hour_shorter_or_longer(week, hours):
    start, end = bounds(week)

    length = end.astimezone(UTC) - start.astimezone(UTC)

    assert length == timedelta(hours=hours)


def test_midnight_in_oslo_parts_the_weeks():
    start = datetime(2026, 11, 15, 23, tzinfo=UTC)

    assert period_of(start) == "2026-W47"
    assert period_of(start - timedelta(seconds=1)) == "2026-W46"


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        period_of(datetime(2026, 11, 20))


@given(MOMENTS, st.sampled_from([1, 4]))
def test_every_moment_lies_within_its_period(moment, weeks):
    period = period_of(moment, weeks=weeks)

    start, end = bounds(period, weeks=weeks)

    assert start <= moment < end
    assert parse(period, weeks=weeks) == period


@given(MOMENTS, st.integers(0, 200), st.sampled_from([1, 4]))
def test_going_back_and_forth_returns_to_the_same_period(moment, n, weeks):
    period = period_of(moment, weeks=weeks)

    earlier = previous(period, n, weeks=weeks)

    assert following(earlier, n, weeks=weeks) == period
    assert earlier <= period


@pytest.mark.parametrize(
    ("names", "weeks"),
    [({"2026-W47"}, 1), ({"2026-W46", "2026-W47"}, 1), ({"2026-W52", "2027-W03", "2026-W44"}, 4)],
)
def test_the_length_shows_in_the_distance_between_names(names, weeks):
    assert length_of(names) == weeks
