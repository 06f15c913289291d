"""What is a person's alone, over REST: sessions, own data, devices that are told."""

import base64
import datetime as dt
import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from microblog import push
from microblog.actions.exports import make_exports
from microblog.models import DataExport, Event, PushSubscription, SignIn
from tests.microblog.api.rest import Rest, errors

BROWSER_KEY = "BLc4xRzKlKORKWlbdgFaBrrPK3ydWAHo4M0gs0i1oEKgPpWC5cW8OCzVrOQRv-1npXRWk8udnW3oYhIO4475rds"
BROWSER_SECRET = "5I2Bu2oKdyy9CwL8QVF0NQ"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc123"
SUBSCRIPTION = {"endpoint": ENDPOINT, "keys": {"p256dh": BROWSER_KEY, "auth": BROWSER_SECRET}}
PASSWORD = "et langt passord"


def page_of(person) -> Client:
    """An own page, signed in by the form."""
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    return client


def test_i_choose_how_lest_looks_and_behaves_for_me(rest_of, alice):
    answer = rest_of(alice).patch("/me", {"theme": "dark", "single_keys": False, "quote_consent": True})

    shown = {name: answer.json()[name] for name in ("theme", "single_keys", "quote_consent")}
    assert shown == {"theme": "dark", "single_keys": False, "quote_consent": True}
    assert rest_of(alice).get("/me").json()["theme"] == "dark"


@pytest.mark.parametrize("sent", [{"theme": "neon"}, {"single_keys": "yes"}, {"quote_consent": 1}])
def test_a_choice_that_is_none_is_refused(sent, rest_of, alice):
    assert list(errors(rest_of(alice).patch("/me", sent))) == list(sent)


def test_i_see_where_i_am_signed_in_and_sign_out_there(rest_of, alice):
    browser = page_of(alice)
    rest = rest_of(alice)

    listed = rest.items("/me/sessions")
    ended = rest.delete(f"/me/sessions/{listed[0]['id']}")

    assert set(listed[0]) == {"id", "browser", "began_at", "last_used_on", "is_current"}
    assert listed[0]["is_current"] is False
    assert ended.status_code == 204
    assert browser.get("/settings/").status_code == 302
    assert rest.items("/me/sessions") == []


def test_an_own_page_knows_which_session_is_its_own(alice):
    browser = page_of(alice)

    items = browser.get("/rest/v1/me/sessions").json()["items"]

    assert [item["is_current"] for item in items] == [True]


def test_nobody_sees_or_ends_anothers_session(rest_of, alice, bob):
    page_of(alice)
    key = SignIn.objects.get(user=alice).pk

    assert rest_of(bob).items("/me/sessions") == []
    assert rest_of(bob).delete(f"/me/sessions/{key}").status_code == 404
    assert SignIn.objects.filter(pk=key).exists()


