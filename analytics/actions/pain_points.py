"""Pain points: the cells of a period, made from its facts. Running it again gives the same rows."""

from collections import defaultdict
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from analytics.actions.facts import freeze_roster, is_closed
from analytics.disclosure import LIMITS
from analytics.disclosure.release import OrgTree, Verdict, release_theme
from analytics.models import PainPoint
from analytics.queries import facts
from analytics.scoring import pain_points as arithmetic
from analytics.scoring import periods
from analytics.scoring.pain_points import COMPANY, PainCell
from analytics.scoring.themes import THEMES
from microblog.models import User

MOST_WORDS = 3


@transaction.atomic
def find_pain_points(period: str) -> list[PainPoint]:
    """Compute and store every cell of a period, and decide which may be shown. A closed period stays as it is."""
    if is_closed(period):
        return list(PainPoint.objects.filter(period=period))
    freeze_roster(period)
    tree = facts.counted_tree(period)
    if not tree.roots:
        return []
    cells = measure(period, tree)
    verdicts = release(tree, cells)
    words = strongest_words(period)
    runs = running_since(period)
    rows = [
        PainPoint(
            **exact(cell),
            headcount=tree.headcounts[cell.unit],
            is_released=verdicts[cell.theme][cell.unit] is Verdict.SHOWN,
            hidden_because=reason(verdicts[cell.theme][cell.unit]),
            since=runs.get((cell.unit, cell.theme), period),
            words=words.get((cell.unit, cell.theme), []),
        )
        for cell in cells
    ]
    return store(period, rows)


def measure(period: str, tree: OrgTree) -> list[PainCell]:
    """Return the cells of every unit of the tree × theme; the company's cell bears the key of its unit."""
    names = facts.horizon(period, arithmetic.HORIZON)
    company = tree.roots[0]
    cells = arithmetic.find_pain_points(
        active=facts.active_authors(names),
        complaints=((when, unit, theme, who) for when, unit, theme, who in facts.complaints(names) if theme in THEMES),
        themes=THEMES,
        period=period,
        weeks=settings.PERIOD_WEEKS,
        parents=tree.parents,
    )
    return [replace(cell, unit=company) if cell.unit == COMPANY else cell for cell in cells]


def release(tree: OrgTree, cells: list[PainCell]) -> dict[str, dict[int, Verdict]]:
    """Decide for each theme which units are shown."""
    authors: dict[str, dict[int, int]] = defaultdict(dict)
    for cell in cells:
        authors[cell.theme][cell.unit] = cell.authors
    return {theme: release_theme(tree, authors[theme]) for theme in THEMES}


def exact(cell: PainCell) -> dict[str, object]:
    """Return the factors of a cell by the names of their columns."""
    return {
        "period": cell.period,
        "unit_id": cell.unit,
        "theme": cell.theme,
        "authors": cell.authors,
        "active": cell.active,
        "expected": cell.expected,
        "ratio": cell.ratio,
        "window": cell.window,
        "p": cell.p,
        "is_alarm": cell.alarm,
        "severity": cell.severity,
        "reach": cell.reach,
        "persistence": cell.persistence,
        "score": cell.score,
    }


def reason(verdict: Verdict) -> str:
    return "" if verdict is Verdict.SHOWN else verdict.value


def strongest_words(period: str) -> dict[tuple[int, str], list[str]]:
    """Return the words of each (unit, theme) that at least ten people used, most used first; never a person's name."""
    names = {part.lower() for name in User.objects.values_list("name", flat=True) for part in name.split()}
    used: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for (unit, theme, word), people in facts.words_by_cell(period).items():
        if people >= LIMITS.people_for_text and word.lower() not in names:
            used[unit, theme].append((-people, word))
    return {cell: [word for _people, word in sorted(found)[:MOST_WORDS]] for cell, found in used.items()}


def running_since(period: str) -> dict[tuple[int, str], str]:
    """Return for each (unit, theme) that was shown in the period before when that run of periods began."""
    before = periods.previous(period, weeks=settings.PERIOD_WEEKS)
    shown = PainPoint.objects.filter(period=before, is_released=True)
    return {(unit, theme): since for unit, theme, since in shown.values_list("unit_id", "theme", "since")}


def store(period: str, rows: list[PainPoint]) -> list[PainPoint]:
    """Write the rows over those of an earlier run; their keys stay."""
    columns = [
        field.name for field in PainPoint._meta.concrete_fields if field.name not in ("id", "period", "unit", "theme")
    ]
    PainPoint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["period", "unit", "theme"], update_fields=columns
    )
    return list(PainPoint.objects.filter(period=period))
