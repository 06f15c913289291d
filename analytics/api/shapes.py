"""The shapes of what goes out of letters and pain points: bands and rounded factors, never counts of people."""

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from analytics.models import Stance
from microblog.api.shapes import Author, Cursor, Day, Id, Moment, Named, Period, Said

StanceKey = Annotated[str, Said(enum=[*Stance.values])]
# How sure a figure is, in words of `method.md`.
Certainty = str


class Theme(TypedDict):
    key: str
    name: str
    words: list[str]


class CellEvidence(TypedDict):
    quotes: list[Any]
    rule: str
    version: Any


class PainAnswer(TypedDict):
    """A leader's answer to a theme; `post` is the id of the post that it is."""

    post: Id
    author: Author
    on_behalf_of: Named | None
    stance: StanceKey
    text: str
    answered_at: Moment


class PainPoint(TypedDict):
    """A cell that may be shown."""

    id: Id
    period: Period
    unit: Named
    theme: Theme
    pressure: int
    people_band: str
    persistence: str
    certainty: Certainty
    direction: str | None
    since: Any
    rank: int | None
    evidence: CellEvidence
    answer: PainAnswer | None
    status: Literal["new", "heard", "acted_on"]


class HiddenCell(TypedDict):
    """A cell that may not be shown: nobody, and one to four, look the same."""

    period: Period
    unit: Named
    theme: Theme
    hidden: bool


class CellPage(TypedDict):
    items: list[PainPoint | HiddenCell]
    next: Cursor | None
    previous: Cursor | None


class Evidence(TypedDict):
    rule: str
    version: Any
    shown: Any


class Sentence(TypedDict):
    """A sentence that a person reads, with the released figures it rests on."""

    text: str
    evidence: list[Evidence]
    certainty: Certainty | None


class LetterRow(TypedDict):
    period: Period
    unit: Named
    published_at: Moment
    headline: Any


class Representativeness(TypedDict):
    share_step: Any
    leaders_counted: bool
    sentences: list[Sentence]


class Letter(TypedDict):
    """A letter in the reader's language."""

    period: Period
    unit: Named
    published_at: Moment
    input_hash: str
    representativeness: Representativeness
    headline: Sentence
    in_short: list[Any]
    pains: list[dict[str, Any]]
    ideas: list[Any]
    culture: dict[str, Any]
    promises: list[Any]
    communities: list[Any]
    unknown: list[Any]
    acts: list[dict[str, Any]]
    word_count: int


class Act(TypedDict):
    """What a letter asks its leader to do, and to whom it was given."""

    act: str
    given_to: Author | None
    heading: NotRequired[str]


class Delegate(TypedDict):
    """Somebody who reads and acts for a leader, and the last day of it."""

    person: Author
    until: Day


class Method(TypedDict):
    """How it is counted: the rules in force, the thresholds and the accuracy as measured."""

    period_weeks: int
    themes: list[str]
    tagger: dict[str, Any]
    thresholds: dict[str, Any]
    accuracy: dict[str, Any]
    not_measured: list[str]
