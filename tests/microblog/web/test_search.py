"""The search page."""

import pytest

from microblog.actions.words import rebuild_words


def page(browser, **asked: str) -> str:
    answer = browser.get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_has_the_field_that_the_key_finds(bob, browser_of):
    html = browser_of(bob).get("/communities/").content.decode()

    assert 'action="/search/"' in html
    assert "data-key-search" in html


def test_hits_are_marked_and_lead_to_their_posts(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community, "Mer strøsand på <b>rampa</b>")

    html = page(browser_of(bob), q="strøsand")

    assert "<mark>strøsand</mark> på &lt;brampa" in html
    assert f'href="/posts/{post.pk}/"' in html
    assert "Alle innlegg (1)" in html
    assert "Spørsmål (0)" in html


def test_people_communities_and_topics_have_tabs(alice, bob, community, make_post, browser_of):
    make_post(alice, community, "Hurra #vinter")
    browser = browser_of(bob)

    assert 'href="/people/alice/"' in page(browser, q="alic", tab="people")
    assert 'href="/c/verkstedet/"' in page(browser, q="verk", tab="communities").split("<main")[1]
    assert 'href="/topics/vinter/"' in page(browser, q="vint", tab="topics")


def test_older_hits_are_a_page_away(alice, bob, community, make_posts, browser_of):
    make_posts(25, author=alice, community=community)
    browser = browser_of(bob)

    first = page(browser, q="innlegg")
    older = first.split('<nav class="pager"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(older).content.decode()

    assert first.count('<article class="idearow') == 20
    assert second.count('<article class="idearow') == 5
    assert "Eldre treff" not in second


def test_filters_stay_as_they_were_chosen(alice, bob, community, make_post, browser_of):
    make_post(alice, community, "Strøsand")
    asked = {"q": "strøsand", "community": "verkstedet", "author": "@alice", "from": "2020-01-01", "order": "best"}

    html = page(browser_of(bob), **asked)

    assert "<mark>Strøsand</mark>" in html
    assert '<option value="verkstedet" selected>' in html
    assert 'value="@alice"' in html
    assert "Ingen treff" in page(browser_of(bob), **{**asked, "author": "nobody"})


def test_a_misspelt_search_says_what_it_thinks_was_meant(alice, bob, lena, community, make_post, browser_of):
    for person in (alice, bob, lena):
        make_post(person, community, "Garderoben er kald")
    rebuild_words()

    html = page(browser_of(bob), q="gardroben")

    assert "Mente du «garderoben»?" in html
    assert "<mark>Garderoben</mark>" in html


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_outsiders_see_no_trace_of_what_is_written_among_members(room, alice, charlie, make_post, browser_of, request):
    make_post(alice, request.getfixturevalue(room), "Omorganisering #flytting")
    browser = browser_of(charlie)

    assert "Alle innlegg (0)" in page(browser, q="omorganisering")
    assert "/topics/" not in page(browser, q="flytting")
    assert "Krisestaben" not in page(browser, q="krisestaben", tab="communities").split("<ul")[-1]


@pytest.mark.parametrize("query", ["\0", "a" * 10_000, "&|!():*", "'\"<script>", "🙂", "%", "og"])
def test_any_query_is_answered(query, bob, browser_of):
    html = page(browser_of(bob), q=query)

    assert "<script>" not in html.split("<main")[1]


def test_nothing_typed_asks_what_to_look_for(bob, browser_of):
    html = page(browser_of(bob))

    assert "Finn innlegg, idéer, folk, fellesskap og emner." in html
    assert "Ingen treff" not in html


@pytest.mark.parametrize("asked", [{"from": "i går"}, {"to": "9999-12-31"}, {"from": "0001-01-01"}, {"before": "x"}])
def test_a_filter_that_is_none_is_as_good_as_empty(asked, alice, bob, community, make_post, browser_of):
    make_post(alice, community, "Strøsand")

    assert "<mark>Strøsand</mark>" in page(browser_of(bob), q="strøsand", **asked)
