"""Counting how the culture was in a period: once, after its letters are frozen. Pages read what is kept here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from analytics.actions.facts import is_closed
from analytics.actions.letters import DisclosureRefused, NotOver
from analytics.disclosure.auditor import Finding, ThemeCells, audit
from analytics.disclosure.release import OrgTree, Verdict, release_theme
from analytics.models import CultureFigure, CultureFlow, CultureValue
from analytics.queries import conversations, facts
from analytics.scoring import culture, periods
from microblog.actions.jobs import begin_job
from microblog.models import JobRun

Measure = CultureFigure.Measure
# What each person adds to a unit, by the key of the person, or the token of who has no name.
Ledger = dict[int, dict[int | str, Any]]
JOB = "culture"
HOUR = 3600


def count_due_cultures() -> list[str]:
    """Count the periods whose letters are out and whose culture is not counted; return them.

    :raises DisclosureRefused: if the auditor finds a way to compute something back; nothing of that period is written.
    """
    counted = JobRun.objects.filter(job=JOB).values("period")
    due = JobRun.objects.filter(job="letters").exclude(period__in=counted).order_by("period")
    names = list(due.values_list("period", flat=True))
    for period in names:
        count_culture(period)
    return names


@transaction.atomic
def count_culture(period: str) -> None:
    """Count and keep the figures of a closed period; a second time does nothing.

    :raises NotOver: if the period is not closed.
    :raises DisclosureRefused: if the auditor finds a way to compute something back; nothing is written.
    """
    if not is_closed(period):
        raise NotOver(period)
    if begin_job(JOB, period):
        CultureFigure.objects.bulk_create(figures(period))
        CultureFlow.objects.bulk_create(flows(period))
        CultureValue.objects.bulk_create(values(period))


def figures(period: str) -> list[CultureFigure]:
    """Return the figures of all measures and units, each with whether it may be shown."""
    tree = facts.counted_tree(period)
    start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    by_measure: dict[str, tuple[Ledger, Any]] = {Measure.VOICES: (voices(period), voices_figures)}
    for kind, asked in asked_by_kind(period, start, end).items():
        by_measure[kind] = (asked, waits_figures)
    by_measure[Measure.REPLIES] = (repliers(period, start, end), replies_figures)
    made = []
    for measure, (own, figures_of) in by_measure.items():
        people = summed_up(own, tree)
        shown = released(tree, {unit: len(found) for unit, found in people.items()}, measure)
        made += [
            CultureFigure(
                period=period,
                unit_id=unit,
                measure=measure,
                people=len(found),
                headcount=tree.headcounts[unit],
                figures=figures_of(list(found.values())),
                is_released=unit in shown,
            )
            for unit, found in people.items()
            if found
        ]
    return made


def released(tree: OrgTree, people: Mapping[int, int], measure: str) -> set[int]:
    """Return the units whose number of people may be shown, by the rule of the cells and with its auditor.

    :raises DisclosureRefused: if the auditor objects.
    """
    verdicts = release_theme(tree, people)
    shown = {unit for unit, verdict in verdicts.items() if verdict is Verdict.SHOWN}
    findings: list[Finding] = audit(tree, {measure: ThemeCells(people, shown)})
    if findings:
        raise DisclosureRefused(findings)
    return shown


def summed_up(own: Ledger, tree: OrgTree) -> Ledger:
    """Return for each unit what is known of its own people and of all below it. Everybody stands in one unit."""
    found: Ledger = {unit: {} for unit in tree.parents}
    for start, people in own.items():
        unit: int | None = start
        while unit is not None:
            found[unit].update(people)
            unit = tree.parents[unit]
    return found


def voices(period: str) -> Ledger:
    """Return (posts, tone) of everybody who wrote, by unit and person."""
    found: Ledger = defaultdict(dict)
    for unit, author, posts, tone in facts.voices(period):
        found[unit][author] = (posts, tone)
    return found


def voices_figures(people: list[tuple[int, int]]) -> dict[str, Any]:
    return {
        "positive": sum(tone > 0 for _posts, tone in people),
        "negative": sum(tone < 0 for _posts, tone in people),
        "loudest": culture.loudest_share(posts for posts, _tone in people if posts),
    }


def asked_by_kind(period: str, start: dt.datetime, end: dt.datetime) -> dict[str, Ledger]:
    """Return for each kind the waits (hours until somebody, and until a leader, answered) of who asked."""
    found: dict[str, Ledger] = {kind: defaultdict(dict) for kind in (Measure.QUESTION, Measure.PAIN, Measure.IDEA)}
    for kind, unit, author, asked_at, first_at, leader_at in conversations.asked(period, start, end):
        waits = hours(asked_at, first_at), hours(asked_at, leader_at)
        found[kind][unit].setdefault(author, []).append(waits)
    return found


def hours(asked_at: dt.datetime, answered_at: dt.datetime | None) -> float:
    return (answered_at - asked_at).total_seconds() / HOUR if answered_at else culture.NEVER


def waits_figures(people: list[list[tuple[float, float]]]) -> dict[str, Any]:
    """Return the middle waits; nobody weighs more than once: each counts with the own longest wait."""
    if not people:
        return {}
    return {
        "first": culture.wait_words([max(first for first, _leader in waits) for waits in people]),
        "leader": culture.wait_words([max(leader for _first, leader in waits) for waits in people]),
    }


def repliers(period: str, start: dt.datetime, end: dt.datetime) -> Ledger:
    """Return of everybody who replied whether to another part of the company, by unit and person."""
    found: Ledger = defaultdict(dict)
    for unit, author, is_across in conversations.repliers(period, start, end):
        found[unit][author] = is_across
    return found


def replies_figures(people: list[bool]) -> dict[str, Any]:
    return {"across": sum(people)}


def flows(period: str) -> Iterable[CultureFlow]:
    """Return how many people of each part replied to and praised people of each part."""
    start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    found: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for act, rows in (
        (CultureFlow.Act.REPLY, conversations.replies_between(period, start, end)),
        (CultureFlow.Act.PRAISE, conversations.praise_between(period, start, end)),
    ):
        for giver, receiver, person in rows:
            found[act, giver, receiver].add(person)
    return [
        CultureFlow(period=period, act=act, giver_id=giver, receiver_id=receiver, people=len(people))
        for (act, giver, receiver), people in sorted(found.items())
    ]


def values(period: str) -> list[CultureValue]:
    """Return how many people praised by each value of the company."""
    start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    return [
        CultureValue(period=period, value=value, people=people)
        for value, people in conversations.praise_by_value(period, start, end)
    ]
