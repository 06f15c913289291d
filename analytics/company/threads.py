"""The talk: when each text is written, by whom and where, and what others answer."""

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from analytics.company.clock import Clock, later
from analytics.company.people import Person
from analytics.company.plants import Cell, write_cell
from analytics.company.stock import ReplyText, RootText, Stock, season
from analytics.company.tree import apportion
from analytics.company.writing import PlannedPost, Writers, is_open, room_of

# Of ten posts and replies about two begin a thread.
SHARE_OF_ROOTS = 0.22
# The part of the talk in which a text of a season stands.
SEASONS = {"early": (0.0, 0.4), "": (0.0, 1.0), "late": (0.5, 1.0)}
MOST_COMMON_REPLIES = 14
DRAWS = 6
SHARE_QUOTABLE = 0.25
# What a later reply begins with when it is most likely the first writer's own, by the kind of post.
OWN_VOICE = {
    "question": re.compile(r"(?:tusen takk|takk|da|supert|perfekt|thanks|thank you|great|so)\b", re.IGNORECASE),
    "announcement": re.compile(r"(?:ja|nei|yes|no)\b", re.IGNORECASE),
    "pain": re.compile(r"meldt\b", re.IGNORECASE),
}
# How much each kind of post is answered.
ANSWERED = {"update": 1.0, "question": 0.5, "praise": 1.2, "pain": 1.5, "announcement": 2.5, "idea": 1.4}
ANSWER_MINUTES = {"question": 35.0, "announcement": 90.0, "idea": 600.0}


def write_threads(
    rng: random.Random,
    *,
    stock: Stock,
    people: Sequence[Person],
    writers: Writers,
    clock: Clock,
    number: int,
    cells: Sequence[Cell],
) -> list[PlannedPost]:
    """Return about `number` posts and replies, planted ones among them, some of them after `clock.now`."""
    kept = {text for cell in cells for text in cell.texts}
    wanted = max(0, round(number * SHARE_OF_ROOTS) - sum(len(cell.texts) for cell in cells))
    free = [text for text in stock.roots if text not in kept] or list(stock.roots)
    roots: list[tuple[PlannedPost, RootText]] = []
    said: dict[tuple[int, str], set[Person]] = defaultdict(set)
    for week, copy, text in deal(rng, free, wanted, clock.weeks + 1):
        post = write_root(rng, text, week, copy, writers, clock)
        roots.append((post, text))
        if text.tone == "negative":
            for theme in text.themes:
                said[week, theme].add(post.author)
    voices: dict[PlannedPost, list[Person]] = {}
    for cell in cells:
        posts, heard = write_cell(rng, cell, people, said[cell.week, cell.theme], writers, clock)
        said[cell.week, cell.theme].update(heard)
        voices.update(dict.fromkeys(posts, heard))
        roots += zip(posts, cell.texts, strict=True)
    written: list[PlannedPost] = []
    for post, text in roots:
        written += answer(rng, post, text.replies, writers, voices.get(post, ()))
    threads = [post for post, _text in roots]
    common = max(0, number - len(threads) - len(written))
    return [*threads, *written, *answer_commonly(rng, threads, written, stock.replies, writers, common)]


def deal(rng: random.Random, texts: Sequence[RootText], number: int, weeks: int) -> Iterator[tuple[int, int, RootText]]:
    """Yield (week, copy, text) `number` times; each theme and tone is spread evenly, so that weeks resemble each other.

    Where there are fewer texts than wanted, the copies of a text lie as far apart as they can.
    """
    groups: dict[tuple[str, str], list[RootText]] = defaultdict(list)
    for text in texts:
        groups[text.theme, text.tone].append(text)
    sizes = apportion(number, [len(group) for group in groups.values()])
    for group, size in zip(groups.values(), sizes, strict=True):
        chosen = rng.sample(group, min(size, len(group)))
        # Evenly spaced all the same: a season moves a text within its group, not the number of texts of a week.
        chosen.sort(key=lambda text: rng.uniform(*SEASONS[season(text.text)]))
        shift = rng.random()
        for i in range(size):
            yield int((i + shift) / size * weeks), i // len(chosen), chosen[i % len(chosen)]


