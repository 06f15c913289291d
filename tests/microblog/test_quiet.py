"""When mail may come."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microblog.quiet import EVERY_DAY, NEVER_QUIET, Quiet, due_at

OSLO = ZoneInfo("Europe/Oslo")
OFFICE = Quiet(dt.time(17), dt.time(7), frozenset({1, 2, 3, 4, 5}))


def oslo(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        ("at_once", "2026-11-18T10:30", "2026-11-18T10:30"),
        ("at_once", "2026-11-18T17:00", "2026-11-19T07:00"),  # Wednesday evening
        ("at_once", "2026-11-19T06:59", "2026-11-19T07:00"),
        ("at_once", "2026-11-20T18:00", "2026-11-23T07:00"),  # Friday evening: Monday
        ("at_once", "2026-11-21T12:00", "2026-11-23T07:00"),  # Saturday
        ("daily", "2026-11-18T07:29", "2026-11-18T07:30"),
        ("daily", "2026-11-18T07:30", "2026-11-19T07:30"),
        ("daily", "2026-11-20T12:00", "2026-11-23T07:30"),
        ("weekly", "2026-11-18T12:00", "2026-11-23T07:30"),
        ("weekly", "2026-11-23T07:00", "2026-11-23T07:30"),
        ("weekly", "2026-11-23T08:00", "2026-11-30T07:30"),
        ("daily", "2026-03-27T12:00", "2026-03-30T07:30"),  # over the change to summer time
    ],
)
def test_mail_waits_for_the_hour_that_suits_its_reader(rhythm, now, due):
    assert due_at(rhythm, oslo(now), OFFICE, OSLO) == oslo(due)


def test_who_never_wants_mail_gets_none():
    assert due_at("never", oslo("2026-11-18T12:00"), NEVER_QUIET, OSLO) is None


@given(
    now=st.datetimes(min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2030, 1, 1)),
    starts_at=st.times(),
    ends_at=st.times(),
    days=st.sets(st.sampled_from(sorted(EVERY_DAY)), min_size=1),
)
def test_mail_at_once_never_comes_in_a_quiet_hour_and_comes_at_once_in_another(now, starts_at, ends_at, days):
    quiet = Quiet(starts_at, ends_at, frozenset(days))
    moment = now.replace(tzinfo=dt.UTC)

    due = due_at("at_once", moment, quiet, OSLO)

    assert due >= moment
    assert not quiet.is_quiet(due.astimezone(OSLO))
    assert (due == moment) == (not quiet.is_quiet(moment.astimezone(OSLO)))
