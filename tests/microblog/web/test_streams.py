"""The streams of posts: who sees what, a page at a time, at a constant price."""

import re

import pytest
from django.utils import timezone

from microblog.actions.communities import join_community
from tests.microblog.web.conftest import HTMX


def keys_in(response) -> list[int]:
    return [int(key) for key in re.findall(r'<article[^>]* id="p(\d+)"', response.content.decode())]


def test_home_shows_the_posts_of_my_communities(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community, "Kaffetrakteren er tilbake")

    page = browser_of(bob).get("/")

    assert keys_in(page) == [post.pk]
    assert "Kaffetrakteren er tilbake" in page.content.decode()


def test_home_shows_nothing_of_communities_of_others(alice, charlie, hidden_community, make_post, browser_of):
    make_post(alice, hidden_community, "Bare for oss")

    page = browser_of(charlie).get("/").content.decode()

    assert "Bare for oss" not in page
    assert "Krisestaben" not in page


def test_a_deleted_post_is_in_no_stream(alice, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(alice)

    browser.post(f"/posts/{post.pk}/delete/")

    assert all(keys_in(browser.get(path)) == [] for path in ("/", f"/c/{community.slug}/", "/people/alice/"))


@pytest.mark.parametrize("path", ["/", "/c/verkstedet/", "/people/alice/"])
def test_a_page_of_twenty_costs_as_many_queries_as_a_page_of_one(
    path, alice, bob, community, make_posts, browser_of, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browser_of(bob)
    make_posts(1, author=alice, community=community)
    browser.get(path)
    with django_assert_max_num_queries(10) as first:
        browser.get(path)

    make_posts(19, author=alice, community=community, start=timezone.now())

    with django_assert_num_queries(len(first)):
        assert len(keys_in(browser.get(path))) == 20


def test_home_of_a_lively_house_costs_at_most_eight_queries(
    alice, bob, community, make_posts, browser_of, django_assert_max_num_queries
):
    make_posts(21, author=alice, community=community)
    browser = browser_of(bob)
    browser.get("/")

    # Session, person, menu, newest event, sources, window, cards, and whether there is a letter to read.
    with django_assert_max_num_queries(8):
        browser.get("/")


def test_the_older_link_leads_to_the_rest_without_loss_or_repeat(alice, community, make_posts, browser_of):
    posts = make_posts(45, author=alice, community=community)
    browser, path, seen = browser_of(alice), "/", []

    while path:
        page = browser.get(path)
        seen += keys_in(page)
        link = re.search(r'href="(/\?before=\d+)"', page.content.decode())
        path = link and link[1]

    assert seen == [post.pk for post in reversed(posts)]


def test_htmx_gets_the_older_cards_alone(alice, community, make_posts, browser_of):
    posts = make_posts(30, author=alice, community=community)

    fragment = browser_of(alice).get(f"/?before={posts[10].pk}", headers=HTMX)

    assert keys_in(fragment) == [post.pk for post in reversed(posts[:10])]
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]


def test_htmx_gets_what_has_come_since(alice, community, make_posts, browser_of):
    posts = make_posts(5, author=alice, community=community)

    fragment = browser_of(alice).get(f"/?after={posts[2].pk}", headers=HTMX)

    assert keys_in(fragment) == [posts[4].pk, posts[3].pk]


def test_more_news_than_a_page_loads_the_whole_page_anew(alice, community, make_posts, browser_of):
    posts = make_posts(30, author=alice, community=community)

    answer = browser_of(alice).get(f"/?after={posts[0].pk}", headers=HTMX)

    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize("key", ["abc", "-1", "99999999999999999999", "٣", "%00"])
def test_a_key_that_is_none_shows_the_newest_page(key, alice, community, make_post, browser_of):
    post = make_post(alice, community)

    assert keys_in(browser_of(alice).get(f"/?before={key}")) == [post.pk]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, everybody):
    answer = client.get("/c/alle/?before=5")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/c/alle/%3Fbefore%3D5"


def test_htmx_is_told_to_load_the_sign_in_page(client, everybody):
    answer = client.get("/", headers={**HTMX, "HX-Current-URL": "http://testserver/c/alle/"})

    assert answer["HX-Redirect"] == "/accounts/login/?next=/c/alle/"


def test_the_page_says_from_which_event_on_it_wants_to_be_told(alice, charlie, community, browser_of):
    join_community(actor=charlie, community=community)

    page = browser_of(alice).get(f"/c/{community.slug}/").content.decode()

    assert re.search(rf'data-stream="community:{community.pk}" data-seq="[1-9]\d*"', page)
