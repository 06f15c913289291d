import pytest

from microblog.actions.communities import describe_community, join_community, open_community
from microblog.actions.hosting import invite_person
from microblog.models import Membership
from tests.microblog.api.rest import errors

COMMUNITY = {
    *("id", "slug", "name", "about", "visibility", "hosts", "members_count", "is_member", "is_host", "pinned"),
    "alive",
}
ALIVE = {
    *("members", "active_share", "posts_this_week", "questions", "answered_share", "median_minutes_to_answer"),
}
PARTS = ["", "/members", "/posts"]


def test_a_community_has_the_shape_of_the_api(rest_of, bob, alice, community):
    found = rest_of(bob).get(f"/communities/{community.pk}").json()

    assert set(found) == COMMUNITY
    assert [host["id"] for host in found["hosts"]] == [str(alice.pk)]
    assert (found["slug"], found["name"], found["visibility"]) == ("verkstedet", "Verkstedet", "open")
    assert (found["members_count"], found["is_member"], found["is_host"]) == (2, True, False)
    assert found["pinned"] == []
    assert set(found["alive"]) == ALIVE


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


def test_nobody_joins_a_hidden_community_uninvited(rest_of, charlie, hidden_community):
    assert rest_of(charlie).put(f"/communities/{hidden_community.pk}/membership").status_code == 404


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

    # The token, the communities, their hosts, their pinned posts.
    with django_assert_num_queries(4):
        assert len(rest.items("/communities")) == size + 1


def test_who_asks_to_be_let_into_a_closed_community_waits_for_a_host(rest_of, alice, bob, charlie, closed_community):
    path = f"/communities/{closed_community.pk}"
    asked = rest_of(charlie).put(f"{path}/membership")
    waiting = rest_of(alice).items(f"{path}/requests")

    accepted = rest_of(alice).put(f"{path}/requests/{charlie.pk}")

    assert (asked.status_code, asked.json()["is_member"]) == (202, False)
    assert [item["id"] for item in waiting] == [str(charlie.pk)]
    assert rest_of(bob).get(f"{path}/requests").status_code == 403
    assert (accepted.status_code, accepted.json()["members_count"]) == (200, 3)
    assert rest_of(charlie).get(f"{path}/posts").status_code == 200
    assert rest_of(alice).put(f"{path}/requests/{charlie.pk}").status_code == 404


def test_who_is_refused_stays_outside_and_may_ask_again(rest_of, alice, charlie, closed_community):
    path = f"/communities/{closed_community.pk}"
    rest_of(charlie).put(f"{path}/membership")

    refused = rest_of(alice).delete(f"{path}/requests/{charlie.pk}")

    assert refused.status_code == 204
    assert rest_of(alice).items(f"{path}/requests") == []
    assert rest_of(charlie).get(f"{path}/posts").status_code == 404
    assert rest_of(charlie).put(f"{path}/membership").status_code == 202


def test_an_invitation_opens_the_door_of_a_hidden_community(rest_of, bob, charlie, hidden_community):
    path = f"/communities/{hidden_community.pk}"
    invited = rest_of(bob).post(f"{path}/invitations", {"person": str(charlie.pk)})
    before = rest_of(charlie).get(path)
    content = rest_of(charlie).get(f"{path}/posts")

    joined = rest_of(charlie).put(f"{path}/membership")

    assert (invited.status_code, invited.json()["invited_by"]["id"]) == (201, str(bob.pk))
    assert (before.status_code, before.json()["members_count"], content.status_code) == (200, None, 404)
    assert (joined.status_code, joined.json()["is_member"]) == (200, True)
    assert rest_of(bob).items(f"{path}/invitations") == []


def test_who_declines_an_invitation_no_longer_knows_the_community(rest_of, bob, charlie, hidden_community):
    path = f"/communities/{hidden_community.pk}"
    rest_of(bob).post(f"{path}/invitations", {"person": str(charlie.pk)})

    declined = rest_of(charlie).delete(f"{path}/membership")

    assert declined.status_code == 204
    assert rest_of(charlie).get(path).status_code == 404


def test_members_invite_into_hidden_communities_alone(rest_of, alice, bob, charlie, closed_community):
    path = f"/communities/{closed_community.pk}/invitations"

    assert rest_of(bob).get(path).status_code == 403
    assert rest_of(bob).post(path, {"person": str(charlie.pk)}).status_code == 403
    assert rest_of(alice).post(path, {"person": str(charlie.pk)}).status_code == 201


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"person": "required"}),
        ({"person": 7}, {"person": "invalid"}),
        ({"person": "9223372036854775807"}, {"person": "unknown"}),
        ({"person": "1", "role": "host"}, {"role": "unknown_field"}),
    ],
)
def test_nobody_is_invited_by_a_bad_request(rest_of, alice, community, body, expected):
    assert errors(rest_of(alice).post(f"/communities/{community.pk}/invitations", body)) == expected


def test_who_has_left_the_company_is_not_invited(rest_of, alice, make_person, community):
    gone = make_person("gone", is_active=False)

    answer = rest_of(alice).post(f"/communities/{community.pk}/invitations", {"person": str(gone.pk)})

    assert errors(answer) == {"person": "not_here"}


