"""A phone is let in by its person, reads and writes, renews its token, and is shown the door."""

import base64
import datetime as dt
import hashlib
import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.idp.oidc.models import Client as App
from allauth.idp.oidc.models import Token
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from microblog.actions.apps import clear_app_tokens, register_app
from microblog.models import Event, Role, SpentToken
from microblog.queries.tokens import live_token
from tests.microblog.api.rest import Rest

VERIFIER = "v" * 64
BACK = "https://phone.example/back"


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Phone:
    """An app of one person, and the browser in which the person says yes."""

    def __init__(self, person, client, redirect_uri: str = BACK) -> None:
        self.client, self.redirect_uri = client, redirect_uri
        self.browser, self.wire = Client(), Client()
        self.browser.force_login(person)
        self.tokens: dict[str, str] = {}

    def asks(self, **other):
        query = {
            "client_id": self.client.pk,
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile read write:posts",
            "state": "s1",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **other,
        }
        query = {name: value for name, value in query.items() if value is not None}
        return self.browser.get(f"/identity/o/authorize?{urlencode(query)}")

    def is_told(self, page, action: str = "grant", scopes=("openid", "read", "write:posts")):
        signed = re.search(r'name="request"[^>]*value="([^"]+)"', page.text)[1]
        form = {"request": signed, "scopes": scopes, "action": action}
        return self.browser.post("/identity/o/authorize", form)

    def exchanges(self, **fields):
        answer = self.wire.post("/identity/o/api/token", {"client_id": self.client.pk, **fields})
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer

    def comes_in(self, **other):
        told = self.is_told(self.asks())
        code = parse_qs(urlsplit(told["Location"]).query)["code"][0]
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri}
        return self.exchanges(**{**fields, "code_verifier": VERIFIER, **other})

    def renews(self, secret: str):
        return self.exchanges(grant_type="refresh_token", refresh_token=secret)

    @property
    def rest(self) -> Rest:
        return Rest(self.tokens["access_token"])


@pytest.fixture
def admin(make_person):
    return make_person("anne", roles=[Role.ADMIN])


@pytest.fixture
def app(admin):
    client, _secret = register_app(
        actor=admin, name="Lest for telefon", redirect_uris=[BACK], scopes=["read", "write", "write:posts"]
    )
    return client


@pytest.fixture
def phone(alice, app) -> Phone:
    return Phone(alice, app)


def test_the_whole_dance(phone, alice, everybody):
    found = phone.wire.get("/.well-known/openid-configuration").json()
    page = phone.asks()
    answer = phone.comes_in()

    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "password" not in found["grant_types_supported"]
    assert "Lest for telefon" in page.text
    assert "phone.example" in page.text
    assert "form-action 'self' https://phone.example" in page["Content-Security-Policy"]
    assert answer.json()["expires_in"] == 900
    assert answer.json()["id_token"]
    assert phone.rest.get("/me").json()["username"] == "alice"
    assert phone.rest.post("/posts", {"kind": "update", "text": "Fra telefonen."}).status_code == 201
    assert phone.rest.get("/ideas").status_code == 200
    assert phone.rest.patch("/me", {"language": "en"}).status_code == 403
    user_info = phone.wire.get(
        found["userinfo_endpoint"], headers={"authorization": f"Bearer {phone.tokens['access_token']}"}
    )
    assert user_info.json()["sub"] == str(alice.pk)


def test_a_person_may_say_no(phone):
    told = phone.is_told(phone.asks(), action="cancel")

    assert parse_qs(urlsplit(told["Location"]).query) == {"error": ["access_denied"], "state": ["s1"]}


def test_a_person_grants_less_than_was_asked(phone):
    told = phone.is_told(phone.asks(), scopes=["read"])
    code = parse_qs(urlsplit(told["Location"]).query)["code"][0]
    phone.exchanges(grant_type="authorization_code", code=code, redirect_uri=BACK, code_verifier=VERIFIER)

    assert phone.rest.get("/me").status_code == 200
    assert phone.rest.post("/posts", {"kind": "update", "text": "Nei."}).status_code == 403


@pytest.mark.parametrize(
    "other",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"response_type": "token"},
        {"scope": "read admin:people"},
    ],
)
def test_a_request_that_is_not_as_it_must_be_gets_no_code(phone, other):
    answer = phone.asks(**other)

    assert answer.status_code == 302
    assert "error=" in answer["Location"]
    assert "code=" not in answer["Location"]


@pytest.mark.parametrize(
    "uri",
    [
        f"{BACK}/",
        f"{BACK}?next=1",
        "https://phone.example/back/../evil",
        "https://phone.example:444/back",
        "http://phone.example/back",
        "https://phone.example.evil.example/back",
        "https://phone.example@evil.example/back",
        "https://PHONE.example/back",
        f"{BACK}#x",
        "",
    ],
)
def test_an_address_that_almost_matches_is_led_nowhere(phone, uri):
    answer = phone.asks(redirect_uri=uri)

    assert answer.status_code in (200, 400)
    assert "Location" not in answer
    assert 'name="request"' not in answer.text