def test_a_cookie_alone_makes_no_token_and_ends_no_session(alice):
    browser = page_of(alice)
    key = SignIn.objects.get(user=alice).pk
    token = {"name": "Telefonen", "scopes": ["read"]}

    answers = [
        browser.post("/rest/v1/me/tokens", token, content_type="application/json"),
        browser.delete(f"/rest/v1/me/sessions/{key}"),
        browser.post("/rest/v1/me/export", {}, content_type="application/json"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    made = browser.post("/rest/v1/me/tokens", token, content_type="application/json")
    assert made.status_code == 201


def test_my_data_is_packed_fetched_and_nobody_elses(rest_of, alice, bob, community, make_post):
    make_post(alice, community, "Min egen tekst")
    rest = rest_of(alice)
    assert rest.get("/me/export").status_code == 404

    asked = rest.post("/me/export")
    again = rest.post("/me/export")
    make_exports(Event.objects.filter(type="export.asked"), now=timezone.now())
    ready = rest.get("/me/export").json()
    fetched = rest.get("/me/export/content")

    assert (asked.status_code, asked.json()["state"], asked.json()["url"]) == (202, "waiting", None)
    assert (again.status_code, DataExport.objects.count()) == (202, 1)
    assert (ready["state"], ready["url"]) == ("ready", "/rest/v1/me/export/content")
    archive = zipfile.ZipFile(io.BytesIO(fetched.getvalue()))
    assert "Min egen tekst" in archive.read("posts.json").decode()
    assert fetched["Cache-Control"] == "no-store"
    assert rest_of(bob).get("/me/export").status_code == 404
    assert rest_of(bob).get("/me/export/content").status_code == 404


def test_an_export_dies_after_a_week(rest_of, alice, clock):
    rest = rest_of(alice)
    rest.post("/me/export")
    make_exports(Event.objects.filter(type="export.asked"), now=clock())

    clock.move(dt.timedelta(days=7).total_seconds())

    assert rest.get("/me/export").status_code == 404
    assert rest.get("/me/export/content").status_code == 404


def test_a_browser_gets_the_key_of_the_house_and_subscribes_once(rest_of, alice):
    rest = rest_of(alice)

    key = rest.get("/push-subscriptions/key").json()["public_key"]
    made, again = rest.post("/push-subscriptions", SUBSCRIPTION), rest.post("/push-subscriptions", SUBSCRIPTION)

    assert len(base64.urlsafe_b64decode(key + "=")) == 65
    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json() == again.json() == {"id": str(PushSubscription.objects.get().pk)}


def test_only_its_owner_ends_a_subscription(rest_of, alice, bob):
    key = rest_of(alice).post("/push-subscriptions", SUBSCRIPTION).json()["id"]

    assert rest_of(bob).delete(f"/push-subscriptions/{key}").status_code == 404
    assert rest_of(alice).delete(f"/push-subscriptions/{key}").status_code == 204
    assert not PushSubscription.objects.exists()


def test_a_device_belongs_to_whoever_subscribed_last(rest_of, alice, bob):
    rest_of(alice).post("/push-subscriptions", SUBSCRIPTION)

    rest_of(bob).post("/push-subscriptions", SUBSCRIPTION)

    assert PushSubscription.objects.get().user == bob


def test_who_signs_out_of_a_browser_is_told_nothing_more_there(alice):
    browser = page_of(alice)
    browser.post("/rest/v1/push-subscriptions", SUBSCRIPTION, content_type="application/json")
    assert PushSubscription.objects.exists()

    browser.post("/accounts/logout/")

    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [
        ("http://fcm.googleapis.com/fcm/send/x", "endpoint"),
        ("https://127.0.0.1/x", "endpoint"),
        ("https://fcm.googleapis.com.evil.example/x", "endpoint"),
        ("https://fcm.googleapis.com:22/x", "endpoint"),
        ("https://fcm.googleapis.com@169.254.169.254/x", "endpoint"),
        ("https://evil.example/#.push.services.mozilla.com", "endpoint"),
        ("gopher://fcm.googleapis.com/x", "endpoint"),
        ("https://[::1/x", "endpoint"),
        ("https://fcm.googleapis.com/\u00e5", "endpoint"),
    ],
)
def test_the_house_calls_nobody_but_push_services(endpoint, field, rest_of, alice):
    refused = rest_of(alice).post("/push-subscriptions", {**SUBSCRIPTION, "endpoint": endpoint})

    assert errors(refused) == {field: "invalid"}
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"p256dh": BROWSER_KEY, "auth": "abcd"}, "auth"),
        ({"p256dh": "abcd", "auth": BROWSER_SECRET}, "p256dh"),
        ({"p256dh": "A" * 87, "auth": BROWSER_SECRET}, "p256dh"),
        ({"p256dh": "æøå", "auth": BROWSER_SECRET}, "p256dh"),
    ],
)
def test_keys_that_encrypt_for_nobody_are_refused(keys, field, rest_of, alice):
    assert errors(rest_of(alice).post("/push-subscriptions", {**SUBSCRIPTION, "keys": keys})) == {field: "invalid"}


@pytest.mark.parametrize("sent", [{}, {"endpoint": ENDPOINT}, {"endpoint": ENDPOINT, "keys": "x"}])
def test_half_a_subscription_is_refused(sent, rest_of, alice):
    assert rest_of(alice).post("/push-subscriptions", sent).status_code == 422


def test_a_subscription_needs_the_scope_of_notifications(rest_of, alice):
    assert rest_of(alice, "read:posts").get("/push-subscriptions/key").status_code == 403
    assert rest_of(alice, "write:posts").post("/push-subscriptions", SUBSCRIPTION).status_code == 403


def test_i_wish_for_push_messages_by_kind(rest_of, alice):
    rest = rest_of(alice)
    assert rest.get("/notifications/preferences").json()["mention"]["push"] is False

    rest.put("/notifications/preferences", {"mention": {"push": True}})
    rest.put("/notifications/preferences", {"mention": {"page": True}})

    assert rest.get("/notifications/preferences").json()["mention"]["push"] is True


def test_a_stranger_gets_nothing(db):
    for path in ("/me/sessions", "/me/export", "/me/export/content", "/push-subscriptions/key"):
        assert Rest().get(path).status_code == 401


def test_the_key_of_the_house_is_the_same_at_every_start():
    assert push.public_key() == push.public_key.__wrapped__()
