import pytest

from microblog.models import OrgUnit
from microblog.queries.people import BY_NAME, manager_line, people


@pytest.fixture
def kari(make_person, company):
    unit = OrgUnit.objects.create(name="Terminal Drammen", parent=company)
    return make_person(
        "kari", name="Kari Ås", title="Planlegger", place="Holmen", unit=unit, ask_about="turnus, vaktbytte"
    )


@pytest.mark.parametrize("text", ["kari", "PLANL", "holmen", "drammen", "vaktbytte", "ås drammen planlegger"])
def test_a_colleague_is_found_by_all_that_a_profile_shows(kari, alice, text):
    assert [*people(viewer=alice, text=text)] == [kari]


@pytest.mark.parametrize("text", ["kari bergen", "50%", "_", "' or 1=1"])
def test_every_word_must_be_found_and_signs_are_only_signs(kari, alice, text):
    assert [*people(viewer=alice, text=text)] == []


def test_the_norwegian_letters_come_last(make_person, alice):
    for username, name in (("a", "åse"), ("b", "Ærlend"), ("c", "Øyvind"), ("d", "Zara")):
        make_person(username, name=name)

    found = people(viewer=alice).order_by(*BY_NAME)

    assert [person.name for person in found] == ["Alice", "Zara", "Ærlend", "Øyvind", "åse"]


def test_the_line_of_managers_goes_up_nearest_first(make_person):
    top = make_person("top")
    middle = make_person("middle", manager=top)
    person = make_person("person", manager=middle)

    assert manager_line(person) == [middle, top]
    assert manager_line(top) == []


def test_a_ring_of_managers_ends(make_person):
    one, other = make_person("one"), make_person("other")
    one.manager, other.manager = other, one
    one.save()
    other.save()

    assert manager_line(one) == [other]
