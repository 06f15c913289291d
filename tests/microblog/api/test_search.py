"""Search over REST."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microblog.actions.words import rebuild_words
from tests.conftest import NOW
from tests.microblog.api.rest import errors


def test_a_found_post_has_the_shape_of_the_api(rest_of, alice, bob, community, make_post):
    post = make_post(alice, community, "Mer strøsand på <rampa>")

    page = rest_of(bob).get("/search?q=strøsand").json()

    assert page.keys() == {"corrected", "items", "next", "previous"}
    (item,) = page["items"]
    assert item == {
        "type": "post",
        "snippet": "Mer <mark>strøsand</mark> på &lt;rampa",
        "post": rest_of(bob).get(f"/posts/{post.pk}").json(),
    }


def test_people_communities_and_topics_are_found_by_type(rest_of, alice, bob, community, make_post):
    make_post(alice, community, "Hurra #vinter")
    rest = rest_of(bob)

    assert [item["person"]["name"] for item in rest.items("/search?q=alic&type=person")] == ["Alice"]
    assert [item["community"]["name"] for item in rest.items("/search?q=verk&type=community")] == ["Verkstedet"]
    assert rest.items("/search?q=vint&type=topic") == [{"type": "topic", "topic": {"name": "vinter"}}]
    assert rest.items("/search?q=hurra&type=idea") == []


@pytest.mark.parametrize("order", ["newest", "best"])
def test_hits_are_walked_page_by_page(order, rest_of, alice, bob, community, make_post):
    posts = [make_post(alice, community, f"Strøsand {n}") for n in range(5)]
    rest = rest_of(bob)
    path, found = f"/search?q=strøsand&order={order}&limit=2", []
    page = rest.get(path).json()
    while page["next"]:
        found += page["items"]
        page = rest.get(f"{path}&cursor={page['next']}").json()
    found += page["items"]

    assert [item["post"]["id"] for item in found] == [str(post.pk) for post in reversed(posts)]


def test_a_cursor_belongs_to_its_search(rest_of, alice, bob, community, make_post):
    for n in range(3):
        make_post(alice, community, f"Strøsand {n}")
    rest = rest_of(bob)
    cursor = rest.get("/search?q=strøsand&limit=1").json()["next"]

    assert rest.get(f"/search?q=grus&limit=1&cursor={cursor}").status_code == 400


def test_days_and_communities_narrow(rest_of, alice, bob, community, everybody, make_post):
    post = make_post(alice, community, "Strøsand")
    day = post.published_at.date().isoformat()
    rest = rest_of(bob)

    assert len(rest.items(f"/search?q=strøsand&community={community.pk}")) == 1
    assert len(rest.items(f"/search?q=strøsand&author={bob.pk}")) == 0
    assert len(rest.items("/search?q=strøsand&to=2020-01-01")) == 0
    assert len(rest.items("/search?q=strøsand&from=2020-01-01")) == 1
    assert len(rest.items(f"/search?q=strøsand&kind=question&from={day}")) == 0


def test_a_misspelt_search_says_what_it_searched_for(rest_of, alice, bob, lena, community, make_post):
    for person in (alice, bob, lena):
        make_post(person, community, "Garderoben")
    rebuild_words()

    page = rest_of(bob).get("/search?q=gardroben").json()

    assert (page["corrected"], len(page["items"])) == ("garderoben", 3)


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_outsiders_find_nothing_of_what_is_written_among_members(room, rest_of, alice, charlie, make_post, request):
    community = request.getfixturevalue(room)
    make_post(alice, community, "Omorganisering #flytting")
    rest = rest_of(charlie)

    for query in ("q=omorganisering", f"q=omorganisering&community={community.pk}", "q=flytt&type=topic"):
        assert rest.items(f"/search?{query}") == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", {"q": "required"}),
        ("q=", {"q": "required"}),
        ("q=%00", {"q": "control_character"}),
        ("q=" + "a" * 10_000, {"q": "too_long"}),
        ("q=a&type=vote", {"type": "invalid_choice"}),
        ("q=a&from=i+går", {"from": "invalid"}),
        ("q=a&community=x", {"community": "invalid"}),
        ("q=a&colour=red", {"colour": "unknown_field"}),
    ],
)
def test_what_cannot_be_searched_for_is_refused(query, code, rest_of, bob):
    assert errors(rest_of(bob).get(f"/search?{query}")) == code


@pytest.mark.parametrize(
    "query", ["🙂", "&|!()", "'\"", "%25", "og", "0001-01-01", "strøsand&from=0001-01-01&to=9999-12-31"]
)
def test_what_holds_no_word_finds_nothing(query, rest_of, bob):
    assert rest_of(bob).items(f"/search?q={query.replace('&|', '%26|')}") == []


def test_a_search_costs_the_same_for_any_length(rest_of, alice, bob, community, make_posts):
    rest, costs = rest_of(bob), []
    for size in (1, 14):
        make_posts(size, author=alice, community=community, start=NOW + dt.timedelta(days=size))
        rest.get("/search?q=innlegg")
        with CaptureQueriesContext(connection) as queries:
            found = rest.items("/search?q=innlegg")
        costs.append((len(found), len(queries)))

    assert [found for found, _queries in costs] == [1, 15]
    assert costs[0][1] == costs[1][1]
