"""Facts: what each person wrote on each theme in each period. Letters read these and never scan posts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from analytics.models import AuthorFact, WordFact
from analytics.scoring import periods
from microblog.actions.jobs import begin_job
from microblog.models import JobRun

# A person counts after this many days on the roster.
DAYS_BEFORE_COUNTED = 30

ROSTER_SQL = """
    insert into analytics_rosterentry (period, user_id, unit_id, is_counted)
    select %(period)s, u.id, u.unit_id,
           u.on_roster_since <= %(counted_since)s
           and not exists (select 1 from microblog_orgunit led where led.leader_id = u.id)
    from microblog_user u
    where u.is_active and not u.is_service and u.unit_id is not null
    on conflict do nothing
"""

# What was said in a period: posts as they read, and "me too" on a pain, which counts as saying it oneself.
SAID_SQL = """
    with said as (
        select p.author_id, r.themes, r.words, r.label = 'negative' or p.kind = 'pain' as is_negative,
               case r.label when 'negative' then -1 when 'positive' then 1 else 0 end as tone
        from microblog_post p join analytics_sentimentreading r on r.post_id = p.id
        where p.published_at >= %(start)s and p.published_at < %(end)s
          and p.deleted_at is null and p.hidden_at is null
          and (%(authors)s::bigint[] is null or p.author_id = any(%(authors)s))
        union all
        select x.user_id, r.themes, '{}'::jsonb, true, -1
        from microblog_reaction x
        join microblog_post p on p.id = x.post_id and p.kind = 'pain'
        join analytics_sentimentreading r on r.post_id = p.id
        where x.kind = 'me_too' and x.created_at >= %(start)s and x.created_at < %(end)s
          and x.user_id <> p.author_id and p.deleted_at is null and p.hidden_at is null
          and (%(authors)s::bigint[] is null or x.user_id = any(%(authors)s))
    ), counted as (
        select said.*, e.unit_id from said
        join analytics_rosterentry e on e.period = %(period)s and e.user_id = said.author_id and e.is_counted
    )
"""
AUTHOR_FACTS_SQL = (
    SAID_SQL
    + """
    insert into analytics_authorfact (period, unit_id, author_id, theme, posts, negative_posts, tone)
    select %(period)s, unit_id, author_id, theme, count(*), count(*) filter (where is_negative),
           case theme when '' then sum(tone) else 0 end
    from counted cross join lateral (select unnest(themes) union all select '') said_on(theme)
    group by unit_id, author_id, theme
"""
)
WORD_FACTS_SQL = (
    SAID_SQL
    + """
    insert into analytics_wordfact (period, unit_id, author_id, theme, word)
    select distinct %(period)s, unit_id, author_id, theme, left(word, 60)
    from counted
    cross join lateral jsonb_each(words) of_theme(theme, list)
    cross join lateral jsonb_array_elements_text(list) word
    where is_negative
"""
)


def is_closed(period: str) -> bool:
    """Tell whether the letters of a period are frozen: from then on its facts stay as they are."""
    return JobRun.objects.filter(job="letters", period=period).exists()


@transaction.atomic
def freeze_roster(period: str) -> None:
    """Write down who stands where as the period begins; a second time does nothing.

    Leaders of units are counted nowhere: parent minus child would show them to each other.
    """
    if not begin_job("roster", period):
        return
    start = periods.first_day(period, weeks=settings.PERIOD_WEEKS)
    counted_since = start - dt.timedelta(days=DAYS_BEFORE_COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(ROSTER_SQL, {"period": period, "counted_since": counted_since})


@transaction.atomic
def refresh_facts(period: str, authors: Iterable[int] | None = None) -> None:
    """Make the facts of a period anew from its readings, of these authors or of everybody.

    A closed period is left as it is: what is deleted or moved late counts from the next one.
    """
    if is_closed(period):
        return
    freeze_roster(period)
    start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    chosen = None if authors is None else sorted(set(authors))
    said: dict[str, Any] = {"period": period, "start": start, "end": end, "authors": chosen}
    for model, sql in ((AuthorFact, AUTHOR_FACTS_SQL), (WordFact, WORD_FACTS_SQL)):
        old = model.objects.filter(period=period)  # type: ignore[attr-defined]
        (old if chosen is None else old.filter(author__in=chosen)).delete()
        with connection.cursor() as cursor:
            cursor.execute(sql, said)
