"""Ideas of the invented company: their posts, the moves that led to their state, and the votes."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analytics.company.clock import Clock, awake
from analytics.company.communities import EVERYBODY
from analytics.company.people import Person
from analytics.company.plants import own_room
from analytics.company.stock import IdeaText, RootText
from analytics.company.threads import answer
from analytics.company.tree import COMPANY, EN, NB, NN
from analytics.company.writing import ANYONE, PlannedPost, Pool, Writers, is_open
from ideas.lifecycle import MOVES, VOTABLE

# How many weeks before the open one an idea of each state was proposed: earliest and latest.
AGE_WEEKS = {
    "draft": (1.5, 0.5),
    "open": (9.5, 0.5),
    "under_review": (8.0, 2.5),
    "planned": (10.5, 4.5),
    "started": (15.0, 8.0),
    "completed": (24.0, 15.0),
    "verified": (38.0, 26.0),
    "declined": (11.0, 4.0),
    "duplicate": (5.0, 2.0),
    "withdrawn": (8.0, 3.0),
}
# Early enough that an idea which has to wait for working hours still comes before the open week.
LAST_DAY = -3.5
ROAD = ("open", "under_review", "planned", "started", "completed", "verified")
# What a leader says at a step on the way; at the last step the reason of the idea itself stands.
ON_THE_WAY: dict[str, dict[str, tuple[str, ...]]] = {
    "under_review": {
        NB: (
            "Vi ser på dette nå, og svarer her.", "Dette tar jeg med til ledermøtet.",
            "Jeg vil ha et tall på kostnaden først.",
        ),
        NN: ("Vi ser på dette no, og svarar her.", "Dette tek eg med til leiarmøtet."),
        EN: ("We are looking into it and will answer here.", "I want to see what it costs first."),
    },
    "planned": {
        NB: ("Ja, dette gjør vi.", "Vedtatt. Vi finner en dato så snart innkjøpet er klart."),
        NN: ("Ja, dette gjer vi.", "Vedteke. Dato kjem så snart innkjøpet er klart."),
        EN: ("Yes, we will do this.", "Agreed. A date follows."),
    },
    "started": {NB: ("Da er vi i gang.",), NN: ("Då er vi i gang.",), EN: ("We have started.",)},
    "completed": {
        NB: ("Ferdig. Nå følger vi med på om det hjelper.",),
        NN: ("Ferdig. No følgjer vi med på om det hjelper.",),
        EN: ("Done. Now we watch whether it helps.",),
    },
}  # fmt: skip
REVISIT_AFTER = dt.timedelta(days=120)


@dataclass(frozen=True)
class Mix:
    """How a company votes on an idea: share of its people who do, and the chances of agreeing at home and elsewhere.

    `home` is the share of the votes that come from the author's own unit.
    """

    turnout: float
    agree_home: float
    agree_away: float
    home: float = 0.25


LOVED = Mix(0.16, 0.92, 0.9, home=0.1)
ORDINARY = Mix(0.055, 0.75, 0.68)
FAVOURITE = Mix(0.06, 0.95, 0.4, home=0.75)
CONTESTED = Mix(0.13, 0.78, 0.36, home=0.3)
OVERLOOKED = Mix(0.014, 0.95, 0.93)
MIXES = {
    "open": (LOVED, OVERLOOKED, CONTESTED, ORDINARY, FAVOURITE, OVERLOOKED, ORDINARY, LOVED, ORDINARY, OVERLOOKED),
    "under_review": (LOVED, ORDINARY, CONTESTED, LOVED, FAVOURITE),
    "planned": (LOVED, ORDINARY, LOVED, FAVOURITE),
    "started": (LOVED, ORDINARY, LOVED),
    "completed": (LOVED, ORDINARY),
    "verified": (LOVED,),
    "declined": (CONTESTED, ORDINARY, FAVOURITE),
    "duplicate": (ORDINARY,),
    "withdrawn": (CONTESTED, ORDINARY),
}
SHARE_OF_PASS = 0.11


@dataclass(frozen=True)
class PlannedChallenge:
    """A question to all, from the leader of `asked_by`. Days are counted from the open week's Monday."""

    title: str
    question: str
    criteria: str
    asked_by: str
    starts: int
    ends: int
    voting_ends: int
    ideas: tuple[str, ...]


