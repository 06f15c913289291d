"""Who talked with whom in the open: for workers, which count it and keep sums.

Closed and hidden communities add nothing, nor do people who are counted nowhere: leaders, the newest, service accounts.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection

from analytics.queries.facts import parents

Asked = tuple[str, int, int, dt.datetime, dt.datetime | None, dt.datetime | None]

# Posts of a period that are there, in open communities, with the units of those who wrote them.
OPEN_SQL = """
    with said as (
        select p.id, p.kind, p.author_id, p.parent_id, p.root_id, p.published_at, e.unit_id
        from microblog_post p
        join microblog_community c on c.id = p.community_id and c.visibility = 'open'
        join analytics_rosterentry e on e.period = %(period)s and e.user_id = p.author_id and e.is_counted
        where p.published_at >= %(start)s and p.published_at < %(end)s
          and p.deleted_at is null and p.hidden_at is null
    )
"""
ASKED_SQL = (
    OPEN_SQL
    + """
    select s.kind, s.unit_id, s.author_id, s.published_at, min(r.published_at),
           min(r.published_at) filter (where exists (
               select from microblog_orgunit u where u.leader_id = r.author_id))
    from said s
    left join microblog_post r on r.root_id = s.id and r.author_id <> s.author_id and r.published_at < %(end)s
        and r.deleted_at is null and r.hidden_at is null
    where s.parent_id is null and s.kind in ('question', 'pain', 'idea')
    group by s.id, s.kind, s.unit_id, s.author_id, s.published_at
    order by s.id
"""
)
REPLIES_SQL = (
    OPEN_SQL
    + """
    select distinct s.unit_id, s.author_id, e.unit_id
    from said s join microblog_post p on p.id = s.parent_id and p.author_id <> s.author_id
    join analytics_rosterentry e on e.period = %(period)s and e.user_id = p.author_id and e.is_counted
"""
)
PRAISE_SQL = (
    OPEN_SQL
    + """
    select distinct s.unit_id, s.author_id, e.unit_id
    from said s join microblog_praised m on m.post_id = s.id and m.person_id <> s.author_id
    join analytics_rosterentry e on e.period = %(period)s and e.user_id = m.person_id and e.is_counted
"""
)
VALUES_SQL = (
    OPEN_SQL
    + """
    select b.value_id, count(distinct s.author_id)
    from said s join microblog_praise b on b.post_id = s.id and b.value_id is not null
    group by b.value_id order by b.value_id
"""
)


def rows_of(sql: str, period: str, start: dt.datetime, end: dt.datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"period": period, "start": start, "end": end})
        return cursor.fetchall()


def asked(period: str, start: dt.datetime, end: dt.datetime) -> list[Asked]:
    """Return (kind, unit, author, asked at, first answer at, a leader's first answer at) of what asked for an answer.

    What came after the period counts as no answer: the figures are frozen when it ends.
    """
    return rows_of(ASKED_SQL, period, start, end)  # type: ignore[return-value]


def repliers(period: str, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[int, int, bool]]:
    """Yield (unit, author, whether to another part of the company) of everybody who replied to a colleague."""
    part = parts_of_company()
    across: dict[tuple[int, int], bool] = {}
    for unit, author, other in rows_of(REPLIES_SQL, period, start, end):
        across[unit, author] = across.get((unit, author), False) or part[unit] != part[other]
    for (unit, author), is_across in across.items():
        yield unit, author, is_across


def replies_between(period: str, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[int, int, int]]:
    """Yield (part of who replied, part of who was replied to, who replied)."""
    return between(REPLIES_SQL, period, start, end)


def praise_between(period: str, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[int, int, int]]:
    """Yield (part of who praised, part of who was praised, who praised)."""
    return between(PRAISE_SQL, period, start, end)


def praise_by_value(period: str, start: dt.datetime, end: dt.datetime) -> list[tuple[str, int]]:
    """Return (key of the value, people who praised by it)."""
    return rows_of(VALUES_SQL, period, start, end)  # type: ignore[return-value]


def between(sql: str, period: str, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[int, int, int]]:
    part = parts_of_company()
    for unit, author, other in rows_of(sql, period, start, end):
        yield part[unit], part[other], author


def parts_of_company() -> dict[int, int]:
    """Return for each unit the one right under the company in which it stands; the company stands for itself."""
    above = parents()
    found = {}
    for start in above:
        unit = start
        while (over := above[unit]) is not None and above[over] is not None:
            unit = over
        found[start] = unit
    return found
