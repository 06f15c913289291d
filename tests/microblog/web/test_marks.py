from microblog.models import Bookmark, Resolution, ThreadFollow
from tests.microblog.web.conftest import HTMX


def test_a_reader_puts_a_post_aside_finds_it_and_takes_it_back(alice, bob, community, make_post, browser_of):
    browser = browser_of(bob)
    post = make_post(alice, community, "Verdt å huske")

    browser.post(f"/posts/{post.pk}/bookmark/", {"wish": "1", "next": "/"})
    assert "Verdt å huske" in browser.get("/bookmarks/").content.decode()
    assert "Verdt å huske" not in browser_of(alice).get("/bookmarks/").content.decode()

    browser.post(f"/posts/{post.pk}/bookmark/", {"wish": "0"})
    assert not Bookmark.objects.exists()


def test_bookmarks_are_walked_in_pages_without_loss(bob, alice, community, make_posts, browser_of):
    for post in make_posts(25, author=alice, community=community):
        Bookmark.objects.create(person=bob, post=post)

    first = browser_of(bob).get("/bookmarks/")
    older = browser_of(bob).get(f"/bookmarks/?before={first.context['older_than']}")

    assert first.content.decode().count("<article") == 20
    assert older.content.decode().count("<article") == 5
    assert older.context["older_than"] is None


def test_htmx_gets_the_older_bookmarks_alone(bob, alice, community, make_posts, browser_of):
    for post in make_posts(21, author=alice, community=community):
        Bookmark.objects.create(person=bob, post=post)
    browser = browser_of(bob)
    last = browser.get("/bookmarks/").context["older_than"]

    older = browser.get(f"/bookmarks/?before={last}", headers=HTMX).content.decode()

    assert older.count("<article") == 1
    assert "<html" not in older


def test_a_bookmark_of_what_may_no_longer_be_read_is_not_shown(alice, bob, closed_community, make_post, browser_of):
    post = make_post(alice, closed_community, "Bare for oss")
    Bookmark.objects.create(person=bob, post=post)

    closed_community.memberships.filter(user=bob).delete()

    assert "Bare for oss" not in browser_of(bob).get("/bookmarks/").content.decode()


def test_a_question_gets_its_best_answer_and_is_resolved(alice, bob, community, make_post, reply_to, browser_of):
    question = make_post(alice, community, "Hvor er nøkkelen?", kind="question")
    reply = reply_to(bob, question, "I boksen ved port 4")
    browser = browser_of(alice)

    browser.post(f"/posts/{question.pk}/best-answer/{reply.pk}/", {"wish": "1"})
    browser.post(f"/posts/{question.pk}/resolved/", {"wish": "1"})
    page = browser_of(bob).get(f"/posts/{question.pk}/").content.decode()

    assert page.count("Beste svar") == 2
    assert page.count("I boksen ved port 4") == 2
    assert "Løst" in page
    assert "Velg som beste svar" not in page


def test_an_outsider_can_do_none_of_it(alice, charlie, closed_community, make_post, reply_to, browser_of):
    question = make_post(alice, closed_community, kind="question")
    reply = reply_to(alice, question)
    browser = browser_of(charlie)

    for act in ("bookmark", "follow", "resolved", f"best-answer/{reply.pk}"):
        assert browser.post(f"/posts/{question.pk}/{act}/", {"wish": "1"}).status_code == 404
    assert browser.get(f"/posts/{question.pk}/history/").status_code == 404
    assert not Resolution.objects.exists()


def test_a_thread_is_followed_and_left_from_its_page(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(bob)

    for wish in ("1", "0"):
        browser.post(f"/posts/{post.pk}/follow/", {"wish": wish})
        assert ThreadFollow.objects.get(root=post, person=bob).is_following == (wish == "1")


def test_the_history_shows_each_earlier_wording(alice, community, make_post, browser_of):
    post = make_post(alice, community, "Første ordlyd")
    browser = browser_of(alice)
    browser.post(f"/posts/{post.pk}/edit/", {"text": "Andre ordlyd"})

    page = browser.get(f"/posts/{post.pk}/history/").content.decode()

    assert "Første ordlyd" in page
    assert "Andre ordlyd" in page
    assert f"/posts/{post.pk}/history/" in browser.get(f"/posts/{post.pk}/").content.decode()
