"""Where somebody is signed in: the list, the end of a session, and the mail about a new browser."""

import datetime as dt

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from microblog.actions.outbox import relay_events
from microblog.actions.sessions import clear_sessions, digest_of, warn_of_new_devices
from microblog.models import Event, KnownDevice, Role, SignIn, User

PASSWORD = "et langt passord"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36"


@pytest.fixture
def anna(make_person) -> User:
    person = make_person("anna", email="anna@lest.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(user_agent: str = FIREFOX, client: Client | None = None) -> Client:
    client = client or Client()
    sent = {"login": "anna", "password": PASSWORD}
    client.post("/accounts/login/", sent, headers={"user-agent": user_agent})
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def confirmed(client: Client) -> Client:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def clock(monkeypatch):
    now = timezone.now()
    found = {"now": now}
    monkeypatch.setattr("django.utils.timezone.now", lambda: found["now"])
    return found


def test_i_see_my_browsers_by_name_and_day_and_which_one_this_is(anna):
    sign_in(PHONE)
    here = sign_in(FIREFOX)

    page = here.get("/settings/sessions/").text

    assert "Chrome · Android" in page
    assert "Firefox · Windows" in page
    assert page.count("Denne") == 1
    assert page.index("Firefox · Windows") < page.index("Chrome · Android")


def test_i_sign_a_browser_out_and_nobody_else_can(anna, bob, browser_of):
    there, here = sign_in(PHONE), confirmed(sign_in(FIREFOX))
    key = SignIn.objects.get(browser="Chrome · Android").pk

    refused = browser_of(bob).post(f"/settings/sessions/{key}/")
    ended = here.post(f"/settings/sessions/{key}/")

    assert (refused.status_code, ended.status_code) == (404, 303)
    assert not is_in(there)
    assert is_in(here)
    assert Event.objects.filter(type="access.ended", actor=anna).count() == 1


def test_i_sign_out_everywhere_but_here(anna):
    others = [sign_in(PHONE), sign_in(PHONE)]
    here = confirmed(sign_in(FIREFOX))

    here.post("/settings/sessions/others/")

    assert not any(map(is_in, others))
    assert is_in(here)
    assert SignIn.objects.filter(user=anna).count() == 1


def test_signing_out_a_browser_asks_for_the_password_first(anna):
    sign_in(PHONE)
    here = sign_in(FIREFOX)

    answer = here.post("/settings/sessions/others/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert SignIn.objects.filter(user=anna).count() == 2
    done = here.post(answer["Location"], {"password": PASSWORD})
    assert done.status_code == 303
    assert SignIn.objects.filter(user=anna).count() == 1


def test_who_signs_out_is_off_the_list(anna):
    client = sign_in()

    client.post("/accounts/logout/")

    assert not SignIn.objects.filter(user=anna).exists()


def test_a_new_password_signs_out_everywhere_else_and_keeps_this_browser(anna):
    there, here = sign_in(PHONE), sign_in(FIREFOX)
    new = "et helt annet passord"

    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_in(here)
    assert not is_in(there)
    kept = SignIn.objects.get(user=anna)
    assert kept.session_key == here.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_known_browser_brings_no_mail_and_a_new_one_does(anna):
    home = sign_in(FIREFOX)
    home.post("/accounts/logout/")
    sign_in(FIREFOX, home)
    assert not Event.objects.filter(type="session.began").exists()

    sign_in(PHONE)
    warn_of_new_devices(Event.objects.filter(type="session.began"))

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["anna@lest.example"], "Ny innlogging i Lest")
    assert "Chrome · Android" in message.body
    assert "/settings/sessions/" in message.body
    assert len(mail.outbox) == 1


def test_the_cookie_that_knows_a_browser_is_kept_from_scripts_and_only_as_a_digest(anna):
    client = sign_in()

    cookie = client.cookies["device"]

    assert cookie["httponly"]
    assert KnownDevice.objects.get(user=anna).digest != cookie.value


def test_somebody_elses_browser_is_new_to_me(anna, make_person):
    other = make_person("berit")
    secret = "known to another"
    KnownDevice.objects.create(user=other, digest=digest_of(secret))
    client = Client()
    client.cookies["device"] = secret

    sign_in(FIREFOX, client)

    assert client.cookies["device"].value != secret
    assert KnownDevice.objects.filter(user=anna).count() == 1


@pytest.mark.parametrize(
    ("roles", "idle", "stays"),
    [
        ([], dt.timedelta(days=13), True),
        ([], dt.timedelta(days=91), False),
        ([Role.ADMIN], dt.timedelta(minutes=25), True),
        ([Role.ADMIN], dt.timedelta(minutes=32), False),
    ],
)
def test_a_session_lies_idle_no_longer_than_its_role_allows(roles, idle, stays, anna, clock):
    User.objects.filter(pk=anna.pk).update(roles=roles)
    client = sign_in()

    clock["now"] += idle

    assert is_in(client) is stays
    assert SignIn.objects.filter(user=anna).exists() is stays


def test_the_bell_that_rings_by_itself_keeps_no_administrator_signed_in(anna, clock):
    User.objects.filter(pk=anna.pk).update(roles=[Role.ADMIN])
    client = sign_in()

    for _ in range(4):
        clock["now"] += dt.timedelta(minutes=10)
        client.get("/notifications/bell/")

    assert not is_in(client)


def test_use_is_noted_by_the_day_and_never_by_what_is_posted(anna, everybody, clock):
    client = sign_in()
    began = SignIn.objects.get().last_used_on
    clock["now"] += dt.timedelta(days=2)

    client.post("/posts/new/", {"kind": "update", "community": everybody.slug, "text": "Hei"})
    after_post = SignIn.objects.get().last_used_on
    client.get("/")
    after_page = SignIn.objects.get().last_used_on

    assert after_post == began
    assert after_page == began + dt.timedelta(days=2)


def test_a_session_that_is_used_every_day_outlives_two_weeks(anna, clock):
    client = sign_in()

    for _ in range(20):
        clock["now"] += dt.timedelta(days=1)
        assert is_in(client)


def test_what_nobody_can_use_any_more_is_forgotten(anna):
    sign_in()

    clear_sessions(now=timezone.now() + dt.timedelta(days=15))

    assert not SignIn.objects.exists()


def test_an_ended_session_is_told_to_the_open_sockets(anna, django_capture_on_commit_callbacks):
    there, here = sign_in(PHONE), confirmed(sign_in())
    assert is_in(there)
    here.post("/settings/sessions/others/")

    relay_events(now=timezone.now())

    consumers = Event.objects.get(type="access.ended").deliveries.values_list("consumer", flat=True)
    assert list(consumers) == ["microblog.tasks.push_events"]
