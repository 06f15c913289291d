"""The small answers around the pages, and the errors."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

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


def test_the_worker_of_the_pages_stands_at_the_root_and_may_be_started(client, db):
    worker, page = client.get("/sw.js"), client.get("/offline/")

    assert worker["Content-Type"].startswith("text/javascript")
    assert "addEventListener" in worker.text
    assert "worker-src 'self'" in page["Content-Security-Policy"]
    assert "data-account" not in page.text


def test_a_page_says_whose_it_is_only_to_the_worker_that_keeps_it(alice, bob, browser_of, client):
    marks = {browser_of(person).get("/")["Lest-Account"] for person in (alice, bob)}

    assert len(marks) == 2
    assert "Lest-Account" not in client.get("/accounts/login/")
    assert "Lest-Account" not in client.get("/healthz")


def test_the_first_view_is_small_and_asks_nobody_else(alice, browser_of, community, make_posts):
    make_posts(20, author=alice, community=community)
    browser = browser_of(alice)
    page = browser.get("/").text
    assert len(re.findall(r"<article", page)) == 20

    links = set(re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', page))
    assert not [link for link in links if not link.startswith("/") or link.startswith("//")]
    files = [finders.find(link.removeprefix("/static/")) for link in links if link.endswith((".css", ".js", ".svg"))]
    parts = [page.encode(), icons.sprite().encode(), *(Path(file).read_bytes() for file in files if file)]

    assert sum(len(gzip.compress(part)) for part in parts) < 150_000
