import pytest

from microblog.actions.communities import leave_community
from microblog.actions.people import follow_person
from microblog.actions.posts import delete_post, restore_post
from microblog.models import Post, key_at
from tests.microblog.api.rest import Rest


@pytest.fixture
def rest(rest_of, alice) -> Rest:
    return rest_of(alice)


@pytest.fixture(params=["/feeds/home", "/communities/{everybody}/posts", "/people/{alice}/posts"])
def feed(request, alice, everybody) -> str:
    return request.param.format(everybody=everybody.pk, alice=alice.pk)


def ids(items: list[dict]) -> list[str]:
    return [item["id"] for item in items]


def keys(posts: list[Post]) -> list[str]:
    """The ids of posts as a feed tells them: newest first."""
    return [str(post.pk) for post in reversed(posts)]


def test_a_feed_is_walked_without_loss_or_repeat_while_posts_arrive(
    rest, feed, alice, everybody, make_posts, make_post
):
    old = make_posts(45, author=alice, community=everybody)
    found, page = [], rest.get(feed).json()

    while page["next"]:
        make_post(alice, everybody)
        found += ids(page["items"])
        page = rest.get(f"{feed}?cursor={page['next']}").json()
    found += ids(page["items"])

    assert found == keys(old)


def test_a_feed_is_walked_back_page_by_page(rest, feed, alice, everybody, make_posts):
    old = keys(make_posts(45, author=alice, community=everybody))
    second = rest.get(f"{feed}?cursor={rest.get(feed).json()['next']}").json()
    third = rest.get(f"{feed}?cursor={second['next']}").json()

    back = rest.get(f"{feed}?cursor={third['previous']}").json()
    top = rest.get(f"{feed}?cursor={back['previous']}").json()

    assert ids(third["items"]) == old[40:]
    assert ids(back["items"]) == old[20:40]
    assert ids(top["items"]) == old[:20]
    assert rest.items(f"{feed}?cursor={top['next']}") == second["items"]
    assert rest.items(f"{feed}?cursor={top['previous']}") == []


def test_the_way_to_the_next_page_stands_in_a_header(rest, feed, alice, everybody, make_posts):
    make_posts(3, author=alice, community=everybody)
    answer = rest.get(f"{feed}?limit=2")

    link, rel = answer["Link"].split("; ")

    assert rel == 'rel="next"'
    assert len(rest.items(link.strip("<>").removeprefix("/rest/v1"))) == 1
    assert "Link" not in rest.get(feed)


def test_a_feed_tells_what_is_new_since_an_earlier_answer(rest, feed, alice, everybody, make_posts, make_post):
    make_posts(3, author=alice, community=everybody)
    make_post(alice, everybody, "Rett før")
    mark = rest.get(feed).json()["previous"]
    new = make_post(alice, everybody, "Nytt")

    news = rest.get(f"{feed}?since={mark}").json()
    again = rest.get(f"{feed}?since={news['previous']}").json()

    assert ids(news["items"]) == [str(new.pk)]
    assert news["next"] is None
    assert again["items"] == []


def test_an_empty_feed_marks_the_top_too(rest, feed, alice, everybody, make_post):
    mark = rest.get(feed).json()["previous"]
    new = make_post(alice, everybody)

    assert ids(rest.items(f"{feed}?since={mark}")) == [str(new.pk)]


def test_more_news_than_a_page_holds_is_walked_down_to_what_was_known(rest, feed, alice, everybody, make_posts, clock):
    make_posts(5, author=alice, community=everybody)
    mark = rest.get(feed).json()["previous"]
    clock.move(60)
    new = make_posts(45, author=alice, community=everybody, start=clock.now)

    page = rest.get(f"{feed}?since={mark}").json()
    found, reached = ids(page["items"]), page["previous"]
    while page["next"]:
        page = rest.get(f"{feed}?cursor={page['next']}").json()
        found += ids(page["items"])

    assert found == keys(new)
    assert rest.items(f"{feed}?since={reached}") == []


def test_a_post_that_is_committed_late_is_not_lost(rest, feed, alice, everybody, make_post, clock):
    """Its key is lower than that of a post which the reader has already got."""
    make_post(alice, everybody, "Rask")
    mark = rest.get(feed).json()["previous"]
    late = Post.objects.create(
        id=key_at(clock.now) - (2000 << 16), author=alice, community=everybody, text="Sen", published_at=clock.now
    )

    assert ids(rest.items(f"{feed}?since={mark}")) == [str(late.pk)]


