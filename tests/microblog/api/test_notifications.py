"""Notifications over REST."""

import pytest
from django.utils import timezone

from microblog.actions.notify import notify_people
from microblog.actions.reactions import add_reaction
from microblog.models import Event
from tests.microblog.api.rest import errors


@pytest.fixture
def react():
    """A person reacts to posts, and their authors are told."""

    def act(person, *posts) -> None:
        for post in posts:
            add_reaction(actor=person, post=post, kind="thanks")
        notify_people(list(Event.objects.order_by("pk")), now=timezone.now())
        Event.objects.all().delete()

    return act


def test_what_happened_is_listed_rolled_up(alice, bob, charlie, community, make_post, react, rest_of):
    post = make_post(alice, community, "Kaffe?")
    react(bob, post)
    react(charlie, post)

    (item,) = rest_of(alice).items("/notifications")

    assert (item["kind"], item["post"], item["community"]) == ("reaction", str(post.pk), None)
    assert item["text"] == "Charlie og 1 annen reagerte på «Kaffe?»"
    assert ([actor["name"] for actor in item["actors"]], item["actor_count"]) == (["Charlie", "Bob"], 2)
    assert (item["is_read"], item["url"]) == (False, f"/posts/{post.pk}/")


def test_the_list_comes_in_pages(alice, bob, community, make_posts, react, rest_of):
    react(bob, *make_posts(5, author=alice, community=community))

    found = rest_of(alice).walk("/notifications?limit=2")

    assert len(found) == 5
    assert found == sorted(found, reverse=True)


def test_reading_up_to_one_leaves_the_later_unread(alice, bob, community, make_posts, react, rest_of):
    react(bob, *make_posts(3, author=alice, community=community))
    rest = rest_of(alice)
    keys = [item["id"] for item in rest.items("/notifications")]

    assert rest.put("/notifications/read", {"up_to": keys[1]}).status_code == 204

    assert [item["is_read"] for item in rest.items("/notifications")] == [False, True, True]


def test_nobody_reads_for_another(alice, bob, community, make_post, react, rest_of):
    react(bob, make_post(alice, community))
    (item,) = rest_of(alice).items("/notifications")

    rest_of(bob).put("/notifications/read", {"up_to": item["id"]})

    assert rest_of(alice).items("/notifications")[0]["is_read"] is False
    assert rest_of(bob).items("/notifications") == []


@pytest.mark.parametrize("body", [{}, {"up_to": 7}, {"up_to": "x"}, {"up_to": "1", "more": 1}])
def test_a_bad_key_is_refused(body, alice, rest_of):
    assert rest_of(alice).put("/notifications/read", body).status_code == 422


def test_preferences_are_read_and_changed(alice, rest_of):
    rest = rest_of(alice)
    assert rest.get("/notifications/preferences").json()["mention"] == {"page": True, "mail": "at_once", "push": False}
    quiet = {"from": "21:30", "to": "06:00", "days": [1, 2, 6]}

    changed = rest.put("/notifications/preferences", {"mention": {"mail": "daily"}, "quiet": quiet})

    assert changed.status_code == 200
    assert changed.json() == rest.get("/notifications/preferences").json()
    assert changed.json()["mention"] == {"page": True, "mail": "daily", "push": False}
    assert changed.json()["reply"]["mail"] == "at_once"
    assert changed.json()["quiet"] == quiet


def test_null_turns_quiet_hours_off(alice, rest_of):
    assert rest_of(alice).put("/notifications/preferences", {"quiet": None}).json()["quiet"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"nonsense": {"mail": "daily"}},
        {"mention": {"mail": "hourly"}},
        {"mention": {"page": "yes"}},
        {"mention": {"push": "yes"}},
        {"mention": 7},
        {"quiet": {"from": "25:00", "to": "06:00", "days": [1]}},
        {"quiet": {"from": "20:00", "to": "06:00", "days": []}},
        {"quiet": {"from": "20:00", "to": "06:00", "days": [8]}},
        {"quiet": {"from": "20:00", "to": "06:00", "days": [True]}},
        {"quiet": {"from": "20:00", "days": [1]}},
    ],
)
def test_bad_preferences_are_refused_and_change_nothing(body, alice, rest_of):
    rest = rest_of(alice)
    before = rest.get("/notifications/preferences").json()

    assert errors(rest.put("/notifications/preferences", body))

    assert rest.get("/notifications/preferences").json() == before


def test_a_token_needs_the_scope(alice, rest_of):
    assert rest_of(alice, "read:posts").get("/notifications").status_code == 403
    assert rest_of(alice, "read:notifications").get("/notifications").status_code == 200
    assert rest_of(alice, "read:notifications").put("/notifications/read", {"up_to": "1"}).status_code == 403
