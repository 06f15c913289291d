import pytest

from microblog.models import Post, TopicFollow


def test_a_post_with_a_topic_stands_on_the_page_of_the_topic(alice, bob, community, browser_of):
    browser = browser_of(alice)
    browser.post("/posts/new/", {"kind": "update", "community": community.slug, "text": "Hei @bob, ny #Kantine"})

    home = browser_of(bob).get("/").content.decode()
    page = browser_of(bob).get("/topics/KANTINE/").content.decode()

    assert 'href="/people/bob/"' in home
    assert 'href="/topics/kantine/"' in home
    assert "Hei" in page


def test_a_topic_page_shows_only_what_its_reader_may_see(alice, charlie, hidden_community, make_post, browser_of):
    make_post(alice, hidden_community, "Hemmelig #krise")

    answer = browser_of(charlie).get("/topics/krise/")

    assert answer.status_code == 200
    assert "Hemmelig" not in answer.content.decode()


@pytest.mark.parametrize("name", ["to ord", "🎉", "123", "a" * 51])
def test_what_cannot_be_a_topic_has_no_page(name, alice, browser_of):
    assert browser_of(alice).get(f"/topics/{name}/").status_code == 404


def test_a_topic_is_followed_and_left(alice, browser_of):
    browser = browser_of(alice)

    browser.post("/topics/kantine/follow/", {"wish": "1"})
    assert "#kantine" in browser.get("/bookmarks/").content.decode()

    browser.post("/topics/kantine/follow/", {"wish": "0"})
    assert not TopicFollow.objects.exists()


def test_too_many_mentions_leave_the_text_with_its_writer(alice, community, browser_of):
    text = " ".join(f"@navn{n}" for n in range(21))

    answer = browser_of(alice).post("/posts/new/", {"kind": "update", "community": community.slug, "text": text})

    assert answer.status_code == 422
    assert "@navn20" in answer.content.decode()
    assert not Post.objects.exists()


def items(browser, **asked: str) -> list[str]:
    return [item["text"] for item in browser.get("/complete/", asked).json()["items"]]


def test_people_are_proposed_by_any_of_their_names(alice, make_person, browser_of):
    make_person("kno", name="Kari Nordmann")

    for begun in ("@kn", "@kar", "@nord"):
        assert items(browser_of(alice), q=begun) == ["@kno"]


def test_who_cannot_read_a_closed_community_is_not_proposed_in_it(alice, bob, charlie, closed_community, browser_of):
    browser = browser_of(alice)

    assert items(browser, q="@charlie") == ["@charlie"]
    assert items(browser, q="@charlie", c=closed_community.slug) == []
    assert items(browser, q="@bob", c=closed_community.slug) == ["@bob"]


def test_an_outsider_learns_nothing_of_the_members(charlie, bob, hidden_community, browser_of):
    answer = browser_of(charlie).get("/complete/", {"q": "@bob", "c": hidden_community.slug})

    assert answer.status_code == 404


def test_topics_are_proposed_from_what_the_reader_may_see(
    alice, charlie, community, closed_community, make_post, browser_of
):
    make_post(alice, community, "#kantine")
    make_post(alice, closed_community, "#kanselli")

    assert items(browser_of(charlie), q="#kan") == ["#kantine"]


@pytest.mark.parametrize("asked", ["", "@", "x", "#", "@a\0b", "@" + "a" * 500])
def test_what_cannot_begin_a_name_proposes_nothing(asked, alice, browser_of):
    assert items(browser_of(alice), q=asked) == []
