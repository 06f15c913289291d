"""Search in posts: what is found, what is not, and how the database finds it."""

import datetime as dt

import pytest
from django.db import connection

from microblog.actions.communities import join_community
from microblog.actions.posts import delete_post
from microblog.actions.words import rebuild_words
from microblog.models import Community, Post, PostTopic
from microblog.queries.finds import communities_about, key_after, key_before, topics_like
from microblog.queries.search import (
    NEWEST_SQL,
    WAYS,
    Filters,
    best_matches,
    count_by_kind,
    newest_matches,
    search_for,
    spelling,
    statement,
)
from tests.conftest import NOW

EVERYTHING = Filters()


def found(viewer, query: str, filters: Filters = EVERYTHING) -> list[int]:
    sought = search_for(viewer=viewer, query=query, filters=filters)
    return newest_matches(viewer=viewer, sought=sought, filters=filters) if sought else []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Møterommene er fulle", "møterom"),
        ("Ny idé om vakter", "ide vakt"),
        ("Bøkene er kommet", "bok"),
        ("Vi ventar på framlegg", "forslag"),
        ("Korleis var møtet i veka?", "møte uke"),
        ("Sjukefråværet aukar", "sykefravær"),
        ("Listene over køyretida", "kjøretid"),
        ("Skriv til post@lyngholt.no", "lyngholt"),
        ("Avtalen om e-post", "e-post"),
        ("Prøv <b>strøsand</b>", "strøsand"),
        ("Vaktplanen er ute", "vaktpl"),
        ("Nødutgangen er sperret", "nødutagng"),
        ("Porten klemmer", "porten skyvedør"),
    ],
)
def test_words_are_found_in_their_other_forms(text, query, alice, bob, community, make_post):
    post = make_post(alice, community, text)
    make_post(alice, community, "Noe helt annet")

    assert found(bob, query) == [post.pk]


def test_english_posts_have_english_stems(alice, bob, community, make_post):
    post = make_post(alice, community, "The deliveries were cancelled")
    Post.objects.filter(pk=post.pk).update(language="en")

    assert found(bob, "delivery cancel") == [post.pk]


def test_the_newest_come_first_and_the_best_when_asked(alice, bob, community, make_post):
    best = make_post(alice, community, "Strøsand, strøsand og strøsand")
    newest = make_post(alice, community, "Strøsand koster penger, og pengene er brukt på helt andre ting i år")
    sought = search_for(viewer=bob, query="strøsand")

    assert newest_matches(viewer=bob, sought=sought) == [newest.pk, best.pk]
    assert newest_matches(viewer=bob, sought=sought, before=newest.pk) == [best.pk]
    assert best_matches(viewer=bob, sought=sought) == [best.pk, newest.pk]


def test_filters_narrow(alice, bob, community, everybody, make_post):
    question = make_post(alice, community, "Hvor er strøsanden?", kind="question", now=NOW)
    other = make_post(bob, everybody, "Strøsanden er her", now=NOW)

    assert found(bob, "strøsand", Filters(kind="question")) == [question.pk]
    assert found(bob, "strøsand", Filters(author=bob.pk)) == [other.pk]
    assert found(bob, "strøsand", Filters(community=everybody.pk)) == [other.pk]
    assert found(bob, "strøsand", Filters(since=question.pk)) == [other.pk]
    assert found(bob, "strøsand", Filters(until=other.pk)) == [question.pk]


