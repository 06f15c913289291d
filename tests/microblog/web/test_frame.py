"""The small answers around the pages, and the errors."""

import json
import re

import pytest
from django.conf import settings

from microblog import icons
from tests.microblog.web.conftest import HTMX


def test_the_manifest_names_icons_that_exist(client, company):
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert manifest["name"] == "Lest – Lyngholt"
    assert all((settings.BASE_DIR / "microblog" / icon["src"].lstrip("/")).exists() for icon in manifest["icons"])


def test_every_icon_that_a_template_asks_for_is_drawn():
    templates = settings.BASE_DIR / "templates"
    asked = {
        name
        for path in [*templates.glob("*.html"), *templates.glob("microblog/*.html"), *templates.glob("account/*.html")]
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())
    }

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', icons.sprite()))

    assert asked
    assert asked <= drawn


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_not_found_says_so_on_a_page_or_in_a_toast(headers, alice, browser_of):
    answer = browser_of(alice).get("/nope/", headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Fant ikke siden" in html
    assert ("<html" in html) == (not headers)


def test_the_list_of_keys_is_a_page_and_a_fragment(alice, browser_of):
    browser = browser_of(alice)

    assert "<html" in browser.get("/shortcuts/").content.decode()
    assert "<html" not in browser.get("/shortcuts/", headers=HTMX).content.decode()
