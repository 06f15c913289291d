import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import Limits
from analytics.disclosure.release import OrgTree, Verdict, may_quote, own_verdict, release_theme

SHOWN, FEW, COMPLEMENT = Verdict.SHOWN, Verdict.FEW_PEOPLE, Verdict.COMPLEMENT


def summed(parents, own):
    """Return each unit's own number plus those of all below it (parents stand before their children)."""
    total = {unit: own.get(unit, 0) for unit in parents}
    for unit in reversed(parents):
        if parents[unit] is not None:
            total[parents[unit]] += total[unit]
    return total


def release(parents, people, authors, limits=None):
    tree = OrgTree(parents, summed(parents, people))
    return release_theme(tree, summed(parents, authors), limits or Limits())


TEAMS = {"company": None, "a": "company", "b": "company", "c": "company"}
TWENTY_EACH = {"a": 20, "b": 20, "c": 20}


@st.composite
def organisations(draw):
    """Draw parents, headcounts and authors: up to a dozen units in any shape."""
    size = draw(st.integers(1, 12))
    parents = {0: None} | {unit: draw(st.integers(0, unit - 1)) for unit in range(1, size)}
    people = {unit: draw(st.sampled_from([0, 1, 3, 4, 15, 16, 25, 60])) for unit in parents}
    authors = {
        unit: draw(st.integers(0, min(number, draw(st.sampled_from([3, 9, 60]))))) for unit, number in people.items()
    }
    return parents, people, authors


@pytest.mark.parametrize(
    ("authors", "headcount", "verdict"),
    [
        (5, 15, SHOWN),
        (4, 15, FEW),
        (0, 15, FEW),
        (5, 14, Verdict.SMALL_UNIT),
        (13, 15, SHOWN),
        (14, 15, Verdict.ALMOST_EVERYBODY),
        (15, 15, Verdict.ALMOST_EVERYBODY),
        (18, 20, SHOWN),
        (19, 20, Verdict.ALMOST_EVERYBODY),
    ],
)
def test_a_cell_needs_five_authors_fifteen_people_and_a_tenth_who_kept_silent(authors, headcount, verdict):
    assert own_verdict(authors=authors, headcount=headcount) is verdict


def test_cells_that_leave_nobody_over_are_all_shown():
    verdicts = release(TEAMS, TWENTY_EACH, {"a": 6, "b": 7, "c": 8})

    assert set(verdicts.values()) == {SHOWN}


def test_a_single_small_cell_takes_the_next_smallest_along():
    verdicts = release(TEAMS, TWENTY_EACH, {"a": 3, "b": 7, "c": 9})

    assert verdicts == {"company": SHOWN, "a": FEW, "b": COMPLEMENT, "c": SHOWN}


def test_a_single_silent_cell_takes_one_along_too_so_that_silence_does_not_show():
    verdicts = release(TEAMS, TWENTY_EACH, {"a": 0, "b": 7, "c": 9})

    assert verdicts == {"company": SHOWN, "a": FEW, "b": COMPLEMENT, "c": SHOWN}


def test_hidden_cells_that_hold_too_few_together_take_one_along():
    verdicts = release(TEAMS, TWENTY_EACH, {"a": 1, "b": 2, "c": 9})

    assert verdicts == {"company": SHOWN, "a": FEW, "b": FEW, "c": COMPLEMENT}


def test_of_equally_small_cells_the_smaller_unit_and_then_the_earlier_name_goes():
    same = release(TEAMS, TWENTY_EACH, {"a": 3, "b": 7, "c": 7})
    smaller = release(TEAMS, TWENTY_EACH | {"b": 21}, {"a": 3, "b": 7, "c": 7})

    assert (same["b"], same["c"]) == (COMPLEMENT, SHOWN)
    assert (smaller["b"], smaller["c"]) == (SHOWN, COMPLEMENT)


def test_members_of_the_unit_itself_count_as_a_hidden_part():
    verdicts = release(TEAMS, TWENTY_EACH | {"company": 4}, {"a": 6, "b": 7, "c": 8, "company": 1})

    assert verdicts == {"company": SHOWN, "a": COMPLEMENT, "b": SHOWN, "c": SHOWN}


def test_a_part_too_small_to_cover_another_takes_two_along():
    verdicts = release(TEAMS, TWENTY_EACH | {"company": 3}, {"a": 6, "b": 7, "c": 8, "company": 1})

    assert verdicts == {"company": SHOWN, "a": COMPLEMENT, "b": COMPLEMENT, "c": SHOWN}


def test_a_unit_that_its_parts_would_betray_is_hidden_with_them():
    parents = {"company": None, "north": "company", "south": "company", "only": "north"}

    verdicts = release(parents, {"north": 1, "only": 40, "south": 60}, {"only": 20, "north": 1, "south": 20})

    assert verdicts["only"] is verdicts["north"] is COMPLEMENT


def test_below_a_hidden_unit_nothing_is_shown():
    parents = {"company": None, "north": "company", "south": "company", "n1": "north", "n2": "north"}

    verdicts = release(parents, {"n1": 20, "n2": 20, "south": 40}, {"n1": 6, "n2": 6, "south": 4})

    assert verdicts["north"] is COMPLEMENT
    assert verdicts["n1"] is verdicts["n2"] is Verdict.PARENT_HIDDEN


def test_a_raised_threshold_hides_more():
    authors = {"a": 6, "b": 7, "c": 8}

    verdicts = release(TEAMS, TWENTY_EACH, authors, Limits(people=9))

    assert verdicts == {"company": SHOWN, "a": FEW, "b": FEW, "c": FEW}


def test_a_company_of_fourteen_shows_nothing():
    assert release({"company": None}, {"company": 14}, {"company": 9}) == {"company": Verdict.SMALL_UNIT}


def test_parts_larger_than_the_whole_are_refused():
    tree = OrgTree({"company": None, "a": "company"}, {"company": 20, "a": 20})

    with pytest.raises(ValueError, match="more people than the whole"):
        release_theme(tree, {"company": 5, "a": 6})


@pytest.mark.parametrize("parents", [{"a": "b", "b": "a"}, {"a": "nowhere"}])
def test_units_that_form_no_tree_are_refused(parents):
    with pytest.raises(ValueError):
        OrgTree(parents, {})


@pytest.mark.parametrize(("authors", "headcount", "allowed"), [(10, 25, True), (9, 25, False), (10, 24, False)])
def test_a_quote_needs_ten_authors_and_twenty_five_people(authors, headcount, allowed):
    assert may_quote(authors=authors, headcount=headcount) is allowed


@settings(max_examples=300)
@given(organisations())
def test_subtraction_never_leaves_one_to_four_people_or_a_single_hidden_part(organisation):
    parents, people, authors = organisation
    tree = OrgTree(parents, summed(parents, people))

    verdicts = release_theme(tree, summed(parents, authors))

    for unit in parents:
        parts = tree.parts(unit, summed(parents, authors))
        hidden = [part for part in parts if verdicts.get(part.unit) is not SHOWN]
        if verdicts[unit] is SHOWN and hidden:
            said = sum(part.authors for part in hidden)
            assert said == 0 or said >= 5
            assert len(hidden) >= 2


@settings(max_examples=100)
@given(organisations(), st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_nothing(organisation, random):
    parents, people, authors = organisation
    shuffled = random.sample(list(parents), len(parents))
    people, authors = summed(parents, people), summed(parents, authors)

    same = release_theme(OrgTree({unit: parents[unit] for unit in shuffled}, people), authors)

    assert same == release_theme(OrgTree(parents, people), authors)
