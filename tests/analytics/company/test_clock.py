import datetime as dt
import random

import pytest

from analytics.company.clock import OSLO, Clock, awake, later, midnight

TUESDAY = dt.datetime(2026, 11, 24, 11, 0, tzinfo=OSLO)


def test_the_last_closed_week_is_the_one_before_now():
    clock = Clock.ending(TUESDAY, 12)

    assert clock.monday(0) == dt.date(2026, 8, 31)
    assert clock.monday(12) == dt.date(2026, 11, 23)


@pytest.mark.parametrize("family", ["terminal", "driver", "hr"])
def test_a_moment_lies_in_its_week_also_when_clocks_change(family):
    clock, rng = Clock.ending(TUESDAY, 12), random.Random(1)
    start, end = clock.bounds(7)

    moments = [clock.moment(rng, 7, family) for _n in range(400)]

    assert end - start == dt.timedelta(days=7, hours=1)
    assert all(start <= moment < end for moment in moments)


def test_the_office_is_quiet_at_night_and_drivers_are_not():
    clock, rng = Clock.ending(TUESDAY, 12), random.Random(1)

    nights = {
        family: sum(clock.moment(rng, 3, family).astimezone(OSLO).hour < 5 for _n in range(1000))
        for family in ("finance", "driver")
    }

    assert nights["finance"] < 20 < nights["driver"]


def test_an_answer_comes_after_what_it_answers():
    rng = random.Random(1)

    assert all(later(rng, TUESDAY, "hr", 60) > TUESDAY for _n in range(500))


def test_who_is_off_answers_when_work_begins():
    saturday_night = dt.datetime(2026, 11, 21, 23, 30, tzinfo=OSLO)

    at = awake(saturday_night, "finance", random.Random(1)).astimezone(OSLO)

    assert at.date() == dt.date(2026, 11, 23)
    assert at.hour == 7


def test_midnight_is_that_of_oslo():
    assert midnight(dt.date(2026, 7, 1)) == dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
