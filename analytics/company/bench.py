"""A company for measurements: lively readers, and dormant ones whose communities and colleagues fell silent long ago.

Rows of numbers instead of planned things: people and communities are counted from 0, posts from 0 in order of time.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from analytics.company.dice import dice
from analytics.company.stock import read_stock

COMMUNITIES = 300
SHARE_PRIVATE = 0.1
WEEKS = 52
COMMUNITIES_OF_A_READER, FOLLOWED_BY_A_READER = 30, 150
# The last people and communities fall silent after the first weeks; dormant readers know only these.
DORMANT_READERS, SILENT_PEOPLE, SILENT_COMMUNITIES = 20, 25, 10
COMMUNITIES_OF_A_DORMANT, FOLLOWED_BY_A_DORMANT = 3, 5
SILENT_AFTER_WEEKS = 6
SHARE_OF_ROOTS = 0.4
LIVELY_THREADS = 200
REACTIONS_PER_POST = 0.3


@dataclass(frozen=True, slots=True)
class BenchPost:
    """A post: `root` is the number of the thread's first post, None for that one itself."""

    number: int
    author: int
    community: int
    kind: str
    text: str
    language: str
    at: dt.datetime
    root: int | None


@dataclass
class BenchPlan:
    """Who belongs where and follows whom, drawn once; posts are drawn as they are asked for, the same each time."""

    people: int
    posts: int
    now: dt.datetime
    seed: int
    members: list[list[int]] = field(default_factory=list)
    follows: list[tuple[int, int]] = field(default_factory=list)

    @property
    def begin(self) -> dt.datetime:
        """The moment of the first posts."""
        return self.now - dt.timedelta(weeks=WEEKS)

    @property
    def dormant(self) -> range:
        """The numbers of the dormant readers: the first ones, who do not write."""
        return range(DORMANT_READERS)

    @property
    def is_private(self) -> list[bool]:
        """Whether each community is closed; the silent ones are open."""
        step = round(1 / SHARE_PRIVATE)
        lively = COMMUNITIES - SILENT_COMMUNITIES
        return [n < lively and n % step == step - 1 for n in range(COMMUNITIES)]


def plan_bench(*, people: int, posts: int, now: dt.datetime, seed: int) -> BenchPlan:
    """Plan so many people and posts over the year before `now`. Needs some hundreds of people."""
    plan = BenchPlan(people, posts, now, seed)
    rng = dice(seed, "bench readers")
    lively, silent = range(COMMUNITIES - SILENT_COMMUNITIES), range(COMMUNITIES - SILENT_COMMUNITIES, COMMUNITIES)
    sizes = list(accumulate(weights(len(lively))))
    quiet = range(people - SILENT_PEOPLE, people)
    members: list[set[int]] = [set() for _n in range(COMMUNITIES)]
    for person in range(people):
        is_dormant = person in plan.dormant
        if is_dormant:
            rooms, followed = rng.sample(silent, COMMUNITIES_OF_A_DORMANT), rng.sample(quiet, FOLLOWED_BY_A_DORMANT)
        else:
            rooms = distinct(rng, lively, sizes, COMMUNITIES_OF_A_READER)
            rooms += [silent[person % len(silent)]] if person in quiet else []
            followed = rng.sample(range(DORMANT_READERS, people), FOLLOWED_BY_A_READER)
        for room in rooms:
            members[room].add(person)
        plan.follows += [(person, other) for other in followed if other != person]
    plan.members = [sorted(each) for each in members]
    return plan


def weights(number: int) -> list[float]:
    """Return weights after a power law: the second is about half as busy as the first, and so on."""
    return [1 / (n + 1) ** 0.9 for n in range(number)]


def distinct(rng: random.Random, numbers: Sequence[int], summed: Sequence[float], wanted: int) -> list[int]:
    """Return so many different numbers, the heavier ones more often."""
    found: dict[int, None] = {}
    while len(found) < wanted:
        found.update(dict.fromkeys(rng.choices(numbers, cum_weights=summed, k=wanted - len(found))))
    return list(found)


def bench_posts(plan: BenchPlan) -> Iterator[BenchPost]:
    """Yield the posts in order of time; the same each time."""
    rng = dice(plan.seed, "bench posts")
    roots, replies = read_stock().roots, read_stock().replies
    step = dt.timedelta(weeks=WEEKS) / plan.posts
    silent_from = plan.begin + dt.timedelta(weeks=SILENT_AFTER_WEEKS)
    early, late = writing_rooms(plan)
    talk = early
    threads: list[tuple[int, int]] = []
    for number in range(plan.posts):
        at = plan.begin + step * (number + rng.random())
        if talk is early and at >= silent_from:
            talk = late
            threads = [(root, room) for root, room in threads if talk.writers[room]]
        if not threads or rng.random() < SHARE_OF_ROOTS:
            room, root, text = rng.choices(range(COMMUNITIES), cum_weights=talk.summed)[0], None, rng.choice(roots)
            threads.append((number, room))
            kind, words, language = text.kind, text.text, text.language
        else:
            root, room = rng.choice(threads[-LIVELY_THREADS:])
            answer = rng.choice(replies)
            kind, words, language = "update", answer.text, answer.language
        yield BenchPost(number, rng.choice(talk.writers[room]), room, kind, words, language, at, root)


@dataclass(frozen=True)
class Talk:
    """Who writes in each community, nobody in a silent one, and the summed weights of the communities."""

    writers: list[list[int]]
    summed: list[float]


def writing_rooms(plan: BenchPlan) -> tuple[Talk, Talk]:
    """Return the talk of the first weeks, and that of the time after them."""
    quiet = range(plan.people - SILENT_PEOPLE, plan.people)
    lively = range(COMMUNITIES - SILENT_COMMUNITIES)
    early = [[one for one in each if one not in plan.dormant] for each in plan.members]
    late = [[one for one in each if one not in quiet] if room in lively else [] for room, each in enumerate(early)]
    return Talk(early, summed_weights(early)), Talk(late, summed_weights(late))


def summed_weights(writers: Sequence[Sequence[int]]) -> list[float]:
    """Return the summed weights of the communities; those without writers weigh nothing."""
    return list(accumulate(weight if each else 0.0 for weight, each in zip(weights(COMMUNITIES), writers, strict=True)))


def bench_reactions(plan: BenchPlan) -> Iterator[tuple[int, int]]:
    """Yield (post, person) for the reactions "agree", each once; the same each time."""
    rng = dice(plan.seed, "bench reactions")
    for number in range(plan.posts):
        if rng.random() < REACTIONS_PER_POST:
            yield number, rng.randrange(plan.people)
