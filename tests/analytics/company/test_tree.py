import pytest

from analytics.company.tree import UNIT_NAMED, UNITS, TooSmall, apportion, staffed


@pytest.mark.parametrize("people", [12, 13, 57, 650, 5000])
def test_every_person_stands_in_one_unit(people):
    sizes = staffed(people)

    assert sum(sizes.values()) == people


def test_a_unit_never_stands_under_one_without_people():
    sizes = staffed(12)

    assert all(UNIT_NAMED[name].parent in sizes for name in sizes if UNIT_NAMED[name].parent)


def test_the_company_of_the_demo_has_every_unit():
    sizes = staffed(650)

    assert list(sizes) == [unit.name for unit in UNITS]
    assert sizes["Terminal Drammen"] == 136


def test_eleven_people_make_no_company():
    with pytest.raises(TooSmall):
        staffed(11)


def test_what_is_left_over_goes_to_the_largest_remainders():
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [2.5, 1.5]) == [4, 3]
