"""How the units that an idea concerns vote on it: for the bridging score, never shown as it stands."""

from collections import Counter, defaultdict

from django.db.models import Count

from ideas.models import Choice, Idea, Vote
from ideas.ranking import Sides
from microblog.models import WORKS_HERE, User
from microblog.queries.units import UnitTree, unit_tree

# Smaller units of the first level concern nothing by themselves.
FEWEST_PEOPLE = 15


def sides_of(idea: Idea) -> dict[int, Sides]:
    """Return how many agree and disagree in each unit that the idea concerns: the units it names, else those of the
    first level with at least fifteen people. A voter counts for the nearest such unit at or above the own."""
    tree = unit_tree()
    named = set(idea.units.order_by().values_list("pk", flat=True))
    concerned = named or large_units(tree)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    votes = Vote.objects.filter(idea=idea).exclude(choice=Choice.PASS).order_by()
    for unit, choice, n in votes.values_list("user__unit", "choice").annotate(Count("pk")):
        home = nearest(tree, unit, concerned)
        if home is not None:
            counts[home][choice] += n
    return {key: Sides(counts[key][Choice.AGREE], counts[key][Choice.DISAGREE]) for key in concerned}


def large_units(tree: UnitTree) -> set[int]:
    """Return the units right under the company that have enough people with all below them."""
    if tree.root is None:
        return set()
    people = User.objects.filter(WORKS_HERE).order_by().values_list("unit").annotate(Count("pk"))
    headcounts = dict(people)
    return {
        unit.pk
        for unit in tree.children[tree.root.pk]
        if sum(headcounts.get(below.pk, 0) for below in tree.subtree(unit)) >= FEWEST_PEOPLE
    }


def nearest(tree: UnitTree, unit: int | None, concerned: set[int]) -> int | None:
    """Return the nearest concerned unit at or above this one."""
    while unit is not None and unit not in concerned:
        unit = tree.units[unit].parent_id
    return unit
