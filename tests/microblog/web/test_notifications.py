"""The page of notifications, the bell, the settings, and leaving mail behind."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from microblog.actions.notify import notify_people
from microblog.actions.reactions import add_reaction
from microblog.models import Event, Notification
from microblog.queries.notifications import wish_of
from microblog.unsubscribe import EVERYTHING, token_for
from tests.microblog.web.conftest import HTMX


@pytest.fixture
def tell():
    def now_tell() -> None:
        notify_people(list(Event.objects.order_by("pk")), now=timezone.now())
        Event.objects.all().delete()

    return now_tell


@pytest.fixture
def told(alice, bob, community, make_post, tell):
    """Bob has reacted to a post by alice, and she has been told."""
    post = make_post(alice, community, "Kaffe?")
    add_reaction(actor=bob, post=post, kind="thanks")
    tell()
    return Notification.objects.get()


def test_the_page_tells_and_the_bell_counts(alice, told, browser_of):
    page = browser_of(alice).get("/notifications/").content.decode()

    assert "Bob reagerte på «Kaffe?»" in page
    assert "Varsler, 1 ulest" in page
    assert "Ulest:" in page


def test_following_a_notification_leads_to_the_post_and_takes_it_as_read(alice, told, browser_of):
    browser = browser_of(alice)

    answer = browser.get(f"/notifications/{told.pk}/")

    assert (answer.status_code, answer.url) == (303, f"/posts/{told.post_id}/")
    assert "Varsler, 1 ulest" not in browser.get("/notifications/").content.decode()


def test_nobody_reads_the_notification_of_another(bob, told, browser_of):
    answer = browser_of(bob).get(f"/notifications/{told.pk}/")

    told.refresh_from_db()
    assert answer.url == "/notifications/"
    assert told.read_at is None


def test_what_comes_after_the_page_was_shown_stays_unread(
    alice, bob, charlie, community, make_post, tell, told, browser_of
):
    browser = browser_of(alice)
    page = browser.get("/notifications/").content.decode()
    up_to = re.search(r'name="up_to" value="(\d+)"', page)[1]
    add_reaction(actor=charlie, post=told.post, kind="agree")
    tell()

    browser.post("/notifications/read/", {"up_to": up_to})

    assert "Varsler, 1 ulest" in browser.get("/").content.decode()
    browser.post("/notifications/read/", {"up_to": str(Notification.objects.get().pk)})
    assert "Varsler, 1 ulest" not in browser.get("/").content.decode()


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_a_key_that_is_none_marks_nothing(up_to, alice, told, browser_of):
    browser_of(alice).post("/notifications/read/", {"up_to": up_to})

    told.refresh_from_db()
    assert told.read_at is None


def test_filters_and_older_pages_show_their_part(alice, bob, community, make_posts, tell, browser_of):
    for post in make_posts(25, author=alice, community=community):
        add_reaction(actor=bob, post=post, kind="agree")
    tell()
    browser = browser_of(alice)

    first = browser.get("/notifications/?show=me").content.decode()
    older = re.search(r'href="/notifications/(\?show=me&amp;before=\d+)"', first)[1].replace("&amp;", "&")

    assert first.count('<article class="notif') == 20
    assert browser.get(f"/notifications/{older}").content.decode().count('<article class="notif') == 5
    assert "Du er ajour." in browser.get("/notifications/?show=leaders").content.decode()


def test_a_full_page_costs_as_many_queries_as_one_row(
    alice, bob, community, make_posts, tell, browser_of, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browser_of(alice)
    posts = make_posts(20, author=alice, community=community)
    add_reaction(actor=bob, post=posts[0], kind="agree")
    tell()
    browser.get("/notifications/")
    with django_assert_max_num_queries(9) as one:
        browser.get("/notifications/")
    for post in posts:
        add_reaction(actor=bob, post=post, kind="thanks")
    tell()

    with django_assert_num_queries(len(one)):
        browser.get("/notifications/")


def test_the_bell_comes_alone_for_an_open_page(alice, told, browser_of):
    answer = browser_of(alice).get("/notifications/bell/", headers=HTMX)

    assert "Varsler, 1 ulest" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_person_chooses_how_to_be_told(alice, browser_of):
    browser = browser_of(alice)

    browser.post("/settings/notifications/", {"mention": "weekly", "reply": "off", "praise": "nonsense"})

    wish = wish_of(alice)
    assert wish.of("mention") == (True, "weekly")
    assert wish.of("reply") == (False, "never")
    assert wish.of("praise") == (True, "daily")
    page = browser.get("/settings/").content.decode()
    assert re.search(r'name="mention">.*?value="weekly" selected', page)


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [
        ({"starts_at": "22:00", "ends_at": "06:00", "days": ["1", "7"]}, True),
        ({"starts_at": "25:00", "ends_at": "06:00", "days": ["1"]}, False),
        ({"starts_at": "22:00", "ends_at": "06:00"}, False),
        ({"starts_at": "22:00", "ends_at": "06:00", "days": ["8"]}, False),
    ],
)
def test_a_person_chooses_quiet_hours(sent, is_taken, alice, browser_of):
    browser_of(alice).post("/settings/notifications/quiet/", sent)

    assert (wish_of(alice).quiet.days == {1, 7}) == is_taken


def test_the_address_in_a_mail_ends_mail_without_signing_in(alice):
    stranger = Client(enforce_csrf_checks=True)
    path = f"/unsubscribe/{token_for(alice.pk, 'mention')}/"

    looked = stranger.get(path)
    assert looked.status_code == 200
    assert wish_of(alice).of("mention")[1] == "at_once"
    done = stranger.post(path, {"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert wish_of(alice).of("mention") == (True, "never")
    assert wish_of(alice).of("reply")[1] == "at_once"


def test_one_address_ends_all_mail(alice, client):
    client.post(f"/unsubscribe/{token_for(alice.pk, EVERYTHING)}/")

    assert {wish_of(alice).of(kind)[1] for kind in ("mention", "reply", "praise")} == {"never"}


def test_an_address_that_was_changed_leads_nowhere(alice, bob, client):
    token = token_for(alice.pk, "mention")

    assert client.post(f"/unsubscribe/{token[:-1]}/").status_code == 404
    assert (
        client.post(f"/unsubscribe/{token_for(bob.pk, 'mention').split(':')[0]}:{token.split(':')[1]}/").status_code
        == 404
    )
