"""The whole plan of an invented company: the same seed, size and last day give the same plan."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analytics.company.clock import Clock
from analytics.company.communities import Rooms, fill_rooms, follows
from analytics.company.dice import dice
from analytics.company.ideas import CHALLENGES, PlannedChallenge, PlannedIdea, propose_ideas
from analytics.company.people import Person, make_people
from analytics.company.plants import Plant, ThemeFinder, reserve
from analytics.company.reactions import react
from analytics.company.stock import read_stock
from analytics.company.threads import SHARE_OF_ROOTS, write_threads
from analytics.company.writing import PlannedPost, Writers

POSTS_PER_PERSON_AND_WEEK = 9 / 12
PEOPLE_PER_IDEA = 8
DEMO_PEOPLE, DEMO_WEEKS, DEMO_SEED = 650, 12, 20261

# (unit, theme, how many people more than the week before say it in each of the last weeks)
DEMO_PAINS = (
    ("Terminal Drammen", "working_hours_shifts", (6, 2, 2, 2)),
    ("Terminal Trondheim", "working_hours_shifts", (4, 2, 2, 1)),
    ("Terminal Trondheim", "tools_it", (7, 1, 0, 0)),
    ("Kundesenteret", "tools_it", (6, 1, 1, 0)),
    ("Sjåfører Øst", "staffing", (6, 2, 1, 0)),
    # Neighbours of whom some say it too: where hardly anybody does, the rule of complements hides the others' cells.
    ("Terminal Bergen", "working_hours_shifts", (5,)),
    ("Sjåfører Øst", "working_hours_shifts", (6,)),
    ("Terminal Drammen", "tools_it", (5,)),
    ("Sjåfører Vest", "staffing", (5,)),
    ("Terminal Drammen", "staffing", (6,)),
)


@dataclass
class Plan:
    """What there is to write into the database. Posts are in order of time, a root before its replies."""

    clock: Clock
    people: list[Person]
    rooms: Rooms
    follows: list[tuple[Person, Person]]
    posts: list[PlannedPost] = field(default_factory=list)
    ideas: list[PlannedIdea] = field(default_factory=list)
    challenges: tuple[PlannedChallenge, ...] = ()


def plan_company(
    *,
    people: int,
    weeks: int,
    seed: int,
    now: dt.datetime,
    posts: int | None = None,
    plants: Sequence[Plant] = (),
    themes_in: ThemeFinder | None = None,
) -> Plan:
    """Plan a company with so many people and closed weeks, and the open week until `now`.

    `posts` is about the number of posts and replies in the closed weeks, beside ideas.
    `themes_in` is for those who want planted pains in words that are understood; without it they are as they come.

    :raises TooSmall: if the people make no company.
    :raises ValueError: if a plant's theme has no text.
    """
    stock, clock = read_stock(), Clock.ending(now, weeks)
    in_closed_weeks = people * weeks * POSTS_PER_PERSON_AND_WEEK if posts is None else posts
    number = round(in_closed_weeks * (weeks + 1) / weeks)
    staff = make_people(dice(seed, "people"), number=people, first_day=clock.monday(0))
    rooms = fill_rooms(dice(seed, "rooms"), staff)
    most_a_week = max(2, round(4 * SHARE_OF_ROOTS * number / (people * weeks)))
    writers = Writers(dice(seed, "writers"), staff, rooms, most_a_week)
    cells = reserve(dice(seed, "plants"), stock.roots, plants, weeks, themes_in)
    every = max(1, len(stock.ideas) * PEOPLE_PER_IDEA // people)
    ideas, talk = propose_ideas(dice(seed, "ideas"), stock.ideas[::every], staff, writers, clock)
    chance = dice(seed, "threads")
    talk += write_threads(chance, stock=stock, people=staff, writers=writers, clock=clock, number=number, cells=cells)
    react(dice(seed, "reactions"), talk, writers)
    plan = Plan(clock, staff, rooms, list(follows(dice(seed, "follows"), staff)), ideas=ideas, challenges=CHALLENGES)
    plan.posts = until_now(talk, now)
    return plan


def until_now(posts: Iterable[PlannedPost], now: dt.datetime) -> list[PlannedPost]:
    """Return the posts and reactions that have happened, in order of time."""
    happened = sorted((post for post in posts if post.at < now), key=lambda post: post.at)
    for post in happened:
        post.reactions = [reaction for reaction in post.reactions if reaction[2] < now]
    return happened


def demo_plants() -> list[Plant]:
    """The pains of the company that `./lest up` shows: shifts at two terminals, tools, too few drivers in the east."""
    return [
        Plant(unit, theme, DEMO_WEEKS - len(steps) + week, more)
        for unit, theme, steps in DEMO_PAINS
        for week, more in enumerate(steps)
        if more
    ]


def plan_demo(*, now: dt.datetime, themes_in: ThemeFinder) -> Plan:
    """Plan the company that `./lest up` shows: every post of the stock once, its pains in words that are understood."""
    posts = round(len(read_stock().roots) / SHARE_OF_ROOTS * DEMO_WEEKS / (DEMO_WEEKS + 1))
    return plan_company(
        people=DEMO_PEOPLE,
        weeks=DEMO_WEEKS,
        seed=DEMO_SEED,
        now=now,
        posts=posts,
        plants=demo_plants(),
        themes_in=themes_in,
    )
