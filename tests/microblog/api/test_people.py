import pytest

from microblog.models import OrgUnit
from tests.microblog.api.rest import errors

PERSON = {
    *("id", "username", "name", "title", "unit", "place", "languages", "ask_me_about", "picture", "is_following"),
}


@pytest.fixture
def team(company) -> OrgUnit:
    north = OrgUnit.objects.create(name="Nord", parent=company)
    return OrgUnit.objects.create(name="Bodø", parent=north)


def names(items: list[dict]) -> list[str]:
    return [item["name"] for item in items]


def test_a_person_has_the_shape_of_the_api(rest_of, bob, alice, company):
    found = rest_of(bob).get(f"/people/{alice.pk}").json()

    assert found == {
        "id": str(alice.pk),
        "username": "alice",
        "name": "Alice",
        "title": "",
        "unit": {"id": str(company.pk), "name": "Lyngholt"},
        "place": "",
        "languages": [],
        "ask_me_about": [],
        "picture": None,
        "is_following": False,
    }


def test_the_directory_lists_who_works_here_by_name(rest_of, bob, alice, make_person):
    make_person("robot", is_service=True)
    make_person("gone", is_active=False)

    found = rest_of(bob).items("/people")

    assert names(found) == ["Alice", "Bob"]
    assert all(set(item) == PERSON for item in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=LI", ["Alice"]),
        ("q=", ["Alice", "Bob"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=bob", ["Bob"]),
        ("q=%20ali", ["Alice"]),
    ],
)
def test_people_are_found_by_a_part_of_their_name(rest_of, bob, alice, query, expected):
    assert names(rest_of(bob).items(f"/people?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=a%00", {"q": "control_character"}),
        ("q=" + "a" * 141, {"q": "too_long"}),
        ("unit=nord", {"unit": "invalid"}),
        ("unit=999999", {"unit": "unknown"}),
    ],
)
def test_a_search_that_cannot_be_is_refused(rest_of, bob, query, expected):
    assert errors(rest_of(bob).get(f"/people?{query}")) == expected


def test_a_unit_brings_those_below_it(rest_of, bob, make_person, team):
    make_person("nora", unit=team)

    assert names(rest_of(bob).items(f"/people?unit={team.parent_id}")) == ["Nora"]
    assert names(rest_of(bob).items(f"/people?unit={team.parent.parent_id}")) == ["Bob", "Nora"]


def test_people_of_the_same_name_are_each_listed_once(rest_of, bob, make_person):
    made = {str(make_person(f"kari{n}", name="Kari").pk) for n in range(7)}

    found = rest_of(bob).walk("/people?q=kari&limit=2")

    assert len(found) == 7
    assert set(found) == made


def test_a_cursor_belongs_to_one_search(rest_of, bob, make_person):
    for n in range(3):
        make_person(f"kari{n}")
    cursor = rest_of(bob).get("/people?q=kari&limit=2").json()["next"]

    assert rest_of(bob).get(f"/people?q=kar&cursor={cursor}").status_code == 400


def test_bob_follows_alice_and_stops(rest_of, bob, alice):
    rest, path = rest_of(bob), f"/people/{alice.pk}/follow"

    followed, again = rest.put(path), rest.put(path)
    stopped = rest.delete(path)

    assert (followed.status_code, followed.json()["is_following"]) == (200, True)
    assert again.json() == followed.json()
    assert stopped.status_code == 204
    assert rest.get(f"/people/{alice.pk}").json()["is_following"] is False


def test_nobody_follows_themself(rest_of, bob):
    assert errors(rest_of(bob).put(f"/people/{bob.pk}/follow")) == {"id": "yourself"}


@pytest.mark.parametrize("path", ["/people/999", "/people/999/posts", "/people/999/follow"])
def test_nobody_is_not_found(rest_of, bob, path):
    assert rest_of(bob).call("PUT" if path.endswith("follow") else "GET", path).status_code == 404


def test_the_tree_of_units_has_each_after_the_one_it_belongs_to(rest_of, lena, company, team):
    found = rest_of(lena).get("/units").json()

    assert found["items"] == [
        {
            "id": str(company.pk),
            "name": "Lyngholt",
            "parent": None,
            "leader": {"id": str(lena.pk), "name": "Lena"},
            "headcount_band": None,
        },
        {"id": str(team.parent_id), "name": "Nord", "parent": str(company.pk), "leader": None, "headcount_band": None},
        {"id": str(team.pk), "name": "Bodø", "parent": str(team.parent_id), "leader": None, "headcount_band": None},
    ]


def test_units_are_walked_both_ways(rest_of, bob, company):
    for n in range(6):
        OrgUnit.objects.create(name=f"Lag {n}", parent=company)
    rest = rest_of(bob)

    first = rest.get("/units?limit=3").json()
    second = rest.get(f"/units?limit=3&cursor={first['next']}").json()

    assert len(rest.walk("/units?limit=3")) == 7
    assert first["previous"] is None
    assert rest.items(f"/units?limit=3&cursor={second['previous']}") == first["items"]
