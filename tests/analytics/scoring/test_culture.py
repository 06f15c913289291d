import pytest

from analytics.scoring.culture import NEVER, loudest_share, wait_words


@pytest.mark.parametrize(
    ("hours", "words"),
    [([0.5], "hour"), ([2, 30, 200], "days"), ([100], "week"), ([1, NEVER, NEVER], "none"), ([1, 1, NEVER], "hour")],
)
def test_the_middle_wait_is_told_in_words(hours, words):
    assert wait_words(hours) == words


def test_the_share_of_the_ten_loudest_is_rounded_and_needs_thirty_people():
    assert loudest_share([1] * 29) is None
    assert loudest_share([1] * 100) == 10
    assert loudest_share([50] * 10 + [1] * 30) == 90
