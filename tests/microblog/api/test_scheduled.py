import datetime as dt

import pytest
from django.utils import timezone

from microblog.actions.scheduled import publish_due
from microblog.api.objects import moment
from microblog.models import ScheduledPost
from tests.microblog.api.rest import errors


def later(hours: float) -> str:
    return moment(timezone.now() + dt.timedelta(hours=hours))


@pytest.fixture
def plan(rest_of, alice, everybody):
    rest = rest_of(alice)
    return lambda **fields: rest.post("/posts", {"kind": "update", "text": "Ny", "publish_at": later(2), **fields})


def test_a_post_is_planned_changed_and_comes_out(alice, bob, everybody, rest_of, plan):
    rest = rest_of(alice)
    when = later(2)
    made = plan(publish_at=when)
    row = made.json()
    assert made.status_code == 201
    assert made["Location"] == f"/rest/v1/scheduled-posts/{row['id']}"
    assert row == {
        "id": row["id"],
        "kind": "update",
        "text": "Ny",
        "community": {"id": str(everybody.pk), "name": "Alle"},
        "media": [],
        "publish_at": when,
        "refusal": None,
    }
    assert rest.items("/scheduled-posts") == [row]
    assert rest_of(bob).items("/scheduled-posts") == []
    assert rest_of(bob).get(f"/scheduled-posts/{row['id']}").status_code == 404

    changed = rest.patch(f"/scheduled-posts/{row['id']}", {"text": "Nyere"}).json()
    assert (changed["text"], changed["publish_at"]) == ("Nyere", when)
    publish_due(now=timezone.now() + dt.timedelta(hours=3))

    assert [post["text"] for post in rest_of(bob).items("/feeds/home")] == ["Nyere"]
    assert rest.get(f"/scheduled-posts/{row['id']}").status_code == 404


def test_a_post_is_called_off_or_comes_out_early(alice, rest_of, plan):
    rest = rest_of(alice)
    first, second = plan().json()["id"], plan().json()["id"]

    assert rest.delete(f"/scheduled-posts/{first}").status_code == 204
    early = rest.post(f"/scheduled-posts/{second}/publishing")

    assert early.status_code == 201
    assert early["Location"] == f"/rest/v1/posts/{early.json()['id']}"
    assert rest.items("/scheduled-posts") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publish_at": "2020-01-01T08:00:00Z"}, {"publish_at": "past"}),
        ({"publish_at": "2999-01-01T08:00:00Z"}, {"publish_at": "too_late"}),
        ({"publish_at": "i morgen"}, {"publish_at": "invalid"}),
        ({"publish_at": None}, {"publish_at": "null"}),
        ({"text": ""}, {"text": "required"}),
        ({"media": ["999"]}, {"media": "unknown"}),
    ],
)
def test_what_cannot_be_planned_is_refused_on_its_field(fields, expected, plan):
    assert errors(plan(**fields)) == expected
    assert not ScheduledPost.objects.exists()


def test_the_list_is_in_the_order_of_coming_out_and_goes_in_pages(alice, rest_of, plan):
    ids = [plan(publish_at=later(hours)).json()["id"] for hours in (3, 1, 2)]

    assert rest_of(alice).walk("/scheduled-posts?limit=1") == [ids[1], ids[2], ids[0]]


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_costs_the_same_for_any_length(size, alice, rest_of, plan, django_assert_num_queries):
    rest = rest_of(alice)
    for _ in range(size):
        plan()
    rest.get("/scheduled-posts")

    with django_assert_num_queries(3):
        assert len(rest.items("/scheduled-posts")) == size