def write_root(rng: random.Random, text: RootText, week: int, copy: int, writers: Writers, clock: Clock) -> PlannedPost:
    """Return the text as a post of the week."""
    community = room_of(rng, text.communities, copy)
    author = writers.author(text, community, week)
    return PlannedPost(
        author=author,
        community=community,
        kind=text.kind,
        text=text.text,
        language=text.language,
        at=clock.moment(rng, week, author.unit.family),
        themes=text.themes,
        tone=text.tone,
        may_be_quoted=is_open(community) and rng.random() < SHARE_QUOTABLE,
    )


def answer(
    rng: random.Random,
    root: PlannedPost,
    texts: Iterable[ReplyText],
    writers: Writers,
    voices: Sequence[Person] = (),
) -> list[PlannedPost]:
    """Return the replies written for a post, one after the other; those that complain come from `voices`, if any."""
    thread = {root.author}
    replies: list[PlannedPost] = []
    at = root.at
    for text in texts:
        parent = root
        own_voice = OWN_VOICE.get(root.kind)
        if replies and own_voice and own_voice.match(text.text):
            author, parent = root.author, replies[-1]
        else:
            saying = [one for one in voices if one not in thread] if text.tone == "negative" else []
            author = rng.choice(saying) if saying else writers.replier(text, root, thread)
        at = later(rng, at, author.unit.family, ANSWER_MINUTES.get(root.kind, 60.0))
        thread.add(author)
        replies.append(reply(root, parent, author, text, at))
    return replies


def reply(root: PlannedPost, parent: PlannedPost, author: Person, text: ReplyText, at: dt.datetime) -> PlannedPost:
    return PlannedPost(
        author=author,
        community=root.community,
        kind="update",
        text=text.text,
        language=text.language,
        at=at,
        parent=parent,
        root=root,
        themes=text.themes,
        tone=text.tone,
    )


def answer_commonly(
    rng: random.Random,
    threads: Sequence[PlannedPost],
    written: Sequence[PlannedPost],
    texts: Sequence[ReplyText],
    writers: Writers,
    number: int,
) -> list[PlannedPost]:
    """Return about `number` replies that fit many posts: never one twice in a thread, nor twice from one person."""
    if not threads:
        return []
    shelf = Shelf(rng, texts)
    here: dict[PlannedPost, set[Person]] = defaultdict(set)
    for post in written:
        here[post.root or post].add(post.author)
    heat = [min(20.0, rng.paretovariate(1.3)) * ANSWERED[post.kind] for post in threads]
    replies = []
    for root, wanted in Counter(rng.choices(threads, weights=heat, k=number)).items():
        for _n in range(min(wanted, MOST_COMMON_REPLIES)):
            drawn = writers.members(root.community).draw(rng, DRAWS)
            author = next((one for one in drawn if one is not root.author and one not in here[root]), None)
            text = shelf.take(root, author) if author else None
            if author and text:
                here[root].add(author)
                at = later(rng, root.at, author.unit.family, 150.0)
                replies.append(reply(root, root, author, text, at))
    return replies


def mood(root: PlannedPost) -> str:
    """Return the kind of post that a post is like: an update that complains is answered as a pain is."""
    return "pain" if root.kind == "update" and root.tone == "negative" else root.kind


class Shelf:
    """The common replies, by the kind of post that they fit and their language; the least used is taken first."""

    def __init__(self, rng: random.Random, texts: Sequence[ReplyText]) -> None:
        self._rng = rng
        self._fitting: dict[tuple[str, str], list[ReplyText]] = defaultdict(list)
        for text in texts:
            for kind in text.fits:
                self._fitting[kind, text.language].append(text)
        self._used: Counter[ReplyText] = Counter()
        self._said: set[tuple[object, ReplyText]] = set()

    def take(self, root: PlannedPost, author: Person) -> ReplyText | None:
        """Return a reply for this thread and person, or None where none is left."""
        left = [
            text
            for text in self._fitting.get((mood(root), author.language), [])
            if (root, text) not in self._said and (author, text) not in self._said
            if root.kind != "update" or text.tone in ("neutral", root.tone)
        ]
        if not left:
            return None
        drawn = self._rng.sample(left, min(5, len(left)))
        text = min(drawn, key=lambda one: self._used[one])
        self._used[text] += 1
        self._said.update({(root, text), (author, text)})
        return text