def test_a_day_is_found_by_the_keys_of_its_posts():
    day, first = dt.date(2026, 11, 18), round(dt.datetime(2026, 11, 18, tzinfo=dt.UTC).timestamp() * 1000) << 16

    assert key_before(day, dt.UTC) == first - 1
    assert key_after(day, dt.UTC) == first + (86_400_000 << 16)
    assert key_before(dt.date.min, dt.UTC) == -1
    assert key_after(dt.date.max, dt.UTC) is None


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_what_is_written_among_members_is_found_by_members_alone(
    room, alice, bob, charlie, make_post, make_person, request
):
    community = request.getfixturevalue(room)
    secret = make_post(alice, community, "Omorganisering av Førde")
    PostTopic.objects.get_or_create(post=secret, name="omorganisering")
    for person in [bob, *(make_person(f"member{n}") for n in range(3))]:
        make_post(person, community, "Omorganisering") if person == bob else None
    rebuild_words()

    assert secret.pk in found(bob, "omorganisering")
    assert found(charlie, "omorganisering") == []
    assert found(charlie, "omorganisering", Filters(community=community.pk)) == []
    sought = search_for(viewer=charlie, query="omorganisering")
    assert count_by_kind(viewer=charlie, sought=sought, most=10) == {}
    assert sought.instead_of is None
    assert topics_like(viewer=bob, query="omorg") == ["omorganisering"]
    assert topics_like(viewer=charlie, query="omorg") == []
    assert spelling("omorganiserng") is None


def test_what_is_deleted_hidden_or_waiting_is_not_found(alice, bob, community, make_post):
    deleted, hidden, waiting = (make_post(alice, community, "Strøsand") for _n in range(3))
    delete_post(actor=alice, post=deleted, now=NOW)
    Post.objects.filter(pk=hidden.pk).update(hidden_at=NOW)
    Post.objects.filter(pk=waiting.pk).update(published_at=None)

    assert found(bob, "strøsand") == []


def test_a_closed_community_is_found_by_name_and_a_hidden_one_never(bob, charlie, closed_community, hidden_community):
    assert [each.name for each in communities_about(viewer=charlie, query="tillits")] == ["Tillitsvalgte"]
    assert list(communities_about(viewer=charlie, query="krise")) == []
    assert [each.name for each in communities_about(viewer=bob, query="krise")] == ["Krisestaben"]
    assert list(communities_about(viewer=bob, query="!?")) == []


def test_a_misspelt_word_is_put_right_by_one_that_three_have_written(alice, bob, charlie, lena, community, make_post):
    for person in (alice, bob):
        make_post(person, community, "Garderoben er kald")
    rebuild_words()
    assert spelling("gardrobe") is None

    join_community(actor=lena, community=community)
    make_post(lena, community, "Garderoben er varm")
    rebuild_words()
    sought = search_for(viewer=charlie, query="gardroben kald")

    assert (sought.words, sought.instead_of) == (["garderoben", "kald"], ["gardroben", "kald"])


@pytest.mark.parametrize("query", ["", " ", "\0", "&|!():*<->", "''\"\\", "🙂🙂", "og hvem er det", "%", "_"])
def test_what_holds_no_word_finds_nothing(query, alice, bob, community, make_post):
    make_post(alice, community, "Og hvem er det 🙂 100 %")

    assert found(bob, query) == []


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "ord " * 2500, "strø'sand\\", "strøsand:*|!x", "NOT strøsand", "ß İ ŉ"]
)
def test_any_query_is_words(query, alice, bob, community, make_post):
    post = make_post(alice, community, "Strøsand")

    assert found(bob, query) in ([], [post.pk])


@pytest.mark.parametrize("way", WAYS)
def test_the_database_reads_no_index_of_communities(way, alice, bob, community, make_posts):
    Community.objects.bulk_create(Community(slug=f"c{n}", name=f"C {n}") for n in range(300))
    make_posts(3000, author=alice, community=community)
    sought = search_for(viewer=bob, query="innlegg 17")
    sql, arguments = statement(NEWEST_SQL, way, bob, sought, Filters(), limit=20)

    with connection.cursor() as cursor:
        cursor.execute("analyze microblog_post, microblog_community, microblog_membership")
        cursor.execute(f"explain {sql}", arguments)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "BitmapAnd" not in plan
    assert "posts_community" not in plan
