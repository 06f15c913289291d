"""The facts as the arithmetic wants them, and the tree of a period."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count

from analytics.disclosure.release import OrgTree
from analytics.models import AuthorFact, RosterEntry, WordFact
from analytics.scoring import periods
from microblog.models import AnonymousCount, OrgUnit

# The author is a key, or a token where the words bear no name.
Active = tuple[str, int, int | str]
Complaint = tuple[str, int, str, int | str]


def horizon(period: str, length: int) -> list[str]:
    """Return the last `length` periods that end with this one, oldest first."""
    return [periods.previous(period, age, weeks=settings.PERIOD_WEEKS) for age in reversed(range(length))]


def active_authors(names: Iterable[str]) -> Iterable[Active]:
    """Yield (period, unit, author) of everybody who wrote."""
    names = list(names)
    facts = AuthorFact.objects.filter(period__in=names, theme="")
    yield from facts.values_list("period", "unit_id", "author_id").iterator()
    unnamed = AnonymousCount.objects.filter(period__in=names, theme="active")
    yield from unnamed.values_list("period", "unit_id", "token").iterator()


def complaints(names: Iterable[str]) -> Iterable[Complaint]:
    """Yield (period, unit, theme, author) of everybody who was negative on a theme."""
    names = list(names)
    facts = AuthorFact.objects.filter(period__in=names, negative_posts__gt=0).exclude(theme="")
    yield from facts.values_list("period", "unit_id", "theme", "author_id").iterator()
    unnamed = AnonymousCount.objects.filter(period__in=names, is_negative=True)
    yield from unnamed.values_list("period", "unit_id", "theme", "token").iterator()


def parents() -> dict[int, int | None]:
    """Return each unit's parent; None for the company."""
    return dict(OrgUnit.objects.values_list("pk", "parent_id"))


def counted_tree(period: str) -> OrgTree:
    """Return the tree with the counted people of each unit and all below it, on the roster of the period."""
    own = dict(
        RosterEntry.objects.filter(period=period, is_counted=True)
        .values_list("unit_id")
        .annotate(people=Count("pk"))
        .values_list("unit_id", "people")
    )
    return tree_of(own)


def roster_sizes(period: str) -> dict[int, int]:
    """Return how many people stood in each unit and all below it when the period began, leaders among them."""
    own = RosterEntry.objects.filter(period=period).values("unit_id").annotate(people=Count("pk"))
    return tree_of({row["unit_id"]: row["people"] for row in own}).headcounts  # type: ignore[return-value]


def tree_of(own: dict[int, int]) -> OrgTree:
    """Return the tree with what stands in each unit itself summed over all below it."""
    above = parents()
    return OrgTree(above, summed_up(own, above))


def summed_up(own: dict[int, int], above: dict[int, int | None]) -> dict[int, int]:
    """Return each unit's own number plus those of all below it."""
    total = dict.fromkeys(above, 0)
    for start, number in own.items():
        unit: int | None = start
        while unit is not None:
            total[unit] += number
            unit = above[unit]
    return total


def words_by_cell(period: str) -> dict[tuple[int, str, str], int]:
    """Return how many people used a word about a theme, by (unit, theme, word); each unit with all below it."""
    above = parents()
    found: dict[tuple[int, str, str], int] = {}
    rows = WordFact.objects.filter(period=period).values_list("unit_id", "theme", "word")
    for start, theme, word, people in rows.annotate(people=Count("author_id")):
        unit: int | None = start
        while unit is not None:
            cell = (unit, theme, word)
            found[cell] = found.get(cell, 0) + people
            unit = above[unit]
    return found


def named_facts(period: str | None) -> Iterable[tuple[str, str, int, str, bool]]:
    """Yield (period, name of the unit, author, theme, whether negative), shuffled within a unit."""
    found = AuthorFact.objects.filter(period=period) if period else AuthorFact.objects.all()
    rows = found.order_by("period", "unit__name", "?")
    for when, unit, author, theme, negative in rows.values_list(
        "period", "unit__name", "author_id", "theme", "negative_posts"
    ):
        yield when, unit, author, theme, negative > 0


def voices(period: str) -> Iterable[tuple[int, int | str, int, int]]:
    """Yield (unit, author, posts, sum of tones) of everybody who wrote; without a name nobody knows how many posts."""
    facts = AuthorFact.objects.filter(period=period, theme="")
    yield from facts.values_list("unit_id", "author_id", "posts", "tone").iterator()
    unnamed = AnonymousCount.objects.filter(period=period, theme="mood")
    yield from ((unit, token, 0, tone) for unit, token, tone in unnamed.values_list("unit_id", "token", "tone"))
