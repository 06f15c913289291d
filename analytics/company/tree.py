"""The units of the invented company, and how many people each has at any size of the company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NB, NN, EN = "nb", "nn", "en"
COMPANY = "Lyngholt Frakt"


@dataclass(frozen=True)
class Unit:
    """A unit: `people` in a company of about 650, of these the first leads it; `family` is the sort of work.

    `languages` are the shares of nynorsk and English as the language of the interface; the rest uses bokmål.
    `names` are the shares of families that came from elsewhere.
    """

    name: str
    parent: str | None
    people: int
    family: str
    place: str
    leader_title: str
    titles: tuple[str, ...]
    languages: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_division(self) -> bool:
        """Tell whether nobody but its leader stands in the unit itself."""
        return self.people == 1


ON_THE_FLOOR = ("Terminalarbeider", "Terminalarbeider", "Truckfører", "Terminalmedarbeider", "Skiftleder")
AT_THE_WHEEL = ("Sjåfør", "Sjåfør", "Fjernsjåfør", "Distribusjonssjåfør")
MANY = {"polish": 0.13, "baltic": 0.07, "somali": 0.05, "vietnamese": 0.04, "southasian": 0.04, "eritrean": 0.03}
SOME = {"polish": 0.05, "somali": 0.03, "vietnamese": 0.03, "southasian": 0.03}
NORTH = {"sami": 0.22, "polish": 0.05}

UNITS = (
    Unit(COMPANY, None, 1, "leader", "Drammen", "Administrerende direktør", ()),
    Unit("Terminaler", COMPANY, 1, "leader", "Drammen", "Driftsdirektør", ()),
    Unit("Transport", COMPANY, 1, "leader", "Drammen", "Transportdirektør", ()),
    Unit("Kunde og marked", COMPANY, 1, "leader", "Drammen", "Kommersiell direktør", ()),
    Unit("Stab", COMPANY, 1, "leader", "Drammen", "Stabsdirektør", ()),
    Unit(
        "Terminal Drammen", "Terminaler", 140, "terminal", "Drammen", "Terminalleder", ON_THE_FLOOR,
        {NN: 0.02, EN: 0.15}, MANY,
    ),
    Unit(
        "Terminal Trondheim", "Terminaler", 95, "terminal", "Trondheim", "Terminalleder", ON_THE_FLOOR,
        {NN: 0.03, EN: 0.06}, SOME,
    ),
    Unit(
        "Terminal Bergen", "Terminaler", 62, "terminal", "Bergen", "Terminalleder", ON_THE_FLOOR,
        {NN: 0.5, EN: 0.06}, SOME,
    ),
    Unit(
        "Terminal Førde", "Terminaler", 24, "terminal", "Førde", "Terminalleiar",
        ("Terminalarbeidar", "Truckførar", "Terminalmedarbeidar"), {NN: 0.95}, {"polish": 0.06},
    ),
    Unit("Terminal Tromsø", "Terminaler", 18, "terminal", "Tromsø", "Terminalleder", ON_THE_FLOOR, {}, NORTH),
    Unit(
        "Sjåfører Øst", "Transport", 72, "driver", "Drammen", "Gruppeleder", AT_THE_WHEEL,
        {NN: 0.04, EN: 0.16}, MANY,
    ),
    Unit(
        "Sjåfører Vest", "Transport", 51, "driver", "Bergen", "Gruppeleiar", ("Sjåfør", "Sjåfør", "Fjernsjåfør"),
        {NN: 0.75, EN: 0.04}, SOME,
    ),
    Unit(
        "Planlegging og trafikk", "Transport", 26, "planner", "Drammen", "Trafikkleder",
        ("Planlegger", "Trafikkplanlegger", "Trafikkoordinator"), {NN: 0.15, EN: 0.04}, SOME,
    ),
    Unit(
        "Verksted", "Transport", 20, "workshop", "Drammen", "Verksmester", ("Mekaniker", "Mekaniker", "Delelagerleder"),
        {NN: 0.25, EN: 0.05}, MANY,
    ),
    Unit(
        "Kundesenteret", "Kunde og marked", 34, "customer", "Drammen", "Leder for kundesenteret",
        ("Kundebehandler", "Kundebehandler", "Kundekonsulent", "Teamleder"), {NN: 0.2, EN: 0.1}, SOME,
    ),
    Unit(
        "Salg", "Kunde og marked", 20, "sales", "Drammen", "Salgssjef", ("Kundeansvarlig", "Selger"),
        {NN: 0.1, EN: 0.05}, SOME,
    ),
    Unit(
        "Toll og spedisjon", "Kunde og marked", 16, "customs", "Drammen", "Leder for toll og spedisjon",
        ("Speditør", "Tollmedarbeider"), {NN: 0.12, EN: 0.2}, SOME,
    ),
    Unit(
        "IT", "Stab", 22, "it", "Drammen", "IT-sjef", ("IT-konsulent", "Systemansvarlig", "IT-støtte"),
        {NN: 0.08, EN: 0.2}, {"vietnamese": 0.12, "southasian": 0.15, "somali": 0.05, "polish": 0.05},
    ),
    Unit(
        "Økonomi og lønn", "Stab", 15, "finance", "Drammen", "Økonomisjef",
        ("Regnskapsmedarbeider", "Lønnsmedarbeider", "Controller"), {NN: 0.18, EN: 0.06}, SOME,
    ),
    Unit("HR", "Stab", 12, "hr", "Drammen", "HR-sjef", ("HR-rådgiver", "Rekrutterer"), {NN: 0.2, EN: 0.1}, SOME),
    Unit(
        "HMS og kvalitet", "Stab", 8, "safety", "Drammen", "HMS-leder", ("HMS-rådgiver", "Kvalitetsrådgiver"),
        {NN: 0.15},
    ),
    Unit(
        "Kommunikasjon", "Stab", 8, "comms", "Drammen", "Kommunikasjonssjef",
        ("Kommunikasjonsrådgiver", "Webredaktør"), {NN: 0.15},
    ),
    Unit(
        "Gdańsk", COMPANY, 20, "gdansk", "Gdańsk", "Office manager",
        ("IT operations specialist", "Customs specialist", "Service desk analyst"), {EN: 1.0}, {"polish": 1.0},
    ),
)  # fmt: skip
UNIT_NAMED = {unit.name: unit for unit in UNITS}
PLACES = tuple(dict.fromkeys(unit.place for unit in UNITS))
# The company, its divisions with a leader each, and a handful of people below them.
SMALLEST = 12


class TooSmall(Exception):
    """So few people make no company."""


def staffed(people: int) -> dict[str, int]:
    """Return how many people each unit has, leader included, in a company of this size; units without any are left out.

    :raises TooSmall: under `SMALLEST` people.
    """
    if people < SMALLEST:
        raise TooSmall
    divisions = [unit for unit in UNITS if unit.is_division]
    leaves = [unit for unit in UNITS if not unit.is_division]
    shares = apportion(people - len(divisions), [unit.people for unit in leaves])
    found = {unit.name: share for unit, share in zip(leaves, shares, strict=True) if share}
    sizes = {unit.name: 1 for unit in divisions} | found
    return {unit.name: sizes[unit.name] for unit in UNITS if unit.name in sizes}


def apportion(whole: int, weights: Sequence[float]) -> list[int]:
    """Divide a number into whole parts in proportion to the weights, by largest remainders."""
    total = sum(weights)
    exact = [whole * weight / total for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[: whole - sum(parts)]:
        parts[i] += 1
    return parts
