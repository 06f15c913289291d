import pytest

from microblog.models import OrgUnit


@pytest.fixture
def rest(rest_of, alice):
    return rest_of(alice)


def test_a_topic_is_followed_and_left(rest):
    assert rest.get("/topics/Kantine").json() == {"name": "kantine", "is_following": False}
    assert rest.put("/topics/kantine/follow").json()["is_following"] is True
    assert rest.delete("/topics/kantine/follow").status_code == 204
    assert rest.get("/topics/kantine").json()["is_following"] is False


@pytest.mark.parametrize("name", ["to%20ord", "%F0%9F%8E%89", "123", "a" * 51])
def test_what_cannot_be_a_topic_is_not_there(name, rest):
    assert rest.get(f"/topics/{name}").status_code == 404
    assert rest.get(f"/feeds/topic/{name}").status_code == 404


def test_a_topic_feed_keeps_what_is_closed_to_its_members(
    rest, rest_of, charlie, alice, community, closed_community, make_post
):
    shown = make_post(alice, community, "#skift")
    make_post(alice, closed_community, "#skift")

    assert [post["id"] for post in rest_of(charlie).items("/feeds/topic/skift")] == [str(shown.pk)]
    assert len(rest.items("/feeds/topic/skift")) == 2


def test_a_unit_feed_brings_the_units_below(rest, make_person, company, community, make_post):
    part = OrgUnit.objects.create(name="Lager", parent=company)
    below = OrgUnit.objects.create(name="Nattskift", parent=part)
    post = make_post(make_person("nina", unit=below), community)
    make_post(make_person("olav"), community)

    assert [found["id"] for found in rest.items(f"/feeds/unit/{part.pk}")] == [str(post.pk)]
    assert rest.get("/feeds/unit/999999").status_code == 404


def test_completion_knows_who_reads_the_community(rest, charlie, bob, closed_community):
    asked = f"/completion?kind=mention&community={closed_community.pk}"

    assert [item["text"] for item in rest.items(f"{asked}&q=bo")] == ["@bob"]
    assert rest.items(f"{asked}&q=char") == []


@pytest.mark.parametrize("asked", ["", "?kind=mention", "?kind=x&q=a", "?kind=topic&q=" + "a" * 51])
def test_a_completion_that_makes_no_sense_is_refused(asked, rest):
    assert rest.get(f"/completion{asked}").status_code == 422
