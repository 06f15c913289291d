"""What people set for themselves."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from microblog.actions.people import issue_token
from microblog.actions.posts import publish_post
from microblog.models import AccessToken, Post
from microblog.queries.tokens import live_token
from tests.conftest import NOW


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_the_language_that_was_chosen(language, alice, browser_of):
    browser = browser_of(alice)

    browser.post("/settings/language/", {"language": language, "next": "/settings/"})

    page = browser.get("/settings/")
    assert page["Content-Language"] == language
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_visitor_chooses_a_language_before_signing_in(language, client, db):
    client.post("/settings/language/", {"language": language, "next": "/accounts/login/"})

    assert f'<html lang="{language}">' in client.get("/accounts/login/").content.decode()


def test_a_language_that_is_not_spoken_changes_nothing(alice, browser_of):
    answer = browser_of(alice).post("/settings/language/", {"language": "de", "next": "/settings/"})

    alice.refresh_from_db()
    assert (answer.status_code, alice.language) == (303, "nb")


def test_a_token_is_shown_once_and_opens(alice, browser_of):
    browser = browser_of(alice)

    page = browser.post("/settings/tokens/", {"name": "Telefonen", "scopes": "read write"})

    secret = re.search(r"lest_[\w-]+", page.content.decode())[0]
    token = AccessToken.objects.get()
    assert page["Cache-Control"] == "no-store"
    assert live_token(secret, now=token.created_at) == token
    assert token.scopes == ["read", "write"]
    assert secret not in browser.get("/settings/").content.decode()


@pytest.mark.parametrize(
    ("name", "scopes"), [("", "read"), ("x" * 81, "read"), ("a\0", "read"), ("Tlf", "admin:people")]
)
def test_a_bad_token_is_not_made(name, scopes, alice, browser_of):
    answer = browser_of(alice).post("/settings/tokens/", {"name": name, "scopes": scopes})

    assert answer.status_code == 422
    assert not AccessToken.objects.exists()


def test_only_its_owner_ends_a_token(alice, bob, token_of, browser_of):
    token_of(alice)
    path = f"/settings/tokens/{AccessToken.objects.get().pk}/"

    refused = browser_of(bob).post(path)
    ended = browser_of(alice).post(path)

    assert refused.status_code == 404
    assert ended.status_code == 303
    assert AccessToken.objects.get().revoked_at is not None


def html_tag(page: str) -> str:
    return re.search(r"<html[^>]*>", page)[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_have_the_look_that_was_chosen(theme, alice, browser_of):
    browser = browser_of(alice)
    assert "data-theme" not in html_tag(browser.get("/settings/").text)

    browser.post("/settings/look/", {"theme": theme})

    assert f'data-theme="{theme}"' in html_tag(browser.get("/").text)
    browser.post("/settings/look/", {"theme": "system"})
    assert "data-theme" not in html_tag(browser.get("/").text)


def test_a_look_that_does_not_exist_changes_nothing(alice, browser_of):
    answer = browser_of(alice).post("/settings/look/", {"theme": "neon"})

    alice.refresh_from_db()
    assert (answer.status_code, alice.theme) == (303, "system")


def test_keys_of_one_letter_are_turned_off_for_the_person_everywhere(alice, browser_of):
    browser_of(alice).post("/settings/keys/", {"wish": "0"})

    assert 'data-keys="off"' in html_tag(browser_of(alice).get("/").text)


def test_nobody_is_quoted_who_has_not_said_so(alice, community, make_post):
    assert make_post(alice, community).may_be_quoted is False


def test_who_lets_the_letter_quote_them_may_say_no_of_one_post(alice, community, browser_of):
    browser_of(alice).post("/settings/quoting/", {"wish": "1"})
    alice.refresh_from_db()

    posts = [
        publish_post(author=alice, community=community, kind="pain", text="Hei", now=NOW, **said)
        for said in ({}, {"may_be_quoted": False})
    ]

    assert [post.may_be_quoted for post in posts] == [True, False]


def test_consent_is_taken_back_for_what_stands_already(alice, bob, community, browser_of):
    for person in (alice, bob):
        publish_post(author=person, community=community, kind="pain", text="Hei", now=NOW, may_be_quoted=True)

    browser_of(alice).post("/settings/quoting/", {"wish": "0"})

    assert list(Post.objects.filter(may_be_quoted=True).values_list("author", flat=True)) == [bob.pk]


@pytest.mark.parametrize(("days", "ends"), [("30", 30), ("0", None), (None, 90)])
def test_a_token_lasts_as_long_as_was_chosen(days, ends, alice, browser_of):
    sent = {"name": "Telefonen", "scopes": "read"} | ({"days": days} if days else {})

    browser_of(alice).post("/settings/tokens/", sent)

    token = AccessToken.objects.get()
    left = token.expires_at and (token.expires_at - timezone.now()).days + 1
    assert left == ends


def test_a_token_that_lasts_a_century_is_not_made(alice, browser_of):
    answer = browser_of(alice).post("/settings/tokens/", {"name": "Tlf", "scopes": "read", "days": "36500"})

    assert answer.status_code == 422
    assert "Velg hvor lenge den skal virke." in answer.text


def test_making_a_token_asks_for_the_password_first(alice):
    alice.set_password("et langt passord")
    alice.save()
    browser = Client()
    browser.post("/accounts/login/", {"login": "alice", "password": "et langt passord"})

    asked = browser.post("/settings/tokens/", {"name": "Tlf", "scopes": "read"})
    made = browser.post(asked["Location"], {"password": "et langt passord"})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert re.search(r"lest_[\w-]+", made.text)
    assert AccessToken.objects.get().name == "Tlf"


def test_reading_with_a_token_is_noted_by_the_day_and_writing_is_not(alice):
    _token, secret = issue_token(user=alice, name="Tlf", scopes=["read", "write"])
    headers = {"authorization": f"Bearer {secret}"}
    sent = {"headers": headers, "content_type": "application/json"}

    Client().patch("/rest/v1/me", {"language": "nn"}, **sent)
    after_writing = AccessToken.objects.get().last_used_on
    Client().get("/rest/v1/me", headers=headers)

    assert after_writing is None
    assert AccessToken.objects.get().last_used_on == timezone.localdate()
