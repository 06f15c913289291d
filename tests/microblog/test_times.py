import datetime as dt

import pytest
from django.utils import translation

from microblog.times import length_words, time_words

# A Wednesday at 11:30 in Oslo.
NOW = dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (dt.timedelta(seconds=20), "nå nettopp"),
        (dt.timedelta(seconds=-20), "nå nettopp"),
        (dt.timedelta(minutes=1), "for 1 minutt siden"),
        (dt.timedelta(minutes=20), "for 20 minutter siden"),
        (dt.timedelta(minutes=65), "for 1 time siden"),
        (dt.timedelta(hours=2), "for 2 timer siden"),
        (dt.timedelta(hours=11), "for 11 timer siden"),
        (dt.timedelta(hours=12), "i går"),
        (dt.timedelta(days=1), "i går"),
        (dt.timedelta(days=2), "16. november"),
        (dt.timedelta(days=400), "14. oktober 2025"),
    ],
)
def test_times_are_said_as_people_say_them(ago, words):
    with translation.override("nb"):
        assert time_words(NOW - ago, NOW) == words


@pytest.mark.parametrize(("language", "words"), [("nb", "28. oktober"), ("nn", "28. oktober"), ("en", "28 October")])
def test_days_are_written_in_the_readers_language(language, words):
    with translation.override(language):
        assert time_words(dt.datetime(2026, 10, 28, 12, tzinfo=dt.UTC), NOW) == words


def test_a_minute_across_midnight_is_a_minute():
    after_midnight = dt.datetime(2026, 11, 17, 23, 5, tzinfo=dt.UTC)

    with translation.override("nb"):
        assert time_words(after_midnight - dt.timedelta(minutes=10), after_midnight) == "for 10 minutter siden"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (dt.timedelta(seconds=20), "1 minutt"),
        (dt.timedelta(minutes=1), "1 minutt"),
        (dt.timedelta(minutes=59), "59 minutter"),
        (dt.timedelta(minutes=80), "1 time"),
        (dt.timedelta(hours=23), "23 timer"),
        (dt.timedelta(hours=60), "2 døgn"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(length, words):
    assert length_words(length) == words