def test_hosts_make_hosts_and_the_last_one_stays(rest_of, alice, bob, charlie, community):
    path, mine = f"/communities/{community.pk}", f"/communities/{community.pk}/membership"
    alone = rest_of(alice).delete(mine)
    made = rest_of(alice).put(f"{path}/hosts/{bob.pk}")

    unmade = rest_of(bob).delete(f"{path}/hosts/{alice.pk}")

    assert alone.status_code == 409
    assert [host["id"] for host in made.json()["hosts"]] == [str(alice.pk), str(bob.pk)]
    assert unmade.status_code == 204
    assert rest_of(bob).delete(f"{path}/hosts/{bob.pk}").status_code == 409
    assert rest_of(bob).put(f"{path}/hosts/{charlie.pk}").status_code == 409
    assert rest_of(alice).put(f"{path}/hosts/{alice.pk}").status_code == 403
    assert rest_of(alice).delete(mine).status_code == 204


def test_hosts_describe_their_community(rest_of, alice, bob, community):
    path = f"/communities/{community.pk}"

    found = rest_of(alice).patch(path, {"about": "Alt om skruer", "visibility": "closed"}).json()

    assert (found["name"], found["about"], found["visibility"]) == ("Verkstedet", "Alt om skruer", "closed")
    assert rest_of(bob).patch(path, {"name": "Mitt"}).status_code == 403
    assert errors(rest_of(alice).patch(path, {"name": "", "slug": "x"})) == {
        "name": "required",
        "slug": "unknown_field",
    }


def test_an_edit_of_what_has_changed_since_is_refused(rest_of, alice, community):
    rest, path = rest_of(alice), f"/communities/{community.pk}"
    seen = rest.get(path)["ETag"]
    rest.patch(path, {"about": "Først"})

    late = rest.patch(path, {"about": "Sist"}, If_Match=seen)

    assert (late.status_code, late.json()["current"]["about"]) == (412, "Først")


def test_the_community_of_everybody_stays_open(rest_of, alice, everybody):
    Membership.objects.filter(user=alice, community=everybody).update(is_host=True)

    answer = rest_of(alice).patch(f"/communities/{everybody.pk}", {"visibility": "closed"})

    assert answer.status_code == 409


def test_hosts_keep_three_posts_on_top(rest_of, alice, bob, community, make_post):
    rest, path = rest_of(alice), f"/communities/{community.pk}/pins"
    first, second, third, fourth = (make_post(bob, community, f"Innlegg {n}") for n in range(4))
    for post in (first, second, third, third):
        assert rest.put(f"{path}/{post.pk}").status_code == 200

    full = rest.put(f"{path}/{fourth.pk}")
    removed = rest.delete(f"{path}/{first.pk}")

    pinned = rest.put(f"{path}/{fourth.pk}").json()["pinned"]
    assert (full.status_code, removed.status_code) == (409, 204)
    assert [post["id"] for post in pinned] == [str(post.pk) for post in (fourth, third, second)]
    assert all(post["is_pinned"] for post in pinned)
    assert rest_of(bob).put(f"{path}/{first.pk}").status_code == 403


def test_only_first_posts_of_the_community_itself_are_pinned(rest_of, alice, community, everybody, make_post, reply_to):
    rest, path = rest_of(alice), f"/communities/{community.pk}/pins"
    elsewhere = make_post(alice, everybody)
    answer = reply_to(alice, make_post(alice, community))

    assert errors(rest.put(f"{path}/{elsewhere.pk}")) == {"post": "elsewhere"}
    assert errors(rest.put(f"{path}/{answer.pk}")) == {"post": "elsewhere"}
    assert rest.put(f"{path}/9999999999999999999").status_code == 404
    assert rest.delete(f"{path}/9999999999999999999").status_code == 204


def test_a_pinned_post_that_was_deleted_makes_room(rest_of, alice, community, make_post):
    rest, path = rest_of(alice), f"/communities/{community.pk}"
    posts = [make_post(alice, community, f"Innlegg {n}") for n in range(4)]
    for post in posts[:3]:
        rest.put(f"{path}/pins/{post.pk}")
    rest.delete(f"/posts/{posts[0].pk}")

    answer = rest.put(f"{path}/pins/{posts[3].pk}")

    assert [post["id"] for post in answer.json()["pinned"]] == [str(posts[n].pk) for n in (3, 2, 1)]


MATRIX = [
    # Visibility, what is asked for: status for a member, an outsider, an invited person.
    ("open", "", 200, 200, 200),
    ("open", "/members", 200, 200, 200),
    ("open", "/posts", 200, 200, 200),
    ("closed", "", 200, 200, 200),
    ("closed", "/members", 200, 404, 404),
    ("closed", "/posts", 200, 404, 404),
    ("closed", "/requests", 403, 403, 403),
    ("closed", "/invitations", 403, 403, 403),
    ("hidden", "", 200, 404, 200),
    ("hidden", "/members", 200, 404, 404),
    ("hidden", "/posts", 200, 404, 404),
    ("hidden", "/requests", 403, 404, 403),
    ("hidden", "/invitations", 200, 404, 403),
]


@pytest.mark.parametrize(("visibility", "part", "member", "outsider", "invited"), MATRIX)
def test_who_sees_what(
    visibility, part, member, outsider, invited, rest_of, alice, bob, charlie, make_person, community, make_post
):
    join_community(actor=bob, community=community)
    post = make_post(alice, community)
    describe_community(actor=alice, community=community, name="Rom", about="", visibility=visibility)
    guest = make_person("gerd")
    invite_person(actor=alice, community=community, person=guest)

    answers = [rest_of(person).get(f"/communities/{community.pk}{part}") for person in (bob, charlie, guest)]
    posts = [rest_of(person).get(f"/posts/{post.pk}").status_code for person in (bob, charlie, guest)]

    assert [answer.status_code for answer in answers] == [member, outsider, invited]
    assert posts == ([200, 200, 200] if visibility == "open" else [200, 404, 404])
    assert "Hei" not in answers[1].content.decode() or visibility == "open"
