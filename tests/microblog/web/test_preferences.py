"""What people set for themselves."""

import re

import pytest

from microblog.models import AccessToken
from microblog.queries.tokens import live_token


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_the_language_that_was_chosen(language, alice, browser_of):
    browser = browser_of(alice)

    browser.post("/settings/language/", {"language": language, "next": "/settings/"})

    page = browser.get("/settings/")
    assert page["Content-Language"] == language
    assert f'<html lang="{language}">' in page.content.decode()


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
