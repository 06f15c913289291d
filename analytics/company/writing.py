"""Posts as they are planned, and who writes which text."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from analytics.company.communities import OPEN, ROOM_NAMED, Rooms
from analytics.company.people import Person
from analytics.company.stock import ReplyText, RootText, speaker

ANYONE, LEADER = "anyone", "leader"
# Draws before a person who has written enough, or stands in the thread already, is taken all the same.
TRIES = 12


@dataclass(eq=False, slots=True)
class PlannedPost:
    """A post or reply, `at` its moment. `reactions` are (person, kind, moment); a draft is not published."""

    author: Person
    community: str
    kind: str
    text: str
    language: str
    at: dt.datetime
    parent: "PlannedPost | None" = None
    root: "PlannedPost | None" = None
    themes: tuple[str, ...] = ()
    tone: str = ""
    may_be_quoted: bool = False
    is_draft: bool = False
    reactions: list[tuple[Person, str, dt.datetime]] = field(default_factory=list)
    key: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """People to draw from, each with the chance of his or her activity."""

    people: Sequence[Person]
    summed: Sequence[float]

    @classmethod
    def of(cls, people: Sequence[Person]) -> "Pool":
        return cls(people, list(accumulate(person.activity for person in people)))

    @property
    def is_empty(self) -> bool:
        return not self.summed or self.summed[-1] <= 0

    def draw(self, rng: random.Random, number: int = 1) -> list[Person]:
        """Return people, perhaps the same more than once."""
        return rng.choices(self.people, cum_weights=self.summed, k=number)


class Writers:
    """Finds an author for every text: one of the room, of the work and the language that the text speaks of."""

    def __init__(self, rng: random.Random, people: Sequence[Person], rooms: Rooms, most_a_week: int) -> None:
        self._rng = rng
        self._people = people
        self._rooms = rooms
        self._most_a_week = most_a_week
        self._pools: dict[tuple[object, ...], Pool] = {}
        self._written: Counter[tuple[Person, int]] = Counter()
        self._members = {slug: Pool.of(members) for slug, members in rooms.members.items()}

    def members(self, community: str) -> Pool:
        """Return all members of a community."""
        return self._members[community]

    def author(self, text: RootText, community: str, week: int) -> Person:
        """Return who writes the text in the community, and count it to the person's week."""
        _family, place = speaker(text.text)
        part = "announces" if text.kind == "announcement" else "leads" if LEADER in text.families else "writes"
        families = tuple(family for family in text.families if family != LEADER)
        pool = self._pool(community, families, text.language, place, part)
        drawn = pool.draw(self._rng, TRIES)
        chosen = next((one for one in drawn if self._written[one, week] < self._most_a_week), None)
        chosen = chosen or min(drawn, key=lambda one: self._written[one, week])
        self.note(chosen, week)
        return chosen

    def note(self, person: Person, week: int) -> None:
        """Count a post of the person."""
        self._written[person, week] += 1

    def replier(self, text: ReplyText, root: PlannedPost, thread: Collection[Person]) -> Person:
        """Return who writes the reply; somebody who has not yet written in the thread where there is one."""
        family, place = speaker(text.text)
        if family is None and self._rng.random() < 0.7:
            family = root.author.unit.family
        part = "writes" if text.tone == "negative" else "answers"
        for families in ((family,) if family else (), ()):
            drawn = self._pool(root.community, families, text.language, place, part).draw(self._rng, TRIES)
            if new := next((one for one in drawn if one not in thread), None):
                return new
        return next((one for one in drawn if one is not root.author), drawn[0])

    def _pool(self, community: str, families: tuple[str, ...], language: str, place: str | None, part: str) -> Pool:
        wanted = (community, families, language, place, part)
        if wanted not in self._pools:
            self._pools[wanted] = self._find_pool(*wanted)
        return self._pools[wanted]

    def _find_pool(
        self, community: str, families: tuple[str, ...], language: str, place: str | None, part: str
    ) -> Pool:
        """Return the first circle in which somebody is found: what a text says of its writer counts less and less."""
        members = self._rooms.members[community]
        around = self._people if is_open(community) else members
        able = self._able(part, community)
        circles = []
        for people in (members, around):
            doing = [one for one in people if able(one)]
            working = [one for one in doing if is_of(one, families)]
            speaking = [one for one in working if one.language == language]
            living = [one for one in speaking if place is None or one.unit.place == place]
            circles.append((living, speaking, working, doing))
        (living, speaking, working, doing), (_, speaking_around, working_around, doing_around) = circles
        for found in (living, speaking, speaking_around, working, working_around, doing, doing_around, members):
            pool = Pool.of(found)
            if not pool.is_empty:
                return pool
        return Pool.of(self._people)

    def _able(self, part: str, community: str) -> Callable[[Person], bool]:
        """Return who may play a part: leaders and hosts announce, anybody answers, the rest is for all but leaders."""
        hosts = self._rooms.hosts[community]
        if part == "announces":
            return lambda one: one.is_leader or one in hosts
        if part == "leads":
            return lambda one: one.is_leader
        return lambda one: part == "answers" or not one.is_leader


def is_of(person: Person, families: tuple[str, ...]) -> bool:
    """Tell whether a person does one of these sorts of work; no sort, or anyone's, is everybody's."""
    return not families or ANYONE in families or person.unit.family in families


def room_of(rng: random.Random, communities: Sequence[str], copy: int) -> str:
    """Return where a text stands: mostly in the first of its communities, a copy in the next."""
    if copy or len(communities) == 1:
        return communities[copy % len(communities)]
    return communities[0] if rng.random() < 0.75 else rng.choice(communities[1:])


def is_open(community: str) -> bool:
    return ROOM_NAMED[community].visibility == OPEN
