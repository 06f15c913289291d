"""Pains that are planted: in a unit, from a week on, so many more people a week say that a theme hurts."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from analytics.company.clock import Clock, later
from analytics.company.communities import ROOM_NAMED
from analytics.company.people import Person
from analytics.company.stock import RootText
from analytics.company.tree import PLACES, UNIT_NAMED
from analytics.company.writing import ANYONE, PlannedPost, Writers, is_open

# Returns the themes of a text in a language.
ThemeFinder = Callable[[str, str], Collection[str]]
# So many of the people who say it write a post of their own; the others say "me too" to one of these.
SHARE_OF_AUTHORS = 0.12
# Posts of a planted week come early enough for the others to see them in the same week.
LAST_HOUR = 4 * 24 + 8


@dataclass(frozen=True)
class Plant:
    """`extra` distinct people more a week from week `from_week` (0 is the first) on. Plants of one cell add up."""

    unit: str
    theme: str
    from_week: int
    extra: int


@dataclass(frozen=True)
class Cell:
    """What is planted in one week: the people needed and the texts kept for them."""

    unit: str
    theme: str
    week: int
    extra: int
    texts: tuple[RootText, ...]


def reserve(
    rng: random.Random,
    roots: Sequence[RootText],
    plants: Iterable[Plant],
    weeks: int,
    themes_in: ThemeFinder | None = None,
) -> list[Cell]:
    """Keep texts for the planted weeks, the open one among them. Each text once, until the fitting ones are used up.

    With `themes_in`, the texts come first in which it finds the theme and no other.

    :raises ValueError: if there is no negative text on a theme.
    """
    wanted: dict[tuple[int, str, str], int] = defaultdict(int)
    for plant in plants:
        for week in range(max(0, plant.from_week), weeks + 1):
            wanted[week, plant.unit, plant.theme] += plant.extra
    queues = {
        (unit, theme): fitting_texts(rng, roots, unit, theme, themes_in)
        for unit, theme in dict.fromkeys(cell[1:] for cell in sorted(wanted))
    }
    used: dict[RootText, int] = defaultdict(int)
    cells = []
    # The latest weeks, of which the last letter tells, choose first.
    for (week, unit, theme), extra in sorted(wanted.items(), reverse=True):
        texts = []
        for _n in range(number_of_texts(queues[unit, theme], extra)):
            text = min(queues[unit, theme], key=lambda one: used[one])
            used[text] += 1
            texts.append(text)
        cells.append(Cell(unit, theme, week, extra, tuple(texts)))
    return cells[::-1]


def number_of_texts(queue: Sequence[RootText], extra: int) -> int:
    """Return how many write: where nothing can be answered with "me too", all of them."""
    return max(1, round(extra * SHARE_OF_AUTHORS)) if queue[0].kind == "pain" else extra


def fitting_texts(
    rng: random.Random, roots: Sequence[RootText], unit: str, theme: str, themes_in: ThemeFinder | None
) -> list[RootText]:
    """Return the texts that people of the unit could write about the theme; of pains alone where there are any."""
    hurting = [text for text in roots if theme in text.themes and text.tone == "negative"]
    if not hurting:
        raise ValueError(f"no text says that {theme} hurts")
    families = {each.family for each in UNIT_NAMED.values() if is_within(each.name, unit)} | {ANYONE}
    elsewhere = [place for place in PLACES if place not in places_of(unit)]
    fitting = [
        text
        for text in hurting
        if families & set(text.families)
        and any(is_open(slug) for slug in text.communities)
        and not any(place in text.text for place in elsewhere)
    ]
    found = fitting or hurting
    pains = [text for text in found if text.kind == "pain"] or found
    rng.shuffle(pains)
    if themes_in:
        found_in = {text: set(themes_in(text.text, text.language)) for text in pains}
        return sorted(pains, key=lambda text: (theme not in found_in[text], len(found_in[text])))
    # First what is about nothing else, and stands in the unit's own community.
    return sorted(pains, key=lambda text: (text.themes != (theme,), own_room(unit) not in text.communities))


def places_of(unit: str) -> set[str]:
    return {each.place for each in UNIT_NAMED.values() if is_within(each.name, unit)}


def is_within(name: str, unit: str) -> bool:
    """Tell whether a unit is the other or stands below it."""
    while name != unit:
        parent = UNIT_NAMED[name].parent
        if parent is None:
            return False
        name = parent
    return True


def own_room(unit: str) -> str | None:
    """Return the community that is a unit's own, where it has one."""
    rooms = (slug for slug, room in ROOM_NAMED.items() if room.shares.get(unit) == 1.0 and is_open(slug))
    return next(rooms, None)


def room_for(text: RootText, unit: str) -> str:
    """Return where people of the unit write the text: not in the room of another unit."""
    own = own_room(unit)
    rooms = [slug for slug in text.communities if is_open(slug)]
    of_others = {own_room(other) for other in UNIT_NAMED if not is_within(other, unit)} - {own}
    free = [slug for slug in rooms if slug not in of_others]
    if own in rooms or (own and not free):
        return own
    return (free or rooms or ["hele-lyngholt"])[0]


def write_cell(
    rng: random.Random, cell: Cell, people: Sequence[Person], said: set[Person], writers: Writers, clock: Clock
) -> tuple[list[PlannedPost], list[Person]]:
    """Return the posts of a planted week with the "me too" of the others, and all who say it.

    `said` are those who complain of the theme that week anyway: the planted ones come on top.
    """
    able = [one for one in people if one.is_counted and is_within(one.unit.name, cell.unit)]
    free = [one for one in able if one not in said] or able
    rng.shuffle(free)
    voices: list[Person] = []
    posts = []
    for text in cell.texts:
        author = best_author(text, [one for one in free if one not in voices] or free)
        voices.append(author)
        writers.note(author, cell.week)
        posts.append(planted_post(rng, text, author, cell, clock))
    others = [one for one in free if one not in voices][: max(0, cell.extra - len(voices))]
    pains = [post for post in posts if post.kind == "pain"]
    for other in others if pains else []:
        for post in rng.sample(pains, (len(pains) + 1) // 2):
            post.reactions.append((other, "me_too", within_week(rng, post.at, other, cell.week, clock)))
    return posts, voices + others


def best_author(text: RootText, people: Sequence[Person]) -> Person:
    """Return who would most likely write the text: by work, then language."""
    return max(people, key=lambda one: (one.unit.family in text.families, one.language == text.language))


def planted_post(rng: random.Random, text: RootText, author: Person, cell: Cell, clock: Clock) -> PlannedPost:
    start, _end = clock.bounds(cell.week)
    at = clock.moment(rng, cell.week, author.unit.family)
    while at > start + dt.timedelta(hours=LAST_HOUR):
        at = clock.moment(rng, cell.week, author.unit.family)
    return PlannedPost(
        author=author,
        community=room_for(text, cell.unit),
        kind=text.kind,
        text=text.text,
        language=text.language,
        at=at,
        themes=text.themes,
        tone=text.tone,
    )


def within_week(rng: random.Random, after: dt.datetime, person: Person, week: int, clock: Clock) -> dt.datetime:
    """Return when the person answers, still in the week."""
    _start, end = clock.bounds(week)
    at = later(rng, after, person.unit.family, 200)
    return at if at < end else after + (end - after) * rng.random()
