import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microblog.actions.communities import leave_community
from microblog.actions.people import follow_person
from microblog.actions.posts import delete_post
from microblog.models import Post
from microblog.queries import feeds
from microblog.queries.feeds import community_feed, home_feed, person_feed
from tests.conftest import NOW


def keys(page: feeds.Page) -> list[int]:
    return [post.pk for post in page.posts]


def test_home_shows_the_posts_of_my_communities_newest_first(alice, bob, community, make_post):
    older, newer = make_post(alice, community), make_post(alice, community)

    assert keys(home_feed(viewer=bob)) == [newer.pk, older.pk]


def test_home_shows_what_people_i_follow_write_in_open_communities_alone(
    alice, charlie, community, closed_community, make_post
):
    shown = make_post(alice, community)
    make_post(alice, closed_community)
    assert keys(home_feed(viewer=charlie)) == []

    follow_person(actor=charlie, person=alice)

    assert keys(home_feed(viewer=charlie)) == [shown.pk]


def test_home_shows_no_replies_and_nothing_deleted_hidden_or_waiting(alice, bob, community, make_post, reply_to):
    root = make_post(alice, community)
    reply_to(bob, root)
    delete_post(actor=alice, post=make_post(alice, community), now=NOW)
    hidden, waiting = make_post(alice, community), make_post(alice, community)
    Post.objects.filter(pk=hidden.pk).update(hidden_at=NOW)
    Post.objects.filter(pk=waiting.pk).update(published_at=None)

    assert keys(home_feed(viewer=bob)) == [root.pk]


def test_who_leaves_a_closed_community_reads_no_more_of_it(bob, alice, closed_community, make_post):
    make_post(alice, closed_community)
    assert len(home_feed(viewer=bob).posts) == 1

    leave_community(actor=bob, community=closed_community)

    assert home_feed(viewer=bob).posts == []
    assert community_feed(viewer=bob, community=closed_community).posts == []
    assert person_feed(viewer=bob, person=alice).posts == []


def test_pages_walk_through_everything_once(alice, community, make_posts):
    made = make_posts(45, author=alice, community=community)
    seen, before = [], None

    for _ in range(3):
        page = home_feed(viewer=alice, before=before)
        seen += keys(page)
        before = seen[-1]

    assert seen == [post.pk for post in reversed(made)]
    assert not page.has_more


def test_the_newer_ones_come_after_a_key(alice, community, make_posts):
    made = make_posts(5, author=alice, community=community)

    assert keys(home_feed(viewer=alice, after=made[2].pk)) == [made[4].pk, made[3].pk]


@pytest.mark.parametrize("window", [1, 3000])
def test_a_reader_of_quiet_sources_finds_the_same_by_the_merge(
    window, monkeypatch, alice, bob, charlie, community, everybody, make_posts
):
    monkeypatch.setattr(feeds, "WINDOW_SQL", feeds.WINDOW_SQL.replace("limit 3000", f"limit {window}"))
    old = make_posts(3, author=alice, community=community)
    follow_person(actor=bob, person=alice)
    leave_community(actor=charlie, community=community)

    found = keys(home_feed(viewer=bob))

    assert found == [post.pk for post in reversed(old)]


@pytest.mark.parametrize("size", [1, 20])
def test_home_costs_the_same_for_any_length(size, alice, bob, community, make_posts, django_assert_num_queries):
    make_posts(size, author=alice, community=community)

    with CaptureQueriesContext(connection) as queries:
        page = home_feed(viewer=bob)
        for post in page.posts:
            assert post.author.name
            assert post.community.name
            assert post.my_reactions == []

    # Sources, window, merge when the window gives too few, cards.
    assert len(queries) <= 4


def test_the_window_is_one_walk_down_an_index(alice, community, make_posts):
    make_posts(300, author=alice, community=community)
    with connection.cursor() as cursor:
        cursor.execute("analyze microblog_post")
        cursor.execute("set local enable_seqscan = off")
        sources = {"viewer": alice.pk, "before": 2**63 - 1, "after": 0, "limit": 20}
        cursor.execute(f"explain {feeds.WINDOW_SQL}", sources)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "BitmapAnd" not in plan
    assert "Seq Scan on microblog_post" not in plan
