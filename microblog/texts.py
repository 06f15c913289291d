"""What people write: checked when it comes in, kept as written, made safe when it is shown."""

import re
import unicodedata
from functools import cache, lru_cache

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

# Everything below the space but newline and tab, and the C1 controls.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
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
    return parser.enable(["linkify", "strikethrough"]).disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=4096)
def to_html(text: str) -> str:
    """Return the text as safe HTML. Headings of a text stand below those of the page."""
    rendered = markdown().render(text)
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