def test_what_is_gone_is_told_once_the_time_to_undo_is_over(rest, feed, alice, everybody, make_post, clock):
    post, hidden, other = [make_post(alice, everybody) for _ in range(3)]
    mark = rest.get(feed).json()["previous"]
    delete_post(actor=alice, post=post, now=clock.now)
    Post.objects.filter(pk=hidden.pk).update(hidden_at=clock.now)
    clock.move(5)
    early = rest.get(f"{feed}?since={mark}").json()
    clock.move(6)

    news = rest.get(f"{feed}?since={early['previous']}").json()
    again = rest.get(f"{feed}?since={news['previous']}").json()

    assert early["items"] == []
    assert news["items"] == [{"id": key, "deleted": True} for key in keys([post, hidden])]
    assert again["items"] == []
    assert ids(rest.items(feed)) == [str(other.pk)]


def test_a_deletion_that_was_undone_is_never_told(rest, feed, alice, everybody, make_post, clock):
    post = make_post(alice, everybody)
    mark = rest.get(feed).json()["previous"]
    delete_post(actor=alice, post=post, now=clock.now)
    restore_post(actor=alice, post=post, now=clock.now)
    clock.move(60)

    assert rest.items(f"{feed}?since={mark}") == []


def test_what_went_before_the_reader_came_is_not_told(rest, feed, alice, everybody, make_post, clock):
    post, _other = [make_post(alice, everybody) for _ in range(2)]
    delete_post(actor=alice, post=post, now=clock.now)
    clock.move(60)
    mark = rest.get(feed).json()["previous"]
    clock.move(60)

    assert rest.items(f"{feed}?since={mark}") == []


def test_nothing_is_told_of_what_went_where_the_reader_may_not_read(
    rest_of, bob, alice, closed_community, make_post, clock
):
    post = make_post(alice, closed_community)
    rest = rest_of(bob)
    mark = rest.get("/feeds/home").json()["previous"]
    leave_community(actor=bob, community=closed_community)
    follow_person(actor=bob, person=alice)
    delete_post(actor=alice, post=post, now=clock.now)
    clock.move(60)

    assert rest.items(f"/feeds/home?since={mark}") == []


@pytest.mark.parametrize("name", ["cursor", "since"])
def test_a_cursor_of_another_list_or_of_nobody_is_refused(rest, alice, everybody, make_posts, name):
    make_posts(3, author=alice, community=everybody)
    feed = rest.get(f"/people/{alice.pk}/posts?limit=2").json()
    cursor = feed["previous"]
    forged = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")

    answers = [rest.get(f"/feeds/home?{name}={found}") for found in (cursor, forged, "", "a.b", "%00", "é")]

    assert [answer.status_code for answer in answers] == [400] * 6
    assert rest.get(f"/people/{alice.pk}/posts?{name}={cursor}").status_code == 200


def test_news_are_asked_for_with_a_mark_not_with_a_page(rest, alice, everybody, make_posts):
    make_posts(3, author=alice, community=everybody)
    older = rest.get("/feeds/home?limit=2").json()["next"]

    assert rest.get(f"/feeds/home?since={older}").status_code == 400


def test_a_cursor_is_good_for_every_reader(rest, rest_of, bob, alice, everybody, make_posts):
    make_posts(3, author=alice, community=everybody)
    older = rest.get("/feeds/home?limit=2").json()["next"]

    assert len(rest_of(bob).items(f"/feeds/home?cursor={older}")) == 1


@pytest.mark.parametrize("size", [1, 20])
def test_the_home_feed_costs_the_same_for_any_length(
    rest_of, size, bob, alice, community, make_posts, django_assert_num_queries
):
    rest = rest_of(bob)
    make_posts(size, author=alice, community=community)

    # The token, the window, the sources merged (for fewer than a page), the cards.
    with django_assert_num_queries(5):
        assert len(rest.items("/feeds/home")) == size


@pytest.mark.parametrize("size", [1, 20])
def test_a_communitys_feed_costs_the_same_for_any_length(
    rest_of, size, bob, alice, community, make_posts, django_assert_num_queries
):
    rest = rest_of(bob)
    make_posts(size, author=alice, community=community)

    # The token, the community, the cards.
    with django_assert_num_queries(4):
        assert len(rest.items(f"/communities/{community.pk}/posts")) == size
