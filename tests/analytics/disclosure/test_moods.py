import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import LIMITS
from analytics.disclosure.bands import band_of
from analytics.disclosure.moods import Mood, mood_of


def test_fewer_than_ten_people_have_no_mood():
    assert mood_of(active=9, positive=9, negative=0) is None


def test_ten_people_of_one_mind_still_leave_doubt():
    mood = mood_of(active=10, positive=10, negative=0)

    assert mood is not None
    assert mood.low < mood.high == 1.0


@given(st.integers(10, 3000), st.data())
def test_the_band_holds_the_shown_mood_and_stays_within_its_ends(active, data):
    positive = data.draw(st.integers(0, active))
    negative = data.draw(st.integers(0, active - positive))

    mood = mood_of(active=active, positive=positive, negative=negative)

    assert mood is not None
    assert -1 <= mood.low <= mood.value <= mood.high <= 1


@given(st.integers(10, 400))
def test_every_shown_mood_stands_for_at_least_five_sums(active):
    sums = defaultdict(set)
    for total in range(-active, active + 1):
        positive, negative = max(total, 0), max(-total, 0)
        sums[mood_of(active=active, positive=positive, negative=negative).value].add(total)

    assert all(len(found) >= LIMITS.people for found in sums.values())


def test_moods_of_one_band_of_people_are_rounded_alike():
    band = band_of(12)
    steps = {mood_of(active=n, positive=n, negative=0).value for n in range(10, 20) if band_of(n) == band}

    assert steps == {0.5}


def test_the_band_holds_the_true_mood_at_least_as_often_as_it_says():
    chance, hits, worlds = random.Random(1), 0, 2000
    for _world in range(worlds):
        said = [chance.choices((-1, 0, 1), (0.35, 0.45, 0.2))[0] for _person in range(60)]
        mood = mood_of(active=60, positive=said.count(1), negative=said.count(-1))
        hits += mood.low <= -0.15 <= mood.high

    assert hits / worlds >= 0.90


def test_a_change_within_the_doubt_may_be_chance_and_a_large_one_may_not():
    light, mixed, heavy = Mood(0.3, 0.2, 0.4), Mood(0.2, 0.1, 0.25), Mood(-0.3, -0.4, -0.2)

    assert light.may_be_level_with(mixed)
    assert not light.may_be_level_with(heavy)


def test_without_any_change_fewer_than_one_in_ten_weeks_is_called_clear():
    chance, clear, worlds = random.Random(2), 0, 1000
    for _world in range(worlds):
        first, second = (
            mood_of(active=80, positive=said.count(1), negative=said.count(-1))
            for said in ([chance.choice((-1, 0, 1)) for _person in range(80)] for _week in range(2))
        )
        clear += not first.may_be_level_with(second)

    assert clear / worlds < 0.1


@pytest.mark.parametrize(("value", "zone"), [(0.15, "light"), (0.1, "mixed"), (-0.1, "mixed"), (-0.15, "heavy")])
def test_the_zones_of_the_mood_are_absolute(value, zone):
    assert Mood(value, -1, 1).zone == zone
