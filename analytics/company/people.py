"""The people of the invented company: a few known ones, the rest made from lists of names."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analytics.company.names import NameGiver, username_of
from analytics.company.tree import COMPANY, EN, NB, NN, UNIT_NAMED, Unit, staffed

# A person counts in sums after thirty days; a few have come too late for that, and only read.
SHARE_OF_NEWCOMERS = 0.015
MOST_ACTIVE = 8.0


@dataclass(eq=False, slots=True)
class Person:
    """One who works here. `activity` is how much more than the quietest the person writes and reacts; 0 only reads."""

    username: str
    name: str
    title: str
    unit: Unit
    language: str
    on_roster_since: dt.date
    activity: float
    is_leader: bool = False
    manager: "Person | None" = None
    roles: list[str] = field(default_factory=list)
    # Beside those that chance gives.
    communities: tuple[str, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Tell whether what the person writes joins the sums: leaders and newcomers do not."""
        return not self.is_leader and self.activity > 0


@dataclass(frozen=True)
class Known:
    """A person who stands in every invented company, the first of a unit as its leader."""

    unit: str
    name: str
    title: str
    language: str = NB
    leads: bool = False
    role: str = ""
    communities: tuple[str, ...] = ()


KNOWN = (
    Known(COMPANY, "Ingrid Solbakken", "Administrerende direktør", leads=True),
    Known("Terminaler", "Henrik Aasen-Dahl", "Driftsdirektør", leads=True, communities=("trygg-pa-jobb",)),
    Known("Terminal Førde", "Oddbjørn Tveit", "Terminalleiar", NN, leads=True, communities=("vinterkjoring",)),
    Known("Kundesenteret", "Amina Warsame", "Leder for kundesenteret", leads=True),
    Known("Terminal Drammen", "Marit Fossheim", "Terminalleder", leads=True, communities=("trygg-pa-jobb",)),
    Known("Terminal Trondheim", "Geir Opdal", "Terminalleder", leads=True),
    Known("Gdańsk", "Piotr Zieliński", "Office manager", EN, leads=True, communities=("spor-it",)),
    Known("Terminal Drammen", "Jonas Eikeland", "Terminalarbeider", communities=("foreldre-i-turnus", "trygg-pa-jobb")),
    Known(
        "Terminal Drammen", "Bente Rustad", "Verneombud", role="representative",
        communities=("tillitsvalgte", "trygg-pa-jobb"),
    ),
    Known("Terminal Trondheim", "Nora Stensrud", "Skiftleder", communities=("trygg-pa-jobb",)),
    Known("Terminal Trondheim", "Kari-Anne Mikkelborg", "Vaktplanlegger", communities=("vinterkjoring",)),
    Known("Sjåfører Øst", "Tor Arne Gjelsvik", "Fjernsjåfør", communities=("vinterkjoring",)),
    Known("IT", "Thuy Berg", "IT-støtte", role="admin", communities=("spor-it",)),
    Known("HR", "Eva Nordbø", "HR-rådgiver", role="analyst"),
    Known("Kommunikasjon", "Marte Hovland", "Kommunikasjonsrådgiver", role="moderator"),
)  # fmt: skip
ROLES = ("moderator", "representative", "analyst", "admin")


def make_people(rng: random.Random, *, number: int, first_day: dt.date) -> list[Person]:
    """Return the people, the top leader first and each leader before the people of the unit.

    `first_day` is the first day of the talk; most people were here long before.

    :raises TooSmall: if the number makes no company.
    """
    names = NameGiver(rng, {known.name for known in KNOWN})
    people: list[Person] = []
    leaders: dict[str, Person] = {}
    for unit_name, size in staffed(number).items():
        unit = UNIT_NAMED[unit_name]
        for place, known in enumerate(seats(unit_name, size)):
            person = make_person(rng, unit, names, known, leads=place == 0, first_day=first_day)
            person.manager = leaders.get(unit_name) or leaders.get(unit.parent or "")
            if place == 0:
                leaders[unit_name] = person
            people.append(person)
    fill_roles(people)
    tell_namesakes_apart(people)
    return people


def seats(unit: str, size: int) -> list[Known | None]:
    """Return who is known of the people of a unit: the leader's seat first."""
    known = [one for one in KNOWN if one.unit == unit]
    leader = next((one for one in known if one.leads), None)
    others = [one for one in known if not one.leads]
    return [leader, *others, *[None] * size][:size]


def make_person(
    rng: random.Random, unit: Unit, names: NameGiver, known: Known | None, *, leads: bool, first_day: dt.date
) -> Person:
    """Make one person."""
    language = choose(rng, unit.languages, NB)
    name = names.name(origin_of(rng, unit, language))
    is_newcomer = rng.random() < SHARE_OF_NEWCOMERS and not (leads or known)
    days = -rng.randrange(1, 20) if is_newcomer else rng.randrange(120, 5000)
    person = Person(
        username=username_of(name),
        name=name,
        title=unit.leader_title if leads else rng.choice(unit.titles),
        unit=unit,
        language=language,
        on_roster_since=first_day - dt.timedelta(days=days),
        activity=0.0 if is_newcomer else min(MOST_ACTIVE, rng.paretovariate(1.3)),
        is_leader=leads,
    )
    return make_known(person, known) if known else person


def make_known(person: Person, known: Known) -> Person:
    """Give a person the name, title and part of a known one, who writes more than most."""
    person.name, person.username = known.name, username_of(known.name)
    person.title, person.language = known.title, known.language
    person.roles = [known.role] if known.role else []
    person.communities = known.communities
    person.activity = max(person.activity, 4.0)
    return person


def origin_of(rng: random.Random, unit: Unit, language: str) -> str:
    """Return where a name comes from: those who use English came from elsewhere, those who write nynorsk did not."""
    if language == NN or not unit.names:
        return "norwegian"
    if language == EN:
        return rng.choices(list(unit.names), weights=list(unit.names.values()))[0]
    return choose(rng, unit.names, "norwegian")


def choose(rng: random.Random, shares: Mapping[str, float], otherwise: str) -> str:
    """Return one of the keys with its share as chance, or else the other."""
    drawn = rng.random()
    for key, share in shares.items():
        drawn -= share
        if drawn < 0:
            return key
    return otherwise


def fill_roles(people: Sequence[Person]) -> None:
    """See to it that somebody has each role, also where a small company lacks the unit of the known one."""
    for role in ROLES:
        if not any(role in person.roles for person in people):
            free = [person for person in people if not person.roles and not person.is_leader]
            (free or people)[-1].roles.append(role)


def tell_namesakes_apart(people: Sequence[Person]) -> None:
    """Number the user names that different names lead to."""
    seen: dict[str, int] = {}
    for person in people:
        plain = person.username
        seen[plain] = seen.get(plain, 0) + 1
        if seen[plain] > 1:
            person.username = f"{plain}.{seen[plain]}"


def example_people(people: Sequence[Person]) -> list[tuple[str, Person]]:
    """Return (role, person) of those that a visitor can sign in as."""
    top = people[0]
    leaders = [person for person in people if person.is_leader and not person.unit.is_division] or [top]
    plain = [person for person in people if not person.is_leader and not person.roles] or [top]
    found = [("employee", plain[0]), ("leader", leaders[0]), ("top_leader", top)]
    return found + [(role, next(person for person in people if role in person.roles)) for role in ROLES]
