"""Ideas and letters in a real browser: accessible in both themes and widths, and voting without a reload."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from microblog.models import User

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium"),
]


@pytest.fixture
def chromium(monkeypatch) -> Iterator[sync_api.Browser]:
    # Playwright keeps a loop of its own in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window_of(chromium, live_server, browser_of):
    """A window in which somebody is signed in."""

    def open_window(person: User, scheme: str = "light", width: int = 1440) -> sync_api.Page:
        context = chromium.new_context(
            base_url=live_server.url, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        session = browser_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return open_window


@pytest.fixture
def idea(everybody, alice):
    from ideas.actions.ideas import propose_idea
    from tests.conftest import NOW

    return propose_idea(
        author=alice, community=everybody, title="Felles tavle", problem="Vi ringer.", proposal="En tavle.", now=NOW
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
def test_the_pages_are_accessible_with_all_folds_open(scheme, width, fullest, idea, lena, window_of):
    window = window_of(lena, scheme, width)

    for address in ("/ideas/", "/ideas/new/", f"/ideas/{idea.pk}/", "/letters/", f"/letters/{fullest.period}/"):
        window.goto(address)
        window.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
        found = axe.Axe().run(window).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert window.evaluate("document.documentElement.scrollWidth") <= width


def test_one_press_votes_and_the_next_takes_it_back(idea, lena, window_of):
    window = window_of(lena)
    window.goto("/ideas/")
    vote = window.locator(".idearow .vote")

    vote.click()
    sync_api.expect(vote).to_have_attribute("aria-pressed", "true")
    sync_api.expect(vote.locator("b")).to_have_text("1")
    vote.click()

    sync_api.expect(vote).to_have_attribute("aria-pressed", "false")
    sync_api.expect(vote.locator("b")).to_have_text("0")


def test_the_ballot_changes_in_place(idea, lena, window_of):
    window = window_of(lena)
    window.goto(f"/ideas/{idea.pk}/")

    window.get_by_role("button", name=re.compile("Imot")).click()

    sync_api.expect(window.get_by_role("button", name=re.compile("Imot"))).to_have_attribute("aria-pressed", "true")
    sync_api.expect(window.get_by_text("Du stemte Imot.")).to_be_visible()
    assert window.url.endswith(f"/ideas/{idea.pk}/")
