import pytest

from microblog.actions.communities import open_community
from microblog.models import Membership
from tests.microblog.api.rest import errors

COMMUNITY = {
    *("id", "slug", "name", "about", "visibility", "hosts", "members_count", "is_member", "is_host", "pinned"),
    "alive",
}
PARTS = ["", "/members", "/posts"]


def test_a_community_has_the_shape_of_the_api(rest_of, bob, alice, community):
    found = rest_of(bob).get(f"/communities/{community.pk}").json()

    assert set(found) == COMMUNITY
    assert [host["id"] for host in found["hosts"]] == [str(alice.pk)]
    assert (found["slug"], found["name"], found["visibility"]) == ("verkstedet", "Verkstedet", "open")
    assert (found["members_count"], found["is_member"], found["is_host"]) == (2, True, False)
    assert (found["pinned"], found["alive"]) == ([], None)


def test_communities_are_listed_by_name_with_what_one_is_in_them(rest_of, alice, charlie, community, closed_community):
    found = {item["name"]: item for item in rest_of(charlie).items("/communities")}

    assert list(found) == ["Alle", "Tillitsvalgte", "Verkstedet"]
    assert [item["is_member"] for item in found.values()] == [True, False, False]
    assert all(set(item) == COMMUNITY for item in found.values())


def test_outsiders_see_five_fields_of_a_closed_community(rest_of, charlie, bob, closed_community):
    found = rest_of(charlie).get(f"/communities/{closed_community.pk}").json()

    shown = {"id", "slug", "name", "about", "visibility"}
    assert {name for name in COMMUNITY - shown if found[name]} == set()
    assert found["members_count"] is None
    assert rest_of(bob).get(f"/communities/{closed_community.pk}").json()["members_count"] == 2


@pytest.mark.parametrize("part", PARTS)
def test_a_hidden_community_does_not_exist_for_outsiders(rest_of, bob, charlie, hidden_community, part):
    path = f"/communities/{hidden_community.pk}{part}"

    assert rest_of(bob).get(path).status_code == 200
    assert rest_of(charlie).get(path).status_code == 404
    assert "Krisestaben" not in {item["name"] for item in rest_of(charlie).items("/communities")}


@pytest.mark.parametrize("part", PARTS[1:])
def test_the_content_of_a_closed_community_is_for_its_members(rest_of, bob, charlie, closed_community, part):
    path = f"/communities/{closed_community.pk}{part}"

    assert rest_of(bob).get(path).status_code == 200
    assert rest_of(charlie).get(path).status_code == 404


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_what_is_written_among_members_stands_in_no_feed_of_others(rest_of, alice, charlie, room, request, make_post):
    make_post(alice, request.getfixturevalue(room), "Bare for oss")
    rest = rest_of(charlie)
    rest.put(f"/people/{alice.pk}/follow")

    assert rest.items("/feeds/home") == []
    assert rest.items(f"/people/{alice.pk}/posts") == []


def test_anybody_opens_a_community_and_is_its_host(rest_of, charlie, everybody):
    answer = rest_of(charlie).post("/communities", {"name": "Sykkel", "about": "Til jobb", "visibility": "hidden"})

    found = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/rest/v1/communities/{found['id']}"
    assert set(found) == COMMUNITY
    assert (found["name"], found["visibility"], found["is_host"]) == ("Sykkel", "hidden", True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"name": "required"}),
        ({"name": "a\nb"}, {"name": "control_character"}),
        ({"name": "a" * 81}, {"name": "too_long"}),
        ({"name": "Ny", "about": "a" * 2001}, {"about": "too_long"}),
        ({"name": "Ny", "visibility": "secret"}, {"visibility": "invalid_choice"}),
        ({"name": "Ny", "is_for_everybody": True}, {"is_for_everybody": "unknown_field"}),
    ],
)
def test_a_community_that_cannot_be_is_not_opened(rest_of, charlie, body, expected):
    assert errors(rest_of(charlie).post("/communities", body)) == expected


def test_charlie_joins_and_leaves(rest_of, charlie, community):
    rest, path = rest_of(charlie), f"/communities/{community.pk}/membership"

    joined, again = rest.put(path), rest.put(path)
    left = rest.delete(path)

    assert (joined.status_code, joined.json()["is_member"], joined.json()["members_count"]) == (200, True, 3)
    assert again.json() == joined.json()
    assert left.status_code == 204
    assert not Membership.objects.filter(user=charlie, community=community).exists()


@pytest.mark.parametrize(("room", "status"), [("closed_community", 403), ("hidden_community", 404)])
def test_nobody_joins_uninvited(rest_of, charlie, room, status, request):
    community = request.getfixturevalue(room)

    assert rest_of(charlie).put(f"/communities/{community.pk}/membership").status_code == status


def test_nobody_leaves_everybody(rest_of, charlie, everybody):
    assert rest_of(charlie).delete(f"/communities/{everybody.pk}/membership").status_code == 403


def test_members_are_listed_in_the_order_in_which_they_joined(rest_of, bob, alice, community):
    found = rest_of(bob).items(f"/communities/{community.pk}/members")

    assert [(item["id"], item["is_host"]) for item in found] == [(str(alice.pk), True), (str(bob.pk), False)]
    assert found[0].keys() >= {"username", "name", "title", "unit", "is_following", "joined_at"}


def test_communities_are_walked_both_ways(rest_of, alice, everybody):
    for n in range(6):
        open_community(actor=alice, name=f"Lag {n}")
    rest = rest_of(alice)
    pages, cursor = [], ""
    while cursor is not None:
        pages.append(rest.get(f"/communities?limit=3{cursor and '&cursor='}{cursor}").json())
        cursor = pages[-1]["next"]

    back = rest.get(f"/communities?limit=3&cursor={pages[-1]['previous']}").json()

    names = [item["name"] for page in pages for item in page["items"]]
    assert names == ["Alle", *(f"Lag {n}" for n in range(6))]
    assert back["items"] == pages[1]["items"]
    assert pages[0]["previous"] is None


@pytest.mark.parametrize("size", [1, 19])
def test_the_list_costs_the_same_for_any_length(rest_of, alice, everybody, size, django_assert_num_queries):
    for n in range(size):
        open_community(actor=alice, name=f"Lag {n}")
    rest = rest_of(alice)

    # The token, the communities, their hosts.
    with django_assert_num_queries(3):
        assert len(rest.items("/communities")) == size + 1
