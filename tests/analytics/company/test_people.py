import datetime as dt
import random

import pytest

from analytics.company.names import NAMES, NameGiver, username_of
from analytics.company.people import ROLES, example_people, make_people

FIRST_DAY = dt.date(2026, 8, 31)


def people_of(number: int, seed: int = 1):
    return make_people(random.Random(seed), number=number, first_day=FIRST_DAY)


@pytest.mark.parametrize("number", [12, 650, 6000])
def test_nobody_shares_a_user_name(number):
    people = people_of(number)

    assert len({person.username for person in people}) == number


def test_names_are_numbered_only_when_they_are_used_up():
    names = NameGiver(random.Random(1), set())
    firsts, lasts = NAMES["sami"]

    found = [names.name("sami") for _n in range(len(firsts) * len(lasts) * 2)]

    assert len(set(found)) == len(found)
    assert not any(name[-1].isdigit() for name in found[:20])
    assert any(name.endswith(" 2") for name in found)


def test_a_user_name_has_no_accents():
    assert username_of("Kari-Anne Mikkelborg") == "kari-anne.mikkelborg"
    assert username_of("Łukasz Stępień") == "lukasz.stepien"
    assert username_of("Bjørg Næss 2") == "bjorg.naess.2"


def test_each_unit_has_one_leader_who_reports_to_the_leader_above():
    people = people_of(650)
    leaders = {person.unit.name: person for person in people if person.is_leader}

    managers = {person.name: person.manager for person in people}

    assert len(leaders) == len({person.unit.name for person in people})
    assert managers["Ingrid Solbakken"] is None
    assert managers["Marit Fossheim"] is leaders["Terminaler"]
    assert managers["Jonas Eikeland"] is leaders["Terminal Drammen"]


def test_leaders_and_newcomers_are_not_counted():
    people = people_of(2000)
    newcomers = [person for person in people if person.on_roster_since > FIRST_DAY]

    counted = [person for person in people if person.is_counted]

    assert newcomers
    assert not any(person.is_leader or person in newcomers for person in counted)


@pytest.mark.parametrize("number", [12, 40, 650])
def test_a_visitor_can_be_anybody(number):
    people = people_of(number)

    found = dict(example_people(people))

    assert list(found) == ["employee", "leader", "top_leader", *ROLES]
    assert found["top_leader"].name == "Ingrid Solbakken"
    assert found["leader"].is_leader


def test_the_office_in_gdansk_uses_english():
    people = people_of(650)

    assert {person.language for person in people if person.unit.name == "Gdańsk"} == {"en"}
