"""What holds for every page: links that lead somewhere, nothing inline, one heading, the reader's language."""

import re
from html.parser import HTMLParser

import pytest

from microblog.actions.reactions import add_reaction

# Built by the apps above, and tested there.
ABOVE = ("/ideas/", "/letters/", "/challenges")
STATIC = ("/static/", "/manifest.webmanifest", "/icons.svg")


class Page(HTMLParser):
    """Collects what the rules are about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.inline: list[str] = []
        self.languages: list[str | None] = []
        self.unlabelled: list[str] = []
        self.labels: set[str | None] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.add(given["href"].split("#")[0])
        if tag == "html":
            self.languages.append(given.get("lang"))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(tag)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on")]
        self.ids += [given["id"]] if given.get("id") else []


@pytest.fixture
def lively(alice, bob, lena, community, closed_community, make_post, make_posts, reply_to):
    """A house in which every page has something to show."""
    make_posts(25, author=alice, community=community)
    for kind in ("update", "question", "praise", "pain"):
        post = make_post(bob, community, f"Et innlegg av slaget {kind}", kind=kind)
        add_reaction(actor=alice, post=post, kind="agree")
    reply_to(alice, reply_to(bob, reply_to(alice, post)))
    return post


def crawl(browser, start: str) -> dict[str, str]:
    """Follow every link of this app's pages; return the pages by address."""
    found: dict[str, str] = {}
    waiting = {start}
    while waiting:
        path = waiting.pop()
        answer = browser.get(path, follow=True)
        assert answer.status_code == 200, path
        found[path] = answer.content.decode()
        links = {link for link in Page(found[path]).links if not link.startswith(ABOVE + STATIC)}
        waiting |= links - found.keys()
    return found


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_follows_the_rules_and_leads_somewhere(language, alice, lively, browser_of):
    alice.language = language
    alice.save()

    pages = crawl(browser_of(alice), "/")

    assert {"/", "/communities/", "/people/", "/settings/", "/shortcuts/", "/posts/new/"} <= pages.keys()
    assert f"/posts/{lively.pk}/edit/" not in pages
    for path, html in pages.items():
        page = Page(html)
        assert page.languages == [language], path
        assert page.headings.count("h1") == 1, path
        assert page.inline == [], path
        assert len(page.ids) == len(set(page.ids)), path


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"]
)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_of_visitors_follow_the_rules(path, language, client, company):
    answer = client.get(path, headers={"Accept-Language": language})

    page = Page(answer.content.decode())
    assert answer.status_code == 200
    assert page.languages == [language]
    assert page.headings.count("h1") == 1
    assert page.inline == []


def test_a_page_may_run_only_scripts_of_the_house(alice, browser_of):
    policy = browser_of(alice).get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy


def test_the_letter_is_in_the_menu_of_those_who_read_one(alice, lena, browser_of, monkeypatch):
    monkeypatch.setattr("microblog.cards.has_letter", [lambda viewer: viewer == lena])

    assert 'href="/letters/"' in browser_of(lena).get("/").content.decode()
    assert 'href="/letters/"' not in browser_of(alice).get("/").content.decode()


def test_a_wrong_password_is_told_beside_the_form(client, alice):
    answer = client.post("/accounts/login/", {"login": "alice", "password": "feil"})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_signing_in_leads_to_where_one_wanted_to_go(client, alice):
    alice.set_password("en lang setning å huske")
    alice.save()

    answer = client.post(
        "/accounts/login/", {"login": "alice", "password": "en lang setning å huske", "next": "/communities/"}
    )

    assert answer.url == "/communities/"
