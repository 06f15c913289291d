"""The stock of texts: every one written by hand, one JSON object a line, in the folder `texts`."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analytics.company.tree import PLACES

TEXTS = Path(__file__).parent / "texts"
ROOT_FILES = ("terminals.jsonl", "transport.jsonl", "office.jsonl", "everybody.jsonl")


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A reply: under its own post, or (with `fits`, kinds of posts) under many."""

    language: str
    tone: str
    themes: tuple[str, ...]
    text: str
    fits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RootText:
    """A post that begins a thread, with the replies written for it."""

    kind: str
    language: str
    communities: tuple[str, ...]
    families: tuple[str, ...]
    themes: tuple[str, ...]
    tone: str
    text: str
    replies: tuple[ReplyText, ...]

    @property
    def theme(self) -> str:
        """What the post is about most; empty for small talk."""
        return self.themes[0] if self.themes else ""


@dataclass(frozen=True, slots=True, eq=False)
class IdeaText:
    """An idea, the state it is in and the reason that was given for that."""

    language: str
    communities: tuple[str, ...]
    families: tuple[str, ...]
    themes: tuple[str, ...]
    title: str
    problem: str
    proposal: str
    expected_effect: str
    status: str
    reason: str
    reason_kind: str
    revisit: bool
    replies: tuple[ReplyText, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """All texts: posts with their replies, replies that fit many posts, ideas."""

    roots: tuple[RootText, ...]
    replies: tuple[ReplyText, ...]
    ideas: tuple[IdeaText, ...]


@cache
def read_stock() -> Stock:
    """Read all files; the result is kept."""
    return Stock(
        roots=tuple(root_of(line) for name in ROOT_FILES for line in lines(name)),
        replies=tuple(reply_of(line) for line in lines("replies.jsonl")),
        ideas=tuple(idea_of(line) for line in lines("ideas.jsonl")),
    )


def lines(name: str) -> Iterator[dict[str, Any]]:
    with (TEXTS / name).open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def root_of(line: dict[str, Any]) -> RootText:
    return RootText(
        kind=line["kind"],
        language=line["lang"],
        communities=tuple(line["communities"]),
        families=tuple(line["families"]),
        themes=tuple(line["themes"]),
        tone=line["tone"],
        text=line["text"],
        replies=tuple(reply_of(reply) for reply in line["replies"]),
    )


def reply_of(line: dict[str, Any]) -> ReplyText:
    return ReplyText(line["lang"], line["tone"], tuple(line["themes"]), line["text"], tuple(line.get("fits", ())))


def idea_of(line: dict[str, Any]) -> IdeaText:
    words = ("title", "problem", "proposal", "expected_effect", "status", "reason", "reason_kind")
    return IdeaText(
        language=line["lang"],
        communities=tuple(line["communities"]),
        families=tuple(line["families"]),
        themes=tuple(line["themes"]),
        revisit=line["revisit"],
        replies=tuple(reply_of(reply) for reply in line["replies"]),
        **{word: line[word] for word in words},
    )


# "Vi i planlegging", "IT her", "hos oss i Førde": the text says who speaks.
FAMILY_WORDS = {
    "planlegging": "planner", "planlegginga": "planner", "trafikk": "planner", "salg": "sales", "sal": "sales",
    "hms": "safety", "it": "it", "hr": "hr", "toll": "customs", "verkstedet": "workshop", "verkstaden": "workshop",
    "verksted": "workshop", "økonomi": "finance", "lønn": "finance", "løn": "finance", "kundesenteret": "customer",
    "kundesenter": "customer", "customs": "customs", "gdańsk": "gdansk",
}  # fmt: skip
SPEAKS = r"\b(?:vi|her|oss|we|us)\s+(?:i|på|frå|fra|in|at)\s+(?:terminal\s+|the\s+)?"
FAMILIES = "|".join(FAMILY_WORDS)
FAMILY_SPEAKS = re.compile(
    rf"{SPEAKS}({FAMILIES})\b|^(?:fra|frå) ({FAMILIES})\b|^({FAMILIES}) (?:her|here)\b", re.IGNORECASE
)
PLACE_SPEAKS = re.compile(rf"(?:{SPEAKS}|\bvi har [^.]{{0,30}} i )({'|'.join(PLACES)})\b", re.IGNORECASE)
# Words of a season: the talk runs from autumn into winter, and a text of December stands badly in September.
LATE = re.compile(
    r"\b(?:jul\w*|desember\w*|december|november\w*|januar\w*|january|romjul\w*|christmas|snø\w*|snow\w*|minus \w+|"
    r"(?:uke|uka|ukene|veke) (?:4[5-9]|5\d)|vinter(?:dekk|beredskap|føre)\w*|brøyt\w*|glatt|nyttår|kuldegrader)\b",
    re.IGNORECASE,
)
EARLY = re.compile(
    r"\b(?:sommer\w*|sommar\w*|august|september\w*|høstferie\w*|haustferie\w*|autumn holiday)\b", re.IGNORECASE
)


def speaker(text: str) -> tuple[str | None, str | None]:
    """Return the sort of work and the place that a text names as the writer's own."""
    family, place = FAMILY_SPEAKS.search(text), PLACE_SPEAKS.search(text)
    word = next(filter(None, family.groups()), "").lower() if family else ""
    return FAMILY_WORDS.get(word), place[1].capitalize() if place else None


def season(text: str) -> str:
    """Return "late", "early" or "" for the part of the talk in which a text belongs."""
    if LATE.search(text):
        return "late"
    return "early" if EARLY.search(text) else ""
