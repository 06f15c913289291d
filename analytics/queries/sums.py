"""Which sums a person's words may join, asked before they are written."""

import datetime as dt

from django.conf import settings

from analytics.disclosure import LIMITS
from analytics.models import RosterEntry
from analytics.queries import facts
from analytics.scoring import periods
from microblog.cards import Sums
from microblog.models import OrgUnit, User


def sums_around(author: User, now: dt.datetime) -> Sums | None:
    """Return the smallest unit around a person that has people enough for a cell, by the roster of the period; None for
    who is counted nowhere."""
    period = periods.period_of(now, weeks=settings.PERIOD_WEEKS)
    entry = RosterEntry.objects.filter(period=period, user=author).first()
    if entry is None or not entry.is_counted:
        return None
    tree = facts.counted_tree(period)
    unit: int | None = entry.unit_id
    while unit is not None and tree.headcounts[unit] < LIMITS.headcount:
        unit = tree.parents[unit]  # type: ignore[assignment]
    return None if unit is None else Sums(OrgUnit.objects.get(pk=unit).name, LIMITS.people)
