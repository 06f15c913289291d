"""Telling people what has happened: one row per person and thing, however many did it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from microblog import notices
from microblog.models import Event, Rhythm
from microblog.notices import Notice
from microblog.queries.notifications import VISIBLE, Wish, wishes_of
from microblog.quiet import due_at

# All rows of a batch in one statement. Who may not see the thing is not told; who has been told by the same person of
# the same thing is not told again, for the kinds that tell once; an unread row takes what is new into itself.
TELL_SQL = f"""
    with told as (
        select * from unnest(
            %(recipients)s::bigint[], %(kinds)s::text[], %(posts)s::bigint[], %(communities)s::bigint[],
            %(actors)s::text[], %(seqs)s::bigint[], %(once)s::boolean[], %(pages)s::boolean[],
            %(due)s::timestamptz[], %(push_due)s::timestamptz[]
        ) as t(recipient_id, kind, post_id, community_id, actors, seq, tells_once, in_page, mail_due_at, push_due_at)
    )
    insert into microblog_notification as had
        (recipient_id, kind, post_id, community_id, actors, seq, in_page, mail_due_at, push_due_at, happened_at)
    select n.recipient_id, n.kind, n.post_id, n.community_id, n.actors::bigint[], n.seq, n.in_page, n.mail_due_at,
           n.push_due_at, %(now)s
    from told n
    join microblog_user u on u.id = n.recipient_id and u.is_active and not u.is_service
    where {VISIBLE} and not (n.tells_once and exists(
        select from microblog_notification o
        where o.recipient_id = n.recipient_id and o.kind = n.kind and o.read_at is not null
              and o.post_id is not distinct from n.post_id and o.community_id is not distinct from n.community_id
              and o.actors @> n.actors::bigint[]
    ))
    on conflict (recipient_id, kind, post_id, community_id) where read_at is null do update set
        id = lest_id(), seq = excluded.seq, happened_at = excluded.happened_at,
        actors = excluded.actors || array(select a from unnest(had.actors) a where a <> all(excluded.actors))
    where not had.actors @> excluded.actors
    returning had.id, had.recipient_id, had.seq, had.in_page
"""


@dataclass(frozen=True)
class Told:
    """A person has a new notification: what the person's sockets hear."""

    recipient: int
    notification: int
    seq: int


def notify_people(events: Sequence[Event], *, now: dt.datetime) -> list[Told]:
    """Tell everybody concerned of a batch of events, and return who has something new on the page.

    People are never told what they do themselves.
    """
    found = [notice for notice in gather(events) if notice.recipient != notice.actor]
    if not found:
        return []
    rows = rows_of(found, wishes_of({notice.recipient for notice in found}), now)
    with connection.cursor() as cursor:
        cursor.execute(TELL_SQL, {**rows, "now": now})
        told = cursor.fetchall()
    return [Told(recipient, key, seq) for key, recipient, seq, in_page in told if in_page]


def gather(events: Sequence[Event]) -> Iterable[Notice]:
    """Ask, for each type of event, who is to be told."""
    by_type: dict[str, list[Event]] = {}
    for event in events:
        by_type.setdefault(event.type, []).append(event)
    for type_, batch in by_type.items():
        if source := notices.sources.get(type_):
            yield from source(batch)


def rows_of(found: Sequence[Notice], wishes: dict[int, Wish], now: dt.datetime) -> dict[str, list[object]]:
    """Return the rows to write as columns, one row per person, kind and thing. Whoever wants neither page, mail nor
    push of a kind gets none."""
    things: dict[tuple[int, str, int | None, int | None], list[Notice]] = {}
    for notice in found:
        things.setdefault((notice.recipient, notice.kind, notice.post, notice.community), []).append(notice)
    names = "recipients kinds posts communities actors seqs once pages due push_due"
    columns: dict[str, list[object]] = {name: [] for name in names.split()}
    zone = ZoneInfo(settings.TIME_ZONE)
    for (recipient, kind, post, community), same in things.items():
        wish = wishes[recipient]
        page, mail = wish.of(kind)
        if not page and mail == Rhythm.NEVER and not wish.pushes(kind):
            continue
        actors = dict.fromkeys(notice.actor for notice in reversed(same) if notice.actor is not None)
        row = (
            *(recipient, kind, post, community, array_text(actors), max(n.event.pk for n in same)),
            *(notices.kinds[kind].tells_once, page, due_at(mail, now, wish.quiet, zone)),
            due_at(Rhythm.AT_ONCE if wish.pushes(kind) else Rhythm.NEVER, now, wish.quiet, zone),
        )
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return columns


def array_text(keys: Iterable[int]) -> str:
    """Return keys as PostgreSQL writes an array: a column of arrays of unequal length can only be sent so."""
    return "{" + ",".join(map(str, keys)) + "}"
