"""Second factors: a code from an app, spare codes, passkeys, and who is asked to have one."""

import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from microblog.models import Role, User
from microblog.web.accounts import cipher

PASSWORD = "et langt passord"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna(make_person) -> User:
    person = make_person("anna", email="anna@lest.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client | None = None):
    client = client or Client()
    answer = client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})
    return client, answer


def confirmed() -> Client:
    client, _answer = sign_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def code_of(secret: str, steps: int = 0) -> str:
    """The code that an app shows for a secret (RFC 6238)."""
    import base64

    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def turn_on(client: Client) -> str:
    secret = re.search(r'<code class="secret">(\w+)</code>', client.get("/accounts/2fa/totp/activate/").text)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


def test_the_code_of_the_phone_is_asked_for_after_the_password(anna):
    secret = turn_on(confirmed())

    client, answer = sign_in()
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/settings/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Koden stemmer ikke." in wrong.text
    right = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})

    assert right.status_code == 302
    assert client.get("/settings/").status_code == 200


def test_a_spare_code_opens_once(anna):
    owner = confirmed()
    turn_on(owner)
    codes = re.findall(r"<li><code>(\w+)</code></li>", owner.get("/accounts/2fa/recovery-codes/").text)

    first, _answer = sign_in()
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    second, _answer = sign_in()
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert len(codes) == 10
    assert first.get("/settings/").status_code == 200
    assert second.get("/settings/").status_code == 302


def test_what_opens_an_account_is_kept_encrypted(anna):
    secret = turn_on(confirmed())

    kept = [str(row.data) for row in Authenticator.objects.filter(user=anna)]

    assert len(kept) == 2
    assert not any(secret in text for text in kept)


def test_a_key_of_the_house_that_was_changed_still_reads_what_the_old_one_wrote(settings):
    written = cipher().encrypt(b"hemmelig")

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

    assert cipher().decrypt(written) == b"hemmelig"


@pytest.mark.parametrize(
    "path",
    ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/recovery-codes/generate/"],
)
def test_changing_a_factor_asks_who_it_is_first(path, anna):
    client, _answer = sign_in()

    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_of_factors_opens_and_runs_no_script_of_its_own(language, anna):
    User.objects.filter(pk=anna.pk).update(language=language)
    client = confirmed()
    paths = ["", "totp/activate/", "webauthn/", "webauthn/add/"]
    pages = [client.get(f"/accounts/2fa/{path}") for path in paths]
    turn_on(client)
    later = ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"]
    pages += [client.get(f"/accounts/2fa/{path}") for path in later]
    visitor, _answer = sign_in()
    pages += [visitor.get("/accounts/2fa/authenticate/"), Client().get("/accounts/login/")]

    for page in pages:
        assert page.status_code == 200
        assert "unsafe-inline" not in page["Content-Security-Policy"].split("style-src-attr")[0]
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page.text)
        assert scripts == []


def test_the_sign_in_page_offers_a_passkey(client, db):
    page = client.get("/accounts/login/").text
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()

    assert 'id="passkey_login"' in page
    assert options["request_options"]["publicKey"]["challenge"]


def test_a_passkey_that_is_made_up_opens_nothing(client, anna):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    for sent in ("", "{}", "[]", "1", '{"id": "x"}', '{"rawId": 1, "response": null}', "nonsense"):
        answer = client.post("/accounts/2fa/webauthn/login/", {"credential": sent})
        assert answer.status_code in (200, 302)
        assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize("sent", ["", "{}", "[]", "1", '{"id": "x"}', '{"rawId": 1, "response": null}'])
def test_a_passkey_that_is_made_up_is_not_kept(sent, anna):
    client = confirmed()
    client.get("/accounts/2fa/webauthn/add/")

    answer = client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": sent})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("roles", "asked"), [([], False), ([Role.ADMIN], True), ([Role.MODERATOR], False)])
def test_administrators_are_asked_to_have_one_until_they_do(roles, asked, anna):
    User.objects.filter(pk=anna.pk).update(roles=roles)
    client = confirmed()
    words = "Slå på totrinn eller en passnøkkel"

    assert (words in client.get("/settings/").text) is asked
    turn_on(client)
    assert words not in client.get("/settings/").text


def test_leaders_are_asked_to_have_one(lena, browser_of):
    assert "Slå på totrinn eller en passnøkkel" in browser_of(lena).get("/settings/").text
