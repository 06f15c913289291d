import datetime as dt

import pytest

from analytics.scoring.coach import Effects, Followed, effects

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
LEADER = 1


def thread(*authors: int, days_ago: float = 30, hours_between: float = 1) -> list[tuple[int, dt.datetime]]:
    start = NOW - dt.timedelta(days=days_ago)
    return [(author, start + dt.timedelta(hours=hours_between * n)) for n, author in enumerate(authors)]


def test_who_speaks_first_and_who_lets_three_speak_before_is_told():
    seen = effects([thread(LEADER, 2), thread(2, 3, 4, LEADER), thread(2, 2, 2, LEADER)], LEADER, NOW)

    assert (seen.threads, seen.spoke_first, seen.spoke_late) == (3, 1, 1)


def test_a_reply_goes_on_when_another_writes_within_three_days():
    seen = effects([thread(LEADER, 2), thread(2, LEADER), thread(LEADER, 2, hours_between=80)], LEADER, NOW)

    assert seen.own == Followed(replies=3, went_on=1)
    assert seen.others == Followed(replies=3, went_on=1)


def test_ones_own_second_reply_is_no_echo():
    assert effects([thread(LEADER, LEADER)], LEADER, NOW).own == Followed(replies=2, went_on=0)


def test_what_was_said_yesterday_is_not_called_silent():
    seen = effects([thread(2, LEADER, days_ago=1)], LEADER, NOW)

    assert seen.own == Followed()
    assert seen.finding == "too_little"


@pytest.mark.parametrize(
    ("own", "others", "finding"),
    [
        (Followed(4, 0), Followed(50, 40), "too_little"),
        (Followed(20, 0), Followed(0, 0), "too_little"),
        (Followed(20, 2), Followed(50, 40), "chilled"),
        (Followed(20, 19), Followed(50, 20), "warmed"),
        (Followed(10, 6), Followed(20, 13), "chance"),
        (Followed(10, 10), Followed(20, 20), "chance"),
    ],
)
def test_a_difference_is_told_only_where_it_can_hardly_be_chance(own, others, finding):
    assert Effects(10, own, others, 0, 0).finding == finding
