"""What a letter is composed from, in a dictionary that JSON can hold, and how its sentences read from it.

Only what was released may stand in it: bands, never counts of people; totals of votes as everybody sees them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, NotRequired, TypedDict

WORDS_OF_A_TITLE = 8
MOST_WORDS = 3
UNDECIDED = ("open", "under_review")


class Unit(TypedDict):
    id: str
    name: str
    is_company: bool


class Participation(TypedDict):
    """Who took part: `share_step` of 100, rounded, null when too few; at least ten people wrote or not."""

    share_step: int | None
    enough_voices: bool


class ShownUnit(TypedDict):
    unit_id: str
    unit: str
    people_band: str


class RelatedIdea(TypedDict):
    id: str
    title: str


class Pain(TypedDict):
    """One released cell of the letter's own unit.

    Bands are `5–9`, `10–19` or `~35`; `rank` is null for what is not ranked; `since` is the first period of
    the present run; `persistence` counts periods of the last four; `where` are the shown units below.
    """

    id: str
    theme: str
    words: list[str]
    pressure: int
    people_band: str
    previous_band: str | None
    certainty: Literal["good", "some", "weak"]
    direction: Literal["up", "down", "level"] | None
    persistence: int
    since: str | None
    alarm: bool
    few_voices: bool
    rank: int | None
    where: list[ShownUnit]
    hidden_units: int
    related_idea: RelatedIdea | None


# A functional form, because `pass` is a word of the language.
# The three totals are null together where votes are hidden; `waiting_days` is null once there is an answer.
WaitingIdea = TypedDict(
    "WaitingIdea",
    {
        "id": str,
        "title": str,
        "agree": int | None,
        "disagree": int | None,
        "pass": int | None,
        "status": str,
        "waiting_days": int | None,
    },
)


class Idea(WaitingIdea):
    """An idea chosen for the letter; `author` is null for one without a name."""

    post_id: str
    reason: Literal["agreed", "rising", "overlooked"]
    author: str | None
    bridging_label: Literal["carried_by_all", "contested", "one_units_favourite"] | None


class Question(TypedDict):
    post_id: str
    title_words: str
    waiting_days: int


class Promise(TypedDict):
    text: str
    idea_title: str | None
    state: Literal["open", "overdue", "watching", "kept", "reopened"]
    due_on: str
    owner: str | None


class LetterInputs(TypedDict):
    """All that a letter rests on.

    `period` is an ISO week; a period of four weeks bears the name of its last. `theme_names` holds the names
    of themes that the house renamed or added: `{key: {"nb": …, "nn": …, "en": …}}`. `previous_frames` is
    `frames` of the unit's last letter, in its order.
    """

    schema: int
    period: str
    length_weeks: Literal[1, 4]
    unit: Unit
    participation: Participation
    pains: list[Pain]
    hidden_themes: list[str]
    theme_names: NotRequired[dict[str, dict[str, str]]]
    ideas: list[Idea]
    waiting: list[WaitingIdea]
    questions: list[Question]
    promises: list[Promise]
    previous_frames: list[str]


def theme_of(inputs: LetterInputs, key: str) -> str | dict[str, str]:
    """Return the key of a theme, or its names in three languages where the house named it itself."""
    return inputs.get("theme_names", {}).get(key, key)


def cell(inputs: LetterInputs, pain: Pain, *figures: str) -> dict[str, Any]:
    """Return what a sentence about a pain shows: whose cell it is, and the released figures named."""
    whose = {"unit": inputs["unit"]["name"], "period": inputs["period"], "theme": pain["theme"]}
    return whose | facts(pain, *figures)


def facts(source: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the named fields alone."""
    return {name: source[name] for name in names}


def tally(idea: WaitingIdea) -> dict[str, int] | None:
    """Return the votes as all may see them, or nothing where they are hidden."""
    if idea["agree"] is None:
        return None
    return {"agree": idea["agree"], "disagree": idea["disagree"] or 0, "pass": idea["pass"] or 0}


def first_words(text: str, most: int = WORDS_OF_A_TITLE) -> str:
    """Return the text on one line, cut after its first words so that a letter keeps to its length."""
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def first_week(period: str, weeks: int) -> str:
    """Return the first week of the period that bears the name of its last."""
    last = date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
    year, week, _ = (last - timedelta(weeks=weeks - 1)).isocalendar()
    return f"{year}-W{week:02}"


def known_idea(inputs: LetterInputs, idea_id: str) -> WaitingIdea | None:
    return next((idea for idea in all_ideas(inputs) if idea["id"] == idea_id), None)


def all_ideas(inputs: LetterInputs) -> list[WaitingIdea]:
    return [*inputs["waiting"], *inputs["ideas"]]