def test_an_app_on_this_machine_may_listen_on_any_port(admin, alice):
    client, _secret = register_app(actor=admin, name="Skript", redirect_uris=["http://127.0.0.1/cb"], scopes=["read"])
    here, elsewhere = (
        Phone(alice, client, "http://127.0.0.1:51004/cb"),
        Phone(alice, client, "http://127.0.0.2:51004/cb"),
    )

    assert 'name="request"' in here.asks(scope="read").text
    assert 'name="request"' not in elsewhere.asks(scope="read").text


@pytest.mark.parametrize("verifier", ["w" * 64, "v" * 63, ""])
def test_a_stolen_code_is_of_no_use_without_its_verifier(phone, verifier):
    answer = phone.comes_in(code_verifier=verifier)

    assert answer.status_code == 400
    assert not Token.objects.exists()


def test_a_code_is_good_for_once(phone):
    told = phone.is_told(phone.asks())
    code = parse_qs(urlsplit(told["Location"]).query)["code"][0]
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}

    assert [phone.exchanges(**fields).status_code for _ in range(2)] == [200, 400]


@pytest.mark.parametrize("grant", ["password", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"])
def test_there_is_no_other_way_in(phone, alice, grant):
    alice.set_password("et langt passord 1")
    alice.save()

    answer = phone.exchanges(grant_type=grant, username="alice", password="et langt passord 1", device_code="x")

    assert answer.status_code in (400, 401)
    assert "access_token" not in answer.json()


def test_a_renewed_token_is_new_and_a_spent_one_ends_the_family(phone):
    phone.comes_in()
    first = phone.tokens["refresh_token"]
    assert phone.renews(first).status_code == 200
    thief = Phone.__new__(Phone)
    thief.__dict__.update(phone.__dict__)

    stolen = thief.renews(first)

    assert phone.tokens["refresh_token"] != first
    assert stolen.status_code == 400
    assert phone.rest.get("/me").status_code == 401
    assert phone.renews(phone.tokens["refresh_token"]).status_code == 400
    assert Event.objects.filter(type="access.ended").exists()


def test_another_device_keeps_its_family(phone, alice, app):
    other = Phone(alice, app)
    phone.comes_in()
    other.comes_in()
    first = phone.tokens["refresh_token"]
    phone.renews(first)

    phone.renews(first)

    assert other.rest.get("/me").status_code == 200


def test_revoking_one_token_ends_what_belongs_to_it(phone):
    phone.comes_in()

    answer = phone.wire.post(
        "/identity/o/api/revoke", {"client_id": phone.client.pk, "token": phone.tokens["refresh_token"]}
    )

    assert answer.status_code == 200
    assert phone.rest.get("/me").status_code == 401
    assert phone.renews(phone.tokens["refresh_token"]).status_code == 400


def test_who_leaves_the_company_loses_all_at_once(phone, alice):
    phone.comes_in()
    alice.is_active = False
    alice.save()

    assert phone.rest.get("/me").status_code == 401
    assert phone.renews(phone.tokens["refresh_token"]).status_code == 400
    assert live_token(phone.tokens["access_token"], now=timezone.now()) is None


def test_an_app_is_seen_and_shown_the_door_in_the_settings(phone):
    phone.comes_in()
    page = phone.browser.get("/settings/apps/")

    answer = phone.browser.post(f"/settings/apps/{phone.client.pk}/")

    assert "Lest for telefon" in page.text
    assert answer.status_code == 303
    assert "Lest for telefon" not in phone.browser.get("/settings/apps/").text
    assert phone.rest.get("/me").status_code == 401


def test_an_app_makes_no_token_that_outlives_its_own(phone):
    phone.comes_in()

    answer = phone.rest.post("/me/tokens", {"name": "varig", "scopes": ["read"]})

    assert answer.status_code == 403


def test_a_token_in_the_query_string_opens_nothing(phone):
    phone.comes_in()
    token = phone.tokens["access_token"]

    assert Rest().get(f"/me?access_token={token}").status_code == 401
    assert phone.wire.get(f"/identity/o/api/userinfo?access_token={token}").status_code in (401, 403)


def test_what_is_over_within_the_minute_is_over(phone, monkeypatch):
    phone.comes_in()
    token = Token.objects.get(type=Token.Type.ACCESS_TOKEN)
    token.expires_at = timezone.now()
    token.save()

    assert phone.rest.get("/me").status_code == 401


def test_an_administrator_makes_an_app_known_at_the_shell(admin, alice, capsys):
    call_command("register_app", "Integrasjon", BACK, by="anne", scopes="read", confidential=True)
    told = json.loads(capsys.readouterr().out)

    client = App.objects.get(pk=told["client_id"])
    assert client.check_secret(told["client_secret"])
    with pytest.raises(CommandError, match="no administrator"):
        call_command("register_app", "Uten lov", BACK, by="alice")
    with pytest.raises(CommandError, match="Ukjent tilgang"):
        call_command("register_app", "For mye", BACK, by="anne", scopes="everything")


def test_what_is_over_is_forgotten(phone):
    phone.comes_in()
    phone.renews(phone.tokens["refresh_token"])

    clear_app_tokens(now=timezone.now() + dt.timedelta(days=91))

    assert not Token.objects.exists()
    assert not SpentToken.objects.exists()