CHALLENGES = (
    PlannedChallenge(
        "Ti minutter spart per skift",
        "Hva stjeler tid i løpet av skiftet ditt? Foreslå noe som sparer minst ti minutter, for deg eller for den "
        "som kommer etter.",
        "De tre beste idéene prøves i to uker hver på én terminal. De må kunne settes i gang uten nye systemer.",
        "Terminaler", -14, 9, 16,
        (
            "Bilde av feilen før bilen kommer til verkstedet",
            "Egen tralle for ødelagte paller",
            "One password for the customs portal and the booking system",
            "Fortell kunden om forsinkelsen før kunden ringer",
            "Brøytestatus frå sjåførane rett inn i planen",
            "Kaffimaskin som toler nattskift",
            "Bytte vakt ved sykt barn uten å ringe rundt selv",
        ),
    ),
    PlannedChallenge(
        "Trygt gjennom mørketida",
        "Hva gjør veien til, fra og på jobb tryggere når det er mørkt og glatt?",
        "Forslag som verner flest, veier tyngst. HMS leser alle.",
        "HMS og kvalitet", -77, -49, -42,
        (
            "Kjettingtrening i oktober, ikke når det først har snødd",
            "Lys og strøing fra parkeringen til alle innganger",
            "Merking av gulvet: gående, truck, lagring",
            "Uhell og nesten-uhell på én skjerm, ikke i et skjema på sju sider",
            "Førstehjelpskurs med ny sertifisering annethvert år",
            "Kommunen bør strø avkøyrsla til terminalen i Førde",
        ),
    ),
)  # fmt: skip


@dataclass(eq=False)
class PlannedMove:
    """A move in the life of an idea; nobody makes the one by which the promise keeper finds that it worked."""

    actor: Person | None
    before: str
    after: str
    reason: str
    reason_kind: str
    at: dt.datetime


@dataclass(eq=False)
class PlannedIdea:
    """An idea with its post; `units` are the names of the units that it concerns."""

    text: IdeaText
    post: PlannedPost
    units: tuple[str, ...]
    status: str
    challenge: PlannedChallenge | None = None
    merged_into: "PlannedIdea | None" = None
    revisit_on: dt.date | None = None
    moves: list[PlannedMove] = field(default_factory=list)
    votes: list[tuple[Person, str, dt.datetime]] = field(default_factory=list)


def propose_ideas(
    rng: random.Random, texts: Sequence[IdeaText], people: Sequence[Person], writers: Writers, clock: Clock
) -> tuple[list[PlannedIdea], list[PlannedPost]]:
    """Return the ideas, each with its moves and votes, and their posts and replies."""
    pool = Pool.of(people)
    ideas: list[PlannedIdea] = []
    posts: list[PlannedPost] = []
    seen: dict[str, int] = {}
    for text in texts:
        idea = propose(rng, text, people, writers, clock)
        nth = seen[text.status] = seen.get(text.status, -1) + 1
        if not idea.post.is_draft:
            move(rng, idea, people, clock)
            vote(rng, idea, MIXES[text.status][nth % len(MIXES[text.status])], people, pool, clock)
            posts += answer(rng, idea.post, text.replies, writers)
        posts.append(idea.post)
        ideas.append(idea)
    merge(ideas)
    return ideas, posts


def propose(
    rng: random.Random, text: IdeaText, people: Sequence[Person], writers: Writers, clock: Clock
) -> PlannedIdea:
    """Return the idea with its post, not yet moved."""
    challenge = next((one for one in CHALLENGES if text.title in one.ideas), None)
    # Everybody votes on an idea, so it stands where everybody can read it.
    rooms = [slug for slug in text.communities if is_open(slug)] or [EVERYBODY]
    community = EVERYBODY if challenge else rng.choice([*rooms, rooms[0]])
    author = proposer(text, community, writers, people)
    post = PlannedPost(
        author=author,
        community=community,
        kind="idea",
        text="",
        language=text.language,
        at=proposed_at(rng, text, challenge, author, clock),
        themes=text.themes,
        is_draft=text.status == "draft",
    )
    return PlannedIdea(text, post, concerned(text, people), text.status, challenge)


def proposer(text: IdeaText, community: str, writers: Writers, people: Sequence[Person]) -> Person:
    """Return the author: one of the work and language of the idea."""
    as_post = RootText(
        "idea", text.language, text.communities, text.families, text.themes, "", f"{text.problem} {text.proposal}", ()
    )
    return writers.author(as_post, community, -1)


def proposed_at(
    rng: random.Random, text: IdeaText, challenge: PlannedChallenge | None, author: Person, clock: Clock
) -> dt.datetime:
    """Return when the idea was proposed: within its challenge, or so long ago as its state needs."""
    start, _end = clock.bounds(clock.weeks)
    if challenge:
        days = rng.uniform(challenge.starts + 0.4, min(challenge.ends, LAST_DAY))
    else:
        earliest, latest = AGE_WEEKS[text.status]
        days = -7 * rng.uniform(latest, earliest)
    return awake(start + dt.timedelta(days=days), author.unit.family, rng)


