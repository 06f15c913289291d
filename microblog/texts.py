"""What people write: checked when it comes in, kept as written, made safe when it is shown."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Everything below the space but newline and tab, and the C1 controls.
# What a spreadsheet takes for a formula begins so.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
# A name ends where it can't go on, so a text is read once from end to end whatever stands in it.
NAMES = re.compile(r"(?<![\w@#/&])(?:@(?P<person>\w+(?:[.-]\w+)*)|#(?P<topic>\w+(?:-\w+)*))")
LONGEST_USERNAME, LONGEST_TOPIC = 64, 50
ALLOWED_TAGS = {
    "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr",
}  # fmt: skip


class BadText(Exception):
    """A text that can't be taken; `code` says why and `detail` says it to the writer."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def clean_text(text: str, *, shortest: int = 1, longest: int) -> str:
    """Return the text in its normal form: NFC, lines ended by LF, no blank ends.

    Lengths are counted in characters of the normal form.

    :raises BadText: `control_character`, `required`, `too_short` or `too_long`.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if CONTROLS.search(text) or SURROGATES.search(text):
        raise BadText("control_character", _("Ta bort tegnene som ikke kan vises."))
    if not text and shortest:
        raise BadText("required", _("Skriv noe her."))
    if len(text) < shortest:
        raise BadText("too_short", _("Skriv minst %(least)d tegn.") % {"least": shortest})
    if len(text) > longest:
        raise BadText(
            "too_long",
            _("Kort ned til %(most)d tegn. Nå er det %(now)d.") % {"most": longest, "now": len(text)},
        )
    return text


@cache
def markdown() -> MarkdownIt:
    """The subset: emphasis, lists, quotes, code, links; no HTML, no pictures."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.core.ruler.push("names", mark_names)
    parser.add_render_rule("name", name_html)
    return parser.enable(["linkify", "strikethrough"]).disable(["image", "html_block", "html_inline"])


class Names(NamedTuple):
    """Whom and what a text names, each once: usernames as written, and topics casefolded."""

    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def names_in(text: str) -> Names:
    """Return what stands as `@username` and `#topic` in a text, outside of its code and links."""
    if "@" not in text and "#" not in text:
        return Names()
    found: dict[str, dict[str, None]] = {"person": {}, "topic": {}}
    for block in markdown().parse(text):
        for token in block.children or ():
            if token.type == "name":
                found[token.info][token.meta["name"]] = None
    return Names(people=tuple(found["person"]), topics=tuple(found["topic"]))


def topic_name(written: str) -> str | None:
    """Return a topic as it is kept, casefolded; None for what can't be one."""
    name = unicodedata.normalize("NFC", written.casefold())
    is_whole = re.fullmatch(r"\w+(?:-\w+)*", name) and re.search(r"[^\W\d_]", name)
    return name if is_whole and len(name) <= LONGEST_TOPIC else None


def mark_names(state: StateCore) -> None:
    """Make tokens of the names in the plain words of a text."""
    for block in state.tokens:
        if block.children and NAMES.search(block.content):
            block.children = list(with_names(block.children))


def with_names(tokens: Sequence[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not links:
            yield from pieces(token.content)
        else:
            yield token


def pieces(text: str) -> Iterator[Token]:
    """Yield the words of a text and the names among them."""
    start = 0
    for match in NAMES.finditer(text):
        kind = str(match.lastgroup)
        name = topic_name(match["topic"]) if kind == "topic" else match["person"]
        if name and len(name) <= LONGEST_USERNAME:
            yield Token("text", "", 0, content=text[start : match.start()])
            yield Token("name", "", 0, content=match[0], info=kind, meta={"name": name})
            start = match.end()
    yield Token("text", "", 0, content=text[start:])


def name_html(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    """Return a name as a link; that of a person only if there is one: `env["people"]` holds their usernames."""
    token = tokens[index]
    name = token.meta["name"]
    if token.info == "topic":
        return f'<a href="/topics/{quote(name)}/">{token.content}</a>'
    found = next((known for known in (name, name.lower()) if known in env["people"]), None)
    return token.content if found is None else f'<a href="/people/{quote(found)}/">{token.content}</a>'


@lru_cache(maxsize=4096)
def to_html(text: str, people: tuple[str, ...] = ()) -> str:
    """Return the text as safe HTML: `people` are the usernames of those who are linked where `@username` stands.
    Headings of a text stand below those of the page."""
    rendered = markdown().render(text, {"people": people})
    rendered = re.sub(r"<(/?)h[12]>", r"<\1h3>", re.sub(r"<(/?)h[3-6]>", r"<\1h4>", rendered))
    return nh3.clean(
        rendered,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    )


def to_line(text: str, longest: int = 140) -> str:
    """Return the first line of a text as plain words, cut at a word to `longest` characters."""
    line = " ".join(re.sub(r"[*_`>#~]", "", text.split("\n", 1)[0]).split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0] + "…"


def for_spreadsheet(value: Any) -> Any:
    """Return a cell of a table; a text that a spreadsheet would take for a formula begins with `'`."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
