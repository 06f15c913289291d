"""What a page says of itself in its head."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_SITE = 200, 400, 100
TITLES = ("og:title", "twitter:title", "title")
DESCRIPTIONS = ("og:description", "description", "twitter:description")
# Nothing that can't be seen, and nothing that turns the order of the words around.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True)
class PageHead:
    """The title is empty where the page has none."""

    title: str
    description: str
    site: str


class HeadParser(HTMLParser):
    """Gathers the words of the head by their names, each the first time that it is said."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_title = tag == "title" and "title" not in self.found
        if tag == "meta":
            said = dict(attrs)
            name = (said.get("property") or said.get("name") or "").lower()
            self.found.setdefault(name, said.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_title = False

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.found["title"] = self.found.get("title", "") + data


def read_head(body: bytes, content_type: str, *, site: str) -> PageHead:
    """Return what a page says of itself; `site` is its name if it says none."""
    parser = HeadParser()
    parser.feed(decoded(body, content_type))
    return PageHead(
        title=first(parser.found, TITLES, LONGEST_TITLE),
        description=first(parser.found, DESCRIPTIONS, LONGEST_DESCRIPTION),
        site=first(parser.found, ("og:site_name",), LONGEST_SITE) or site[:LONGEST_SITE],
    )


def decoded(body: bytes, content_type: str) -> str:
    """Return the text of a page in the alphabet that it names, else in UTF-8."""
    named = re.search(r"(?i)charset=[\"']?([\w-]+)", content_type) or re.search(
        rb"(?i)<meta[^>]{0,200}charset=[\"']?([\w-]+)", body[:2048]
    )
    name = "utf-8" if named is None else named[1] if isinstance(named[1], str) else named[1].decode()
    try:
        return body.decode(name, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def first(found: dict[str, str], names: tuple[str, ...], longest: int) -> str:
    """Return the first of these words that stands there, on one line, cut to its place."""
    for name in names:
        words = " ".join(UNSEEN.sub(" ", found.get(name, "")).split())
        if words:
            return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
    return ""
