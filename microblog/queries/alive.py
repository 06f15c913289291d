"""How alive a community is: figures of its last four weeks, counted from the rows in one statement."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from microblog.models import Community, key_at

WINDOW, WEEK = dt.timedelta(weeks=4), dt.timedelta(weeks=1)

# Keys are times, so "since" is a place in the key. Only colleagues answer a question, not who asked it.
ALIVE_SQL = """
    with recent as (
        select id, author_id, kind, parent_id, published_at from microblog_post
        where community_id = %(community)s and id >= %(since)s
          and deleted_at is null and hidden_at is null and published_at is not null
    ),
    questions as (
        select (
            select min(r.published_at) from microblog_post r
            where r.root_id = q.id and r.author_id is distinct from q.author_id
              and r.deleted_at is null and r.hidden_at is null and r.published_at is not null
        ) - q.published_at as waited
        from recent q where q.parent_id is null and q.kind = 'question'
    )
    select members.total, members.active, posts.this_week, asked.total, asked.answered, asked.median
    from (
        select count(*) as total,
               count(*) filter (where m.user_id in (select author_id from recent)) as active
        from microblog_membership m join microblog_user u on u.id = m.user_id
        where m.community_id = %(community)s and u.is_active
    ) members,
    (select count(*) as this_week from recent where parent_id is null and id >= %(this_week)s) posts,
    (
        select count(*) as total, count(waited) as answered,
               percentile_cont(0.5) within group (order by extract(epoch from waited)) as median
        from questions
    ) asked
"""


@dataclass(frozen=True)
class Alive:
    """Members who still work here, and how many of them have written in four weeks; posts of seven days; questions of
    four weeks, how many of them colleagues have answered, and the median of the seconds to the first answer."""

    members: int
    active: int
    posts_this_week: int
    questions: int
    answered: int
    seconds_to_answer: float | None

    @property
    def active_share(self) -> float | None:
        return share(self.active, self.members)

    @property
    def answered_share(self) -> float | None:
        return share(self.answered, self.questions)

    @property
    def time_to_answer(self) -> dt.timedelta | None:
        return None if self.seconds_to_answer is None else dt.timedelta(seconds=self.seconds_to_answer)


def share(part: int, whole: int) -> float | None:
    """Return a share from 0 to 1 with two decimals, None of nothing."""
    return round(part / whole, 2) if whole else None


def alive(*, community: Community, now: dt.datetime) -> Alive:
    """Return how alive a community is, for those who may read it."""
    values = {"community": community.pk, "since": key_at(now - WINDOW), "this_week": key_at(now - WEEK)}
    with connection.cursor() as cursor:
        cursor.execute(ALIVE_SQL, values)
        members, active, posts, questions, answered, median = cursor.fetchone()
    return Alive(members, active, posts, questions, answered, None if median is None else float(median))
