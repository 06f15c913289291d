"""Polls, praise, pains and shares through the pages, as somebody without script would use them."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from microblog.actions.notify import notify_people
from microblog.models import Event, Notification, PollVote, Post, PraiseValue
from tests.microblog.web.conftest import HTMX


def composed(community, kind, **more):
    return {"community": community.slug, "kind": kind, "text": "Når skal vi møtes?", **more}


@pytest.fixture
def poll(alice, community, browser_of) -> Post:
    sent = composed(community, "poll", options=["Mandag", "Tirsdag", "", "  "], closes_in="3")
    answer = browser_of(alice).post("/posts/new/", sent)
    assert answer.status_code == 303, answer.content.decode()
    return Post.objects.get()


def test_bob_votes_changes_and_takes_his_vote_back(bob, poll, browser_of):
    browser = browser_of(bob)
    page = browser.get(f"/posts/{poll.pk}/").content.decode()
    assert f'type="radio" form="act" name="options-{poll.pk}" value="1"' in page
    assert "Resultatet vises når du har stemt." in page
    assert "<table" not in page

    answer = browser.post(f"/posts/{poll.pk}/votes/", {f"options-{poll.pk}": "1", "next": f"/posts/{poll.pk}/"})
    voted = browser.get(f"/posts/{poll.pk}/").content.decode()
    browser.post(f"/posts/{poll.pk}/votes/", {"wish": "0"})

    assert (answer.status_code, answer.url) == (303, f"/posts/{poll.pk}/#p{poll.pk}")
    assert '<caption class="vh">Svarene i avstemningen</caption>' in voted
    assert "100 %" in voted
    assert "1 har stemt." in voted
    assert not PollVote.objects.exists()


def test_a_vote_with_htmx_is_answered_with_the_card_and_the_poll_can_be_read_alone(bob, poll, browser_of):
    browser = browser_of(bob)

    answer = browser.post(f"/posts/{poll.pk}/votes/", {f"options-{poll.pk}": "0"}, headers=HTMX)
    alone = browser.get(f"/posts/{poll.pk}/poll/", headers=HTMX)

    assert f'id="poll{poll.pk}" data-poll="{poll.pk}"' in answer.content.decode()
    assert alone.content.decode().startswith(f'<div class="poll" id="poll{poll.pk}" data-poll=')


def test_who_votes_too_late_is_told_so(bob, poll, browser_of):
    browser = browser_of(bob)
    with time_machine.travel(timezone.now() + dt.timedelta(days=4)):
        answer = browser.post(f"/posts/{poll.pk}/votes/", {f"options-{poll.pk}": "0"})

    assert answer.status_code == 409
    assert "Avstemningen er stengt." in answer.content.decode()


@pytest.mark.parametrize("options", [["Mandag"], ["Mandag", "mandag"], []])
def test_a_poll_that_cannot_be_keeps_what_was_written(options, alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", composed(community, "poll", options=options))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_options_error"' in html
    assert all(f'value="{option}"' in html for option in options)
    assert "Når skal vi møtes?" in html
    assert not Post.objects.exists()


def test_options_are_shown_as_text(alice, community, browser_of):
    browser = browser_of(alice)
    browser.post("/posts/new/", composed(community, "poll", options=["<b>Ja</b>", "Nei"]))

    html = browser.get("/").content.decode()

    assert "&lt;b&gt;Ja&lt;/b&gt;" in html
    assert "<b>Ja</b>" not in html


def test_bob_is_praised_and_it_stands_on_his_profile(alice, bob, community, browser_of):
    PraiseValue.objects.create(key="care", nb="Omsorg", nn="Omsorg", en="Care")

    answer = browser_of(alice).post("/posts/new/", composed(community, "praise", praised="@bob", value="care"))
    notify_people(Event.objects.filter(type="post.published"), now=timezone.now())

    assert answer.status_code == 303
    card = browser_of(alice).get("/").content.decode()
    assert 'Ros til <a href="/people/bob/">Bob</a>' in card
    assert "Viser verdien Omsorg" in card
    assert "Omsorg · 1" in browser_of(alice).get("/people/bob/").content.decode()
    assert list(Notification.objects.values_list("recipient__username", "kind")) == [("bob", "praise")]


def test_praise_in_a_closed_community_stays_there(alice, bob, charlie, closed_community, browser_of):
    PraiseValue.objects.create(key="care", nb="Omsorg", nn="Omsorg", en="Care")
    browser_of(alice).post("/posts/new/", composed(closed_community, "praise", praised="Bob", value="care"))

    assert "Omsorg" in browser_of(bob).get("/people/bob/").content.decode()
    assert "Omsorg" not in browser_of(charlie).get("/people/bob/").content.decode()


@pytest.mark.parametrize("praised", ["ukjent", "alice"])
def test_a_praise_that_cannot_be_says_why(praised, alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", composed(community, "praise", praised=praised))

    assert answer.status_code == 422
    assert 'id="id_praised_error"' in answer.content.decode()


def test_a_pain_tells_since_when_and_what_would_help(alice, community, browser_of):
    browser = browser_of(alice)

    browser.post("/posts/new/", composed(community, "pain", since="2026-09-01", would_help="Nye <i>batterier</i>"))

    html = browser.get("/").content.decode()
    assert "Siden 1. september" in html
    assert "Det som ville hjelpe: Nye &lt;i&gt;batterier&lt;/i&gt;" in html


def test_a_day_to_come_is_refused_and_kept(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", composed(community, "pain", since="2099-01-01"))

    assert answer.status_code == 422
    assert 'value="2099-01-01"' in answer.content.decode()


def test_parts_of_another_kind_are_left_out(alice, community, browser_of):
    sent = composed(community, "update", options=["", ""], since="", would_help="", praised="bob")

    browser_of(alice).post("/posts/new/", sent)

    assert Post.objects.get().kind == "update"


def test_alice_shares_a_post_and_only_those_who_could_read_it_do(
    alice, charlie, everybody, closed_community, make_post, browser_of
):
    secret = make_post(alice, closed_community, "Bare for oss")
    browser = browser_of(alice)
    assert f"/posts/{secret.pk}/share/" in browser.get("/").content.decode()
    assert "Bare de som kan lese innlegget" in browser.get(f"/posts/{secret.pk}/share/").content.decode()

    answer = browser.post(f"/posts/{secret.pk}/share/", {"text": "Se her", "community": everybody.slug})

    share = Post.objects.latest("pk")
    assert (answer.status_code, answer.url) == (303, f"/posts/{share.pk}/")
    assert '<aside class="shared">' in browser.get(f"/posts/{share.pk}/").content.decode()
    assert "Delt 1 gang" in browser.get(f"/posts/{secret.pk}/").content.decode()
    outside = browser_of(charlie).get(f"/posts/{share.pk}/").content.decode()
    assert "kan du ikke lese" in outside
    assert "Bare for oss" not in outside


def test_a_share_without_words_is_asked_for_them(alice, everybody, make_post, browser_of):
    post = make_post(alice, everybody)

    answer = browser_of(alice).post(f"/posts/{post.pk}/share/", {"text": "", "community": everybody.slug})

    assert answer.status_code == 422
    assert 'id="id_text_error"' in answer.content.decode()
