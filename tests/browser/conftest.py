"""A small invented company in the running house, and a window onto it."""

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def accounts(house) -> dict[str, dict[str, str]]:
    """Who can sign in, by role: `username`, `password`, `token`."""
    printed = io.StringIO()
    call_command("simulate_company", people=150, weeks=4, seed=7, letters=True, stdout=printed)
    return {account["role"]: account for account in json.loads(printed.getvalue())["accounts"]}


@pytest.fixture
def open_window(house, accounts) -> Iterator[Callable]:
    """A window in which somebody has signed in through the form."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    # Failed sign-ins of other tests come from the same address, and too many of them close the door.
    caches["default"].clear()
    # Playwright keeps a loop of its own in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )

        def open_one(role: str, scheme: str = "light", width: int = 1440):
            context = browser.new_context(
                base_url=house.url, color_scheme=scheme, viewport={"width": width, "height": 1000}
            )
            window = context.new_page()
            window.goto("/")
            window.locator("input[name=login]").fill(accounts[role]["username"])
            window.locator("input[type=password]").fill(accounts[role]["password"])
            window.locator("input[type=password]").press("Enter")
            window.wait_for_url(house.url + "/")
            return window

        yield open_one
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
