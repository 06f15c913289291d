"""The leaders' letters: gathered, checked, frozen; and made again from what was frozen."""

import datetime as dt
import json
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import transaction

from analytics.actions.anonymous import count_people_once
from analytics.actions.facts import is_closed
from analytics.actions.pain_points import find_pain_points
from analytics.disclosure import LIMITS
from analytics.disclosure.auditor import Finding, ThemeCells, audit
from analytics.disclosure.bands import band_of, rounded_share
from analytics.models import Letter, PainPoint
from analytics.queries import facts, ideas
from analytics.queries.pain_points import shown_forms
from analytics.scoring import letter as composer
from analytics.scoring import periods
from analytics.scoring.themes import THEMES
from microblog.events import record_event
from microblog.models import JobRun, OrgUnit
from microblog.queries.units import UnitTree, unit_tree

SCHEMA = 1
# So many people make a letter about mood possible.
ENOUGH_VOICES = 10
# Letters go out on Monday morning, when the period has ended.
HOUR_OF_LETTERS = 6


class NotOver(Exception):
    """The period has not ended."""


class DisclosureRefused(Exception):
    """The auditor found that something could be computed back, so nothing is published."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def freeze_due_letters(*, now: dt.datetime) -> list[Letter]:
    """Freeze the letters of the last period once it is Monday at six; later too, where that run was missed."""
    current = periods.period_of(now, weeks=settings.PERIOD_WEEKS)
    start, _end = periods.bounds(current, weeks=settings.PERIOD_WEEKS)
    if now < start.replace(hour=HOUR_OF_LETTERS):
        return []
    return freeze_letters(period=periods.previous(current, weeks=settings.PERIOD_WEEKS), now=now)


@transaction.atomic
def freeze_letters(*, period: str, now: dt.datetime) -> list[Letter]:
    """Freeze one letter for each unit of at least fifty people. A period that is frozen stays as it is.

    :raises NotOver: if the period has not ended.
    :raises DisclosureRefused: if the auditor finds a way to compute something back; nothing is written.
    :raises KeysAway: if words without names are to be counted and the key process does not answer.
    """
    _start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    if now < end:
        raise NotOver(period)
    if is_closed(period):
        return list(Letter.objects.filter(period=period))
    count_people_once(period)
    cells = find_pain_points(period)
    if findings := audit_cells(period, cells):
        raise DisclosureRefused(findings)
    letters = [freeze_letter(unit, period, cells, now) for unit in letter_units(period)]
    JobRun.objects.create(job="letters", period=period)
    for letter in letters:
        record_event("letter.published", subject=letter, actor=None)
    return letters


def audit_cells(period: str, cells: list[PainPoint]) -> list[Finding]:
    """Return what the auditor has against showing the released cells of a period."""
    if not cells:
        return []
    authors: dict[str, dict[int, int]] = defaultdict(dict)
    shown: dict[str, set[int]] = defaultdict(set)
    for cell in cells:
        authors[cell.theme][cell.unit_id] = cell.authors
        if cell.is_released:
            shown[cell.theme].add(cell.unit_id)
    release_set = {theme: ThemeCells(authors[theme], shown[theme]) for theme in authors}
    return audit(facts.counted_tree(period), release_set)


def letter_units(period: str) -> list[OrgUnit]:
    """Return the units that get a letter: fifty people on the roster; the company from fifteen."""
    sizes = facts.roster_sizes(period)
    return [
        unit
        for unit in OrgUnit.objects.order_by("pk")
        if sizes.get(unit.pk, 0) >= (LIMITS.headcount_for_letter if unit.parent_id else LIMITS.headcount)
    ]


def freeze_letter(unit: OrgUnit, period: str, cells: list[PainPoint], now: dt.datetime) -> Letter:
    """Gather the inputs of one letter, compose it and store both."""
    inputs = gather_inputs(unit, period, cells)
    return Letter.objects.create(
        period=period,
        unit=unit,
        published_at=now,
        composer=composer.COMPOSER_VERSION,
        inputs=inputs,
        input_hash=composer.input_hash(inputs),
        content=composer.canonical_json(composer.compose_letter(inputs)).decode(),
    )


def gather_inputs(unit: OrgUnit, period: str, cells: list[PainPoint]) -> Any:
    """Return all that the letter of a unit rests on; released figures only."""
    tree = unit_tree()
    _start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    units = None if unit.parent_id is None else tree.subtree(unit)
    standings = ideas.standings(units, end)
    own = [cell for cell in cells if cell.unit_id == unit.pk]
    shown = sorted((cell for cell in own if cell.is_released), key=lambda cell: (-cell.score, cell.theme))
    forms = shown_forms(shown)
    pains = [{**forms[cell.pk], **spread_of(cell, cells, tree, standings)} for cell in shown]
    return {
        "schema": SCHEMA,
        "period": period,
        "length_weeks": settings.PERIOD_WEEKS,
        "unit": {"id": str(unit.pk), "name": unit.name, "is_company": unit.parent_id is None},
        "participation": participation(own),
        # Those of few voices have no rank and stand last.
        "pains": sorted(pains, key=lambda pain: pain["rank"] is None),
        "hidden_themes": [theme for theme in THEMES if theme not in {cell.theme for cell in shown}],
        "ideas": ideas.three_ideas(standings),
        "waiting": ideas.longest_waiting(standings),
        "questions": ideas.unanswered_questions(units, end),
        "promises": ideas.promises(units, end),
        "previous_frames": previous_frames(unit, period),
    }


def participation(own: list[PainPoint]) -> dict[str, Any]:
    """Return the share of the unit that wrote, in its step, and whether enough did to say anything of mood."""
    if not own:
        return {"share_step": None, "enough_voices": False}
    active, headcount = own[0].active, own[0].headcount
    return {
        "share_step": rounded_share(min(active, headcount), headcount),
        "enough_voices": active >= ENOUGH_VOICES,
    }


def spread_of(
    cell: PainPoint, cells: list[PainPoint], tree: UnitTree, standings: list[ideas.Standing]
) -> dict[str, Any]:
    """Return where a released cell is felt, by the shown units under it, and the idea on its theme."""
    below = {child.pk: child for child in tree.children[cell.unit_id]}
    parts = [part for part in cells if part.theme == cell.theme and part.unit_id in below]
    bands = [(band, below[part.unit_id]) for part in parts if part.is_released and (band := band_of(part.authors))]
    # Ordered by what is shown of them: the order of exact numbers would tell more than the bands.
    bands.sort(key=lambda found: (-found[0].middle, found[1].name))
    where = [{"unit_id": str(unit.pk), "unit": unit.name, "people_band": band.text} for band, unit in bands]
    return {
        "where": where,
        "hidden_units": len(below) - len(where),
        "related_idea": ideas.idea_on_theme(standings, cell.theme),
    }


def previous_frames(unit: OrgUnit, period: str) -> list[str]:
    """Return the frames of sentences in the unit's last letter, so that none stands twice in a row."""
    before = periods.previous(period, weeks=settings.PERIOD_WEEKS)
    last = Letter.objects.filter(unit=unit, period=before).first()
    return json.loads(last.content)["frames"] if last else []


def rebuild_letter(letter: Letter) -> bool:
    """Compose a letter again from its frozen inputs; tell whether it is the same to the byte."""
    content = composer.canonical_json(composer.compose_letter(letter.inputs)).decode()
    return content == letter.content and composer.input_hash(letter.inputs) == letter.input_hash
