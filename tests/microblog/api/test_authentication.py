import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from microblog.actions.people import SCOPES, issue_token, revoke_token
from microblog.api.authentication import covers
from tests.microblog.api.rest import Rest


def test_a_visitor_is_asked_for_a_token():
    answer = Rest().get("/me")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["Bearer", "Bearer nope", "Bearer a b", "Bearer \xff", "Basic YTpi", "bearer  "])
def test_a_token_that_is_none_opens_nothing(db, value):
    answer = Client(headers={"authorization": value}).get("/rest/v1/me")

    assert answer.status_code == 401


def test_a_token_ends_with_its_revocation_its_last_day_and_its_person(alice, bob, charlie):
    now = timezone.now()
    revoked, first = issue_token(user=alice, name="a", scopes=["read"])
    _expired, second = issue_token(user=bob, name="b", scopes=["read"], expires_at=now - dt.timedelta(seconds=1))
    _token, third = issue_token(user=charlie, name="c", scopes=["read"])

    revoke_token(token=revoked, now=now)
    charlie.is_active = False
    charlie.save()

    assert [Rest(secret).get("/me").status_code for secret in (first, second, third)] == [401, 401, 401]


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        ("read", "GET", "/me", 200),
        ("read:posts", "GET", "/me", 403),
        ("read:posts", "GET", "/feeds/home", 200),
        ("read:posts", "GET", "/communities", 200),
        ("read:posts", "GET", "/people", 403),
        ("read:posts", "GET", "/ideas", 403),
        ("read:people", "GET", "/people", 200),
        ("read:people", "GET", "/units", 200),
        ("read:ideas", "GET", "/ideas", 200),
        ("read", "GET", "/ideas", 200),
        ("write", "GET", "/feeds/home", 403),
        ("read", "POST", "/posts", 403),
        ("read write:ideas", "POST", "/posts", 403),
        ("write:posts", "POST", "/posts", 201),
        ("write", "POST", "/posts", 201),
        ("read write:posts", "PATCH", "/me", 403),
        ("write", "PATCH", "/me", 200),
    ],
)
def test_a_token_does_what_its_scopes_name(rest_of, alice, everybody, scopes, method, path, status):
    body = {"kind": "update", "text": "Hei"} if path == "/posts" else None

    answer = rest_of(alice, scopes).call(method, path, body)

    assert answer.status_code == status


def test_a_coarse_scope_contains_its_finer_ones_and_never_the_audit_log():
    contained = {scope for scope in SCOPES if covers(["read", "write"], scope)}

    assert contained == {scope for scope in SCOPES if scope.split(":")[0] in ("read", "write")} - {"read:audit"}


def test_an_own_page_writes_with_its_csrf_token_only(alice, everybody):
    page = Client(enforce_csrf_checks=True)
    page.force_login(alice)
    body = {"kind": "update", "text": "Hei"}
    page.cookies["csrftoken"] = "a" * 32

    read = page.get("/rest/v1/feeds/home")
    refused = page.post("/rest/v1/posts", body, content_type="application/json")
    taken = page.post("/rest/v1/posts", body, content_type="application/json", headers={"x-csrftoken": "a" * 32})

    assert (read.status_code, refused.status_code, taken.status_code) == (200, 403, 201)
    assert refused["Content-Type"] == "application/problem+json"
