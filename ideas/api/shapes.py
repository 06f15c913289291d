"""The shapes of what goes out about ideas."""

from typing import Annotated, TypedDict

from ideas.lifecycle import REASON_KINDS, STATUSES
from ideas.models import Choice
from microblog.api.shapes import Author, CanPost, Day, Id, Moment, Named, Page, Said

Status = Annotated[str, Said(enum=[*STATUSES])]
ReasonKind = Annotated[str, Said(enum=[*REASON_KINDS])]
VoteChoice = Annotated[str, Said(enum=[*Choice.values])]

Score = TypedDict(
    "Score", {"agree": int, "disagree": int, "pass": int, "lower_bound": float, "rank_reason": str | None}
)
Move = TypedDict(
    "Move",
    {
        "from": Status | None,
        "to": Status,
        "reason": str,
        "reason_kind": ReasonKind | None,
        "actor": Named | None,
        "on_behalf_of": Named | None,
        "moved_at": Moment,
    },
)


class Titled(TypedDict):
    id: Id
    title: str


class Outcome(Move):
    """A move that closed a loop: a line of what was said and done."""

    idea: Titled


class UnitSide(TypedDict, total=False):
    unit: Named
    label: str


class Bridging(TypedDict):
    label: str | None
    score: float | None
    by_unit: list[UnitSide]


class NamedLeader(TypedDict):
    id: Id
    name: str
    title: str


class Answer(TypedDict):
    text: str
    status: Status
    actor: NamedLeader | None
    on_behalf_of: Named | None
    answered_at: Moment


class PainOfPromise(TypedDict):
    theme: str
    unit: Named | None


class Promise(TypedDict):
    id: Id
    text: str
    owner: Named
    due_on: Day
    state: Annotated[str, Said(enum=["open", "overdue", "watching", "kept", "reopened"])]
    done_on: Day | None
    watch_until: Day | None
    pain_point: PainOfPromise | None


class TaskSums(TypedDict):
    done: int
    total: int


class Idea(TypedDict):
    """An idea; `post` is the id of the post under which it is talked about."""

    id: Id
    post: Id
    author: Author | None
    community: Named
    challenge: Id | None
    published_at: Moment | Day | None
    title: str
    problem: str
    proposal: str
    expected_effect: str
    units: list[Named]
    status: Status
    score: Score
    my_vote: VoteChoice | None
    bridging: Bridging
    waiting_days: int | None
    answer: Answer | None
    promise: Promise | None
    tasks: TaskSums
    merged_into: Id | None
    from_post: Id | None
    split_from: Id | None
    credits: list[Named]
    moves: list[Move]
    reply_count: int
    followers_count: int
    is_following: bool
    can: CanPost


class SplitIdeas(TypedDict):
    items: list[Idea]


Merge = TypedDict(
    "Merge",
    {
        "id": Id,
        "from": Id,
        "into": Id,
        "can_undo": bool,
        "reason": str,
        "actor": Named | None,
        "merged_at": Moment,
        "undone_at": Moment | None,
    },
)


class Task(TypedDict):
    id: Id
    idea: Id
    title: str
    note: str
    hours: float
    due_on: Day | None
    state: Annotated[str, Said(enum=["open", "doing", "done"])]
    offered_hours: float
    my_offer: float | None


class PieceOfWork(TypedDict):
    task: Titled
    hours: float


class Share(TypedDict):
    person: Named
    hours: float
    tasks: list[PieceOfWork]
    is_accepted: bool


class Spread(TypedDict):
    """The fair spread that is proposed; `uncovered` are hours that nobody has offered."""

    shares: list[Share]
    uncovered: list[PieceOfWork]
    is_accepted: bool


class Assessors(TypedDict):
    items: list[Named]


class Span(TypedDict):
    lowest: float
    highest: float


class Assessment(TypedDict):
    """A card; `score` is reach · impact · confidence / effort."""

    person: Named
    reach: int
    impact: int
    confidence: int
    effort: int
    score: float
    note: str
    assessed_at: Moment


class Assessments(Page[Assessment]):
    span: Span | None


class Challenge(TypedDict):
    id: Id
    title: str
    question: str
    criteria: str
    community: Named
    asked_by: Named | None
    starts_on: Day
    ends_on: Day
    voting_ends_on: Day
    closed_at: Moment | None
    takes_ideas: bool
    takes_votes: bool
    ideas_count: int
