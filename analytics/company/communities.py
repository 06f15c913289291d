"""The communities of the invented company, who belongs to them and who follows whom."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from analytics.company.people import Person

EVERYBODY = "hele-lyngholt"
OPEN, CLOSED, HIDDEN = "open", "closed", "hidden"
MOST_FOLLOWED = 60


@dataclass(frozen=True)
class Room:
    """A community. `shares` of a unit (by name) or of a sort of work belong to it, and `others` of the rest.

    `host_units` are where its hosts come from, in that order.
    """

    slug: str
    name: str
    about: str
    shares: Mapping[str, float]
    others: float = 0.0
    visibility: str = OPEN
    host_units: tuple[str, ...] = ()
    hosts: int = 2


ROOMS = (
    Room(
        EVERYBODY, "Hele Lyngholt", "For alle i Lyngholt Frakt: det som angår oss på tvers.", {}, 1.0,
        host_units=("Kommunikasjon",), hosts=4,
    ),
    Room(
        "terminal-drammen", "Terminal Drammen", "Porter, skift, truck og kaffe på Drammen.",
        {"Terminal Drammen": 1.0, "Planlegging og trafikk": 0.35, "Terminaler": 1.0},
        host_units=("Terminal Drammen", "Planlegging og trafikk"),
    ),
    Room(
        "terminal-trondheim", "Terminal Trondheim", "For oss som jobber på Trondheim, dag, kveld og natt.",
        {"Terminal Trondheim": 1.0, "Planlegging og trafikk": 0.2, "Terminaler": 1.0},
        host_units=("Terminal Trondheim", "Planlegging og trafikk"),
    ),
    Room(
        "terminal-bergen", "Terminal Bergen", "Alt om terminalen i Bergen, også regnet.",
        {"Terminal Bergen": 1.0, "Terminal Førde": 0.3, "Planlegging og trafikk": 0.2, "Terminaler": 1.0},
        host_units=("Terminal Bergen", "Planlegging og trafikk"),
    ),
    Room(
        "sjaforprat", "Sjåførprat", "Veien, bilen, rampa og pausen. For sjåfører og dem som planlegger for dem.",
        {"driver": 0.95, "planner": 0.8, "workshop": 0.4, "Transport": 1.0},
        host_units=("Sjåfører Øst", "Planlegging og trafikk", "Verksted"), hosts=3,
    ),
    Room(
        "vinterkjoring", "Vinterkjøring", "Føre, kjetting, kolonne og gode råd.",
        {"driver": 0.5, "planner": 0.4, "workshop": 0.5, "Transport": 1.0}, 0.02, host_units=("Sjåfører Vest",),
    ),
    Room(
        "trygg-pa-jobb", "Trygg på jobb", "Nesten-uhell, vernerunder og det som gjør at alle kommer hele hjem.",
        {"safety": 1.0, "terminal": 0.2, "driver": 0.2, "workshop": 0.3, "hr": 0.4, "customs": 0.3, "leader": 0.6}, 0.1,
        host_units=("HMS og kvalitet",),
    ),
    Room(
        "spor-it", "Spør IT", "Spør om system, skannere og passord. IT svarer her. English is fine.",
        {"it": 1.0, "gdansk": 0.6, "customer": 0.3, "customs": 0.4, "finance": 0.3}, 0.12, host_units=("IT",),
    ),
    Room(
        "kundesenteret", "Kundesenteret", "Saker, svar og gode grep fra telefonen.",
        {"customer": 1.0, "sales": 0.6, "customs": 0.5, "finance": 0.3, "Kunde og marked": 1.0},
        host_units=("Kundesenteret",),
    ),
    Room(
        "gdansk-office", "Gdańsk office", "Our office by the shipyard, and everybody who works with us.",
        {"gdansk": 1.0, "customs": 0.25, "it": 0.25}, host_units=("Gdańsk",),
    ),
    Room(
        "verkstedhjornet", "Verkstedhjørnet", "Feil, deler og ventetid. Skriv gjerne bilnummeret.",
        {"workshop": 1.0, "driver": 0.2, "planner": 0.2, "Transport": 1.0}, host_units=("Verksted",),
    ),
    Room(
        "gronn-frakt", "Grønn frakt", "Mindre utslipp, mindre tomkjøring, mindre plast.",
        {"driver": 0.12, "planner": 0.3, "sales": 0.3, "comms": 0.5, "workshop": 0.2}, 0.07,
        host_units=("Planlegging og trafikk",),
    ),
    Room(
        "foreldre-i-turnus", "Foreldre i turnus", "For oss som har barn og vakter. Det som står her, blir her.",
        {"terminal": 0.11, "driver": 0.08, "customer": 0.15}, 0.05, CLOSED, ("HR", "Terminal Drammen"),
    ),
    Room(
        "tillitsvalgte", "Tillitsvalgte", "Arbeidsrom for tillitsvalgte og verneombud.",
        {"terminal": 0.035, "driver": 0.03}, 0.012, HIDDEN, ("Terminal Drammen", "Sjåfører Vest"),
    ),
)  # fmt: skip
ROOM_NAMED = {room.slug: room for room in ROOMS}


@dataclass
class Rooms:
    """Who belongs where: `members` by slug, with the `hosts` among them."""

    members: dict[str, list[Person]] = field(default_factory=dict)
    hosts: dict[str, list[Person]] = field(default_factory=dict)


def fill_rooms(rng: random.Random, people: Sequence[Person]) -> Rooms:
    """Decide who belongs to each community; leaders of shop floors belong to none that is hidden from them."""
    rooms = Rooms()
    for room in ROOMS:
        members = [person for person in people if belongs(rng, person, room)]
        # A room that nobody happened to join would stand empty.
        members = members or list(people[-2:])
        rooms.members[room.slug] = members
        rooms.hosts[room.slug] = choose_hosts(room, members)
    return rooms


def belongs(rng: random.Random, person: Person, room: Room) -> bool:
    if room.slug in person.communities:
        return True
    share = room.shares.get(person.unit.name, room.shares.get(person.unit.family, room.others))
    is_welcome = room.visibility == OPEN or not person.is_leader
    # Drawn for everybody, so that one person's part does not change the chances of the next.
    return rng.random() < share and is_welcome


def choose_hosts(room: Room, members: Sequence[Person]) -> list[Person]:
    """Return the most active members of the host units."""
    ranked = sorted(
        (person for person in members if person.unit.name in room.host_units),
        key=lambda person: (room.host_units.index(person.unit.name), -person.activity),
    )
    one_of_each = list({person.unit.name: person for person in reversed(ranked)}.values())[::-1]
    chosen = [*one_of_each, *(person for person in ranked if person not in one_of_each)]
    return (chosen or list(members))[: room.hosts]


def follows(rng: random.Random, people: Sequence[Person], average: float = 6.0) -> Iterator[tuple[Person, Person]]:
    """Yield (follower, followed): most follow a few, a few follow many; leaders and great writers are followed most."""
    fame = list(accumulate(person.activity * (6 if person.is_leader else 1) for person in people))
    by_unit: dict[str, list[Person]] = {}
    for person in people:
        by_unit.setdefault(person.unit.name, []).append(person)
    for person in people:
        wanted = min(MOST_FOLLOWED, int(rng.paretovariate(1.4) * average / 3.5), len(people) - 1)
        far = rng.choices(people, cum_weights=fame, k=wanted)
        near = rng.choices(by_unit[person.unit.name], k=wanted // 2)
        for followed in dict.fromkeys([*near, *far][:wanted]):
            if followed is not person:
                yield person, followed
