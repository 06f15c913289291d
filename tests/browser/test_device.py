"""A device in a real browser: without a net, in the hands of another person, and as the key to an account."""

import os
from collections.abc import Callable, Iterator

import pytest

from microblog.models import Post, User
from tests.browser.conftest import CHROMIUM
from tests.house import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "et langt passord"
SECRET = "Kanarifuglen synger bare for tillitsvalgte."
KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('private-')))"


@pytest.fixture
def device(house) -> Iterator[Callable]:
    """One browser on one device, shared by whoever signs in."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    # Playwright keeps a loop of its own in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_context(base_url=house.url, viewport={"width": 1440, "height": 1000})
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def sign_in(device, person: User):
    person.set_password(PASSWORD)
    person.save()
    window = device.new_page()
    window.goto("/")
    window.locator("input[name=login]").fill(person.username)
    window.locator("input[type=password]").fill(PASSWORD)
    window.locator("input[type=password]").press("Enter")
    window.wait_for_url("**/")
    wait_until(lambda: window.evaluate(KEPT), "the stream is kept")
    window.evaluate("navigator.serviceWorker.ready")
    window.goto("/")
    return window


def sign_out(window) -> None:
    window.goto("/settings/")
    window.locator("form[action='/accounts/logout/'] button").click()
    window.wait_for_url("**/accounts/login/**")


def test_who_loses_the_net_reads_the_last_stream_and_what_is_written_comes_out_once(
    device, alice, bob, community, make_post
):
    make_post(bob, community, "Trucken er tilbake fra verksted.")
    window = sign_in(device, alice)

    device.set_offline(True)
    window.goto("/")
    window.get_by_text("Trucken er tilbake fra verksted.").first.wait_for()
    assert window.locator("#offline").is_visible()
    assert "Siden ble hentet kl." in window.locator("#offline").inner_text()
    window.goto("/people/")
    assert window.locator("h1").inner_text() == "Du er uten nett"
    window.goto("/")
    window.locator("#skriv textarea").first.fill("Skrevet i heisen.")
    window.locator("#skriv button.primary").first.click()
    window.get_by_text("Innlegget sendes når du er på nett igjen.").first.wait_for()
    assert window.locator("#skriv textarea").first.input_value() == ""
    assert not Post.objects.filter(text="Skrevet i heisen.").exists()

    device.set_offline(False)
    second = device.new_page()
    second.goto("/")
    wait_until(lambda: Post.objects.filter(text="Skrevet i heisen.").exists(), "the post")
    wait_until(lambda: window.evaluate("!Object.keys(localStorage).some((n) => n.startsWith('unsent'))"), "it is sent")
    assert Post.objects.get(text="Skrevet i heisen.").author == alice


def test_the_next_person_on_a_device_finds_nothing_of_the_one_before(
    device, alice, charlie, closed_community, make_post
):
    make_post(alice, closed_community, SECRET)
    window = sign_in(device, alice)
    assert SECRET in window.content()
    window.locator("#skriv textarea").first.fill("En halv tanke")
    sign_out(window)
    wait_until(lambda: window.evaluate(KEPT) == [], "what was kept is forgotten")
    assert window.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('draft'))") == []

    device.set_offline(True)
    window.goto("/")
    assert window.locator("h1").inner_text() == "Du er uten nett"
    device.set_offline(False)
    other = sign_in(device, charlie)
    device.set_offline(True)
    other.goto("/")

    assert other.locator("#skriv").count() == 1
    assert SECRET not in other.content()
    assert len(other.evaluate(KEPT)) == 1


def test_a_session_that_another_takes_over_leaves_nothing_behind(device, alice, charlie, closed_community, make_post):
    """Nobody signs out: the cookie is simply gone, as when a session has run out."""
    make_post(alice, closed_community, SECRET)
    window = sign_in(device, alice)
    window.locator("#skriv textarea").first.fill("En halv tanke")
    window.wait_for_function("Object.keys(localStorage).some((n) => n.startsWith('draft'))")
    device.clear_cookies()

    other = sign_in(device, charlie)

    assert other.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('draft'))") == []
    assert other.locator("#skriv textarea").first.input_value() == ""
    device.set_offline(True)
    other.goto("/")
    assert SECRET not in other.content()


def test_a_passkey_opens_the_account_without_a_password(device, house, alice, everybody):
    alice.set_password(PASSWORD)
    alice.save()
    # A passkey belongs to a name; a number of the net can have none.
    site = house.url.replace("127.0.0.1", "localhost")
    window = device.new_page()
    wire = device.new_cdp_session(window)
    wire.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    present = {"isUserVerified": True, "automaticPresenceSimulation": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **present}})

    window.goto(f"{site}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    window.locator("input[name=login]").fill("alice")
    window.locator("input[type=password]").fill(PASSWORD)
    window.locator("input[type=password]").press("Enter")
    window.wait_for_url("**/accounts/reauthenticate/**")
    window.locator("input[type=password]").fill(PASSWORD)
    window.locator("input[type=password]").press("Enter")
    window.wait_for_url("**/webauthn/add/")
    window.locator("#mfa_webauthn_add").click()
    window.wait_for_url("**/recovery-codes/")
    window.goto(f"{site}/settings/")
    window.locator("form[action='/accounts/logout/'] button").click()
    window.wait_for_url("**/accounts/login/**")
    window.locator("#passkey_login").click()

    window.wait_for_url(f"{site}/")
    assert "alice" in window.locator(".top-actions a[href^='/people/']").get_attribute("href")
