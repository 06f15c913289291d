"""Looking for groups that exist in behaviour but not on paper: once a period, for the weeks before its end."""

import datetime as dt
from collections import Counter, defaultdict

from django.conf import settings
from django.db import transaction

from analytics.disclosure import LIMITS
from analytics.models import FoundGroup, RadarOptOut
from analytics.queries import open_talk
from analytics.queries.radar import LOOKS_BACK
from analytics.scoring import periods
from analytics.scoring.groups import find_groups
from microblog.actions.jobs import begin_job
from microblog.models import JobRun, User

JOB = "radar"


def look_for_due_groups() -> str | None:
    """Look for groups of the newest period whose letters are out, if that was not done; return it."""
    newest = JobRun.objects.filter(job="letters").order_by("-period").values_list("period", flat=True).first()
    if newest is None or JobRun.objects.filter(job=JOB, period=newest).exists():
        return None
    look_for_groups(newest)
    return newest


@transaction.atomic
def look_for_groups(period: str) -> None:
    """Find the groups of the twelve weeks until the end of a period and keep what they share, not who they are.

    A second time does nothing.
    """
    _start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    if begin_job(JOB, period):
        FoundGroup.objects.bulk_create(groups(period, end - LOOKS_BACK, end))


def groups(period: str, start: dt.datetime, end: dt.datetime) -> list[FoundGroup]:
    units = open_talk.units_of_people()
    found = find_groups(open_talk.ties(start, end), units, open_talk.groups_on_paper(units), LIMITS.people)
    if not found:
        return []
    communities = open_talk.people_by_community(start, end)
    topics = open_talk.people_by_topic(start, end)
    by_unit: dict[int, set[int]] = defaultdict(set)
    for person, unit in units.items():
        by_unit[unit].add(person)
    return [
        FoundGroup(
            period=period,
            people=len(group),
            units=units_to_name(group, by_unit),
            communities=open_talk.shared(group, communities),
            topics=topics_of(group, topics),
        )
        for group in found
    ]


def units_to_name(group: frozenset[int], by_unit: dict[int, set[int]]) -> list[list[int]]:
    """Return [unit, people] of those with enough of the group, so that nobody or enough are left unnamed."""
    found = open_talk.shared(group, by_unit)
    while found and 0 < len(group) - sum(people for _unit, people in found) < LIMITS.people:
        found.remove(min(found, key=lambda part: (part[1], part[0])))
    return found


def topics_of(group: frozenset[int], people: dict[str, set[int]]) -> list[str]:
    """Return the topics that enough of the group used for words to be told, the most used first."""
    used = Counter({name: len(group & found) for name, found in people.items()})
    return [
        name
        for name, times in sorted(used.items(), key=lambda item: (-item[1], item[0]))
        if times >= LIMITS.people_for_text
    ]


def take_part(*, actor: User, takes_part: bool) -> None:
    """Let the actor be found among groups from the next search on, or never."""
    if takes_part:
        RadarOptOut.objects.filter(user=actor).delete()
    else:
        RadarOptOut.objects.get_or_create(user=actor)
