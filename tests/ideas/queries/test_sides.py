import pytest

from ideas.actions.votes import cast_vote
from ideas.queries.sides import sides_of
from ideas.ranking import Sides
from microblog.models import OrgUnit
from tests.conftest import NOW


@pytest.fixture
def north(company) -> OrgUnit:
    return OrgUnit.objects.create(name="Nord", parent=company)


@pytest.fixture
def south(company) -> OrgUnit:
    return OrgUnit.objects.create(name="Sør", parent=company)


def test_a_voter_counts_for_the_nearest_concerned_unit_above(north, south, alice, community, make_idea, make_person):
    dock = OrgUnit.objects.create(name="Kaia", parent=north)
    idea = make_idea(alice, community, units=[north, south])
    for name, unit, choice in (("d", dock, "agree"), ("n", north, "disagree"), ("s", south, "pass")):
        cast_vote(actor=make_person(name, unit=unit), idea=idea, choice=choice, now=NOW)
    cast_vote(actor=alice, idea=idea, choice="agree", now=NOW)

    assert sides_of(idea) == {north.pk: Sides(1, 1), south.pk: Sides(0, 0)}


def test_an_idea_that_names_no_unit_concerns_the_large_ones(north, south, idea, make_person):
    people = [make_person(f"n{n}", unit=north) for n in range(15)]
    make_person("s", unit=south)

    for person in people[:6]:
        cast_vote(actor=person, idea=idea, choice="agree", now=NOW)

    idea.refresh_from_db()
    assert sides_of(idea) == {north.pk: Sides(6, 0)}
    assert idea.bridging_score == 0.88
