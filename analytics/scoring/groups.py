"""Groups that exist in behaviour but not on paper, found in who talks with whom. Plain Python, the same every time.

Only ties between units count while groups grow, for those within a unit stand on paper. Groups are grown by local
moves and merging (Blondel et al., 2008) against chance ties of people who talk as much; then who hardly belongs is
taken out, and who belongs as much as the others is taken in.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

Person = int
Tie = tuple[Person, Person, float]
Unit = Hashable

# Twice is chance; who talks with each other again and again has a tie.
LEAST_TIE = 3.0
# A member has ties to at least so large a share of the others.
LEAST_SHARE = 0.4
# Who has ties to so large a share of a group belongs to it, wherever it grew.
CORE_SHARE = 0.45
# A group with more than so much of one unit is that unit's.
MOST_OF_ONE_UNIT = 0.75
# From so much overlap (Jaccard) on two groups are one.
SAME_GROUP = 0.65
MOST_ROUNDS = 20


@dataclass
class Node:
    """One person, or people that were merged: how strong all their ties are, and those to each other node."""

    people: frozenset[Person]
    mass: float
    ties: dict[int, float] = field(default_factory=dict)


def find_groups(
    ties: Iterable[Tie], units: Mapping[Person, Unit], paper: Collection[Set[Person]], k: int
) -> list[frozenset[Person]]:
    """Return groups of at least k people from more than one unit that are no unit and no community, largest first.

    `ties` are pairs with how often they met, in any order and repeated at will; people without a unit are left out.
    """
    strong = strong_ties(ties, units)
    found: list[frozenset[Person]] = []
    for people in grown(Talk(across_units(strong, units))):
        group = trimmed(gathered(people, strong), strong)
        if len(group) >= k and is_own_group(group, units, [*paper, *found]):
            found.append(group)
    return sorted(found, key=lambda group: (-len(group), min(group)))


def overlap(one: Set[Person], other: Set[Person]) -> float:
    """Return the Jaccard overlap of two groups, from 0 to 1."""
    return len(one & other) / len(one | other)


def strong_ties(ties: Iterable[Tie], units: Mapping[Person, Unit]) -> dict[Person, dict[Person, float]]:
    """Return for each person those met often enough, and how often."""
    met: dict[tuple[Person, Person], float] = defaultdict(float)
    for one, other, weight in ties:
        if one != other and one in units and other in units:
            met[min(one, other), max(one, other)] += weight
    found: dict[Person, dict[Person, float]] = defaultdict(dict)
    for (one, other), weight in sorted(met.items()):
        if weight >= LEAST_TIE:
            found[one][other] = found[other][one] = weight
    return dict(found)


def across_units(
    ties: Mapping[Person, Mapping[Person, float]], units: Mapping[Person, Unit]
) -> dict[Person, dict[Person, float]]:
    """Return the ties between people of different units: those within one stand on paper already."""
    across = {
        person: {other: weight for other, weight in met.items() if units[other] != units[person]}
        for person, met in ties.items()
    }
    return {person: met for person, met in across.items() if met}


class Talk:
    """The ties of a company, and how strong they would be if only talkativeness made them."""

    def __init__(self, ties: Mapping[Person, Mapping[Person, float]]) -> None:
        self.ties = ties
        self.degrees = {person: sum(met.values()) for person, met in ties.items()}
        self.total = sum(self.degrees.values()) or 1.0

    def expected(self, one: float, other: float) -> float:
        """Return how strong the ties of two masses would be by chance."""
        return one * other / self.total

    def nodes(self) -> list[Node]:
        """Return one node for each person who has a tie."""
        people = sorted(self.ties)
        places = {person: place for place, person in enumerate(people)}
        return [
            Node(
                frozenset([person]),
                self.degrees[person],
                {places[other]: weight for other, weight in self.ties[person].items()},
            )
            for person in people
        ]


def grown(talk: Talk) -> Iterator[frozenset[Person]]:
    """Yield the groups that grow when each node moves to where it gains most, and groups then move as one."""
    nodes = talk.nodes()
    while True:
        homes = moved(nodes, talk)
        if len(set(homes)) == len(nodes):
            break
        nodes = merged(nodes, homes)
    yield from (node.people for node in nodes)


def moved(nodes: Sequence[Node], talk: Talk) -> list[int]:
    """Return the home of each node after moving until nothing gains, in the order of the nodes."""
    homes = list(range(len(nodes)))
    masses = [node.mass for node in nodes]
    for _round in range(MOST_ROUNDS):
        changed = False
        for place, node in enumerate(nodes):
            masses[homes[place]] -= node.mass
            best = best_home(node, place, homes, masses, talk)
            changed |= best != homes[place]
            homes[place] = best
            masses[best] += node.mass
        if not changed:
            break
    return homes


def best_home(node: Node, place: int, homes: Sequence[int], masses: Sequence[float], talk: Talk) -> int:
    """Return where the node's ties are strongest beyond what is expected; where it stands unless another is better."""
    ties: dict[int, float] = {homes[place]: 0.0}
    for other, weight in node.ties.items():
        if other != place:
            ties[homes[other]] = ties.get(homes[other], 0.0) + weight
    gains = {home: weight - talk.expected(node.mass, masses[home]) for home, weight in ties.items()}
    here = homes[place]
    best = max(gains, key=lambda home: (gains[home], home == here, -home))
    return best if gains[best] > gains[here] + 1e-9 else here


def merged(nodes: Sequence[Node], homes: Sequence[int]) -> list[Node]:
    """Return one node for each home, with the ties of all that live there."""
    places = {home: place for place, home in enumerate(sorted(set(homes)))}
    found = [Node(frozenset(), 0.0) for _home in places]
    for node, home in zip(nodes, homes, strict=True):
        into = found[places[home]]
        into.people |= node.people
        into.mass += node.mass
        for other, weight in node.ties.items():
            target = places[homes[other]]
            into.ties[target] = into.ties.get(target, 0.0) + weight
    return found


def gathered(people: frozenset[Person], ties: Mapping[Person, Mapping[Person, float]]) -> frozenset[Person]:
    """Return the group with those who have ties to as many of its core as its members have."""
    core = trimmed(people, ties)
    least = CORE_SHARE * len(core)
    return core | {person for person, met in ties.items() if len(core & met.keys()) >= least}


def trimmed(people: frozenset[Person], ties: Mapping[Person, Mapping[Person, float]]) -> frozenset[Person]:
    """Return the group without those who hardly belong, the loosest first until everybody left does."""
    group = set(people)
    while len(group) > 1:
        loosest = min(group, key=lambda person: (len(group & ties[person].keys()), person))
        if len(group & ties[loosest].keys()) >= LEAST_SHARE * (len(group) - 1):
            break
        group.remove(loosest)
    return frozenset(group)


def is_own_group(group: frozenset[Person], units: Mapping[Person, Unit], paper: Collection[Set[Person]]) -> bool:
    """Tell whether a group spans units and is not on paper."""
    sizes = Counter(units[person] for person in group)
    if max(sizes.values()) > MOST_OF_ONE_UNIT * len(group):
        return False
    return all(overlap(group, listed) < SAME_GROUP for listed in paper)