def concerned(text: IdeaText, people: Sequence[Person]) -> tuple[str, ...]:
    """Return the units that an idea concerns: those of its sorts of work, or of the room in which it stands."""
    if ANYONE in text.families:
        return ()
    units = list(dict.fromkeys(one.unit.name for one in people if one.unit.family in text.families))
    named = [unit for unit in units if unit.split()[-1] in text.title or own_room(unit) in text.communities]
    return tuple((named or units)[:3])


def road_to(status: str) -> list[str]:
    """Return the states through which an idea comes to this one, itself the last.

    :raises ValueError: if the table of moves does not allow it.
    """
    road = list(ROAD[: ROAD.index(status) + 1]) if status in ROAD else ["open", status]
    if status == "declined":
        road.insert(1, "under_review")
    for before, after in pairwise(road):
        if after not in MOVES[before]:
            raise ValueError(f"an idea cannot go from {before} to {after}")
    return road


def move(rng: random.Random, idea: PlannedIdea, people: Sequence[Person], clock: Clock) -> None:
    """Add the moves that led to the idea's state, spread over the time since it was proposed."""
    road = road_to(idea.status)
    start, _end = clock.bounds(clock.weeks)
    waits = [(start - idea.post.at) * rng.uniform(0.1, 0.8) for _step in road[1:]]
    times = sorted(awake(idea.post.at + wait, "leader", rng) for wait in waits)
    for (before, after), at in zip(pairwise(road), times, strict=True):
        movers = MOVES[before][after]
        actor = idea.post.author if movers == "A" else None if movers == "K" else leader_for(rng, idea, people)
        is_last = after == idea.status
        idea.moves.append(
            PlannedMove(
                actor=actor,
                before=before,
                after=after,
                reason=idea.text.reason if is_last else rng.choice(ON_THE_WAY[after][idea.text.language]),
                reason_kind=idea.text.reason_kind if is_last else "",
                at=at,
            )
        )
    if idea.text.revisit:
        idea.revisit_on = clock.now.date() + REVISIT_AFTER


def leader_for(rng: random.Random, idea: PlannedIdea, people: Sequence[Person]) -> Person:
    """Return who decides: the leader of a concerned unit, one of the idea's language first; of all, the top leader."""
    concerned_units = set(idea.units) or {COMPANY}
    leaders = [one for one in people if one.is_leader and one.unit.name in concerned_units] or [people[0]]
    return next((one for one in leaders if one.language == idea.text.language), rng.choice(leaders))


def vote(rng: random.Random, idea: PlannedIdea, mix: Mix, people: Sequence[Person], pool: Pool, clock: Clock) -> None:
    """Add the votes: most in the first days, none once the idea is past voting."""
    end = min([clock.now, *closing_times(idea, clock)])
    home = idea.post.author.unit.name
    neighbours = Pool.of([one for one in people if one.unit.name == home])
    wanted = max(4, round(mix.turnout * len(people) * rng.uniform(0.75, 1.25)))
    near = round(wanted * mix.home)
    voters = dict.fromkeys([*neighbours.draw(rng, near), *pool.draw(rng, wanted - near)])
    for voter in voters:
        at = awake(idea.post.at + dt.timedelta(days=rng.expovariate(1 / 6)), voter.unit.family, rng)
        if voter is not idea.post.author and at < end:
            agrees = rng.random() < (mix.agree_home if voter.unit.name == home else mix.agree_away)
            choice = "pass" if rng.random() < SHARE_OF_PASS else "agree" if agrees else "disagree"
            idea.votes.append((voter, choice, at))


def closing_times(idea: PlannedIdea, clock: Clock) -> Iterator[dt.datetime]:
    """Yield when an idea stops taking votes: at the move that ends it, or with its challenge."""
    yield from (step.at for step in idea.moves if step.after not in VOTABLE)
    if idea.challenge and idea.challenge.voting_ends < 0:
        yield closes_at(idea.challenge, clock)


def closes_at(challenge: PlannedChallenge, clock: Clock) -> dt.datetime:
    """Return the midnight after the last day of voting."""
    start, _end = clock.bounds(clock.weeks)
    return start + dt.timedelta(days=challenge.voting_ends + 1)


def merge(ideas: Sequence[PlannedIdea]) -> None:
    """Join each duplicate to the idea that its reason names; one whose target is not there stays open."""
    for idea in ideas:
        if idea.status == "duplicate":
            named = [one for one in ideas if one is not idea and one.text.title in idea.text.reason]
            idea.merged_into = next(iter(named), None)
            if idea.merged_into is None:
                idea.status, idea.moves = "open", []
