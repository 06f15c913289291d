from hypothesis import given
from hypothesis import strategies as st

from ideas.spread import fair_spread, loads_of

NEEDS = st.dictionaries(st.integers(1, 5), st.integers(1, 40), min_size=1)
OFFERS = st.dictionaries(st.tuples(st.integers(1, 5), st.integers(1, 6)), st.integers(1, 40))


@given(NEEDS, OFFERS)
def test_nobody_gives_more_than_was_offered_and_no_task_gets_more_than_it_needs(needs, offers):
    spread = fair_spread(needs, offers)

    assert all(0 < share <= offers[pair] for pair, share in spread.items())
    for task, need in needs.items():
        offered = sum(hours for (one, _person), hours in offers.items() if one == task)
        assert sum(share for (one, _person), share in spread.items() if one == task) == min(need, offered)


@given(NEEDS, OFFERS, st.randoms())
def test_the_same_needs_and_offers_give_the_same_spread_in_any_order(needs, offers, dice):
    shuffled = list(offers.items())
    dice.shuffle(shuffled)

    assert fair_spread(needs, offers) == fair_spread(dict(sorted(needs.items(), reverse=True)), dict(shuffled))


@given(NEEDS, OFFERS)
def test_no_half_hour_could_go_from_one_to_another_who_has_two_less(needs, offers):
    spread = fair_spread(needs, offers)
    loads = loads_of(spread)

    for task, giver in spread:
        for (one, taker), offered in offers.items():
            if one == task and spread.get((task, taker), 0) < offered:
                assert loads[giver] - loads.get(taker, 0) <= 1


@given(NEEDS, st.integers(1, 6))
def test_where_all_offer_all_hours_the_most_is_half_an_hour_above_the_mean(needs, people):
    offers = {(task, person): need for task, need in needs.items() for person in range(people)}

    loads = loads_of(fair_spread(needs, offers))

    assert max(loads.values()) < sum(needs.values()) / people + 1
