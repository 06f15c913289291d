"""Counters rebuilt from the rows that they count."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from microblog.models import ReactionKind

LIVE = "deleted_at is null and hidden_at is null and published_at is not null"


@dataclass(frozen=True)
class Counter:
    """A column that counts the rows of another table: those `which`, by the column that points `to` its own row."""

    table: str
    column: str
    rows: str
    to: str
    which: str = "true"

    @property
    def counts(self) -> str:
        """SQL for the right figures: `id` and `n`, for rows that have any."""
        return f"select {self.to} as id, count(*) as n from {self.rows} where {self.which} group by {self.to}"


@dataclass(frozen=True)
class Difference:
    """A row whose counter is not what its rows say."""

    table: str
    key: int
    column: str
    stored: float
    counted: float

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column} is {self.stored}, the rows say {self.counted}"


COUNTERS = (
    Counter("microblog_community", "members_count", "microblog_membership", "community_id"),
    Counter("microblog_community", "posts_count", "microblog_post", "community_id", f"parent_id is null and {LIVE}"),
    Counter("microblog_post", "reply_count", "microblog_post", "root_id", f"root_id is not null and {LIVE}"),
    Counter("microblog_post", "share_count", "microblog_post", "shared_id", f"shared_id is not null and {LIVE}"),
    *(
        Counter("microblog_post", f"{kind}_count", "microblog_reaction", "post_id", f"kind = '{kind}'")
        for kind in ReactionKind.values
    ),
)


def recount_posts(*, check: bool) -> list[Difference]:
    """Rebuild the counters of posts and communities; with `check` only compare. Returns what differed."""
    return recount(COUNTERS, check=check)


def recount(counters: Sequence[Counter], *, check: bool) -> list[Difference]:
    """Rebuild these counters while people go on working; with `check` only compare. Returns what differed."""
    return [difference for counter in counters for difference in recount_one(counter, check=check)]


@transaction.atomic
def recount_one(counter: Counter, *, check: bool) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select t.id, {counter.column}, coalesce(n, 0)
                from {counter.table} t left join ({counter.counts}) counted on counted.id = t.id
                where {counter.column} <> coalesce(n, 0) order by t.id"""
        )
        found = [Difference(counter.table, key, counter.column, was, now) for key, was, now in cursor.fetchall()]
        if found and not check:
            mend(counter, [difference.key for difference in found])
    return found


def mend(counter: Counter, keys: list[int]) -> None:
    """Set the counter of these rows right. Whoever adds what is counted also changes the counted row: while we hold
    its lock, all that is committed has been counted, and what is not will be added to our figure."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id from {counter.table} where id = any(%s) order by id for no key update",
            [keys],
        )
        cursor.execute(
            f"""update {counter.table} t
                set {counter.column} = coalesce((select n from ({counter.counts}) counted where counted.id = t.id), 0)
                where id = any(%s)""",
            [keys],
        )
