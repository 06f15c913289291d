"""Search in posts: newest first or the best of the newest, right to see included."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from microblog.models import FEWEST_WRITERS, User
from microblog.queries.feeds import END_OF_TIME
from microblog.sought import closest, meaning, words_of

# A walk over so many of the latest posts takes two milliseconds.
LATEST = 6000
# The best are chosen among so many of the newest: to rank all that has a common word costs a hundred times as much.
RANKED = 500
MOST_COMPOUNDS = 8
SHORTEST_PART = 4
SHORTEST_START = 3
LONGEST_END = 3
MOST_CANDIDATES = 60

# Which words the index leaves out, which begin a word that people write (a range, because of a pattern that is no
# constant the index of words is not used), and what compounds have each inside: "helgevakten" for "vakt".
WORDS_SQL = f"""
    select ts_lexize('norwegian_stem', w) = '{{}}',
           exists(select from microblog_searchword
                  where word ~>=~ w and word ~<~ (w || chr(1114111)) and writers >= {FEWEST_WRITERS}),
           array(select word from microblog_searchword
                 where word like '_%%' || w || '%%' and length(w) >= {SHORTEST_PART} and writers >= {FEWEST_WRITERS}
                 order by posts desc, word limit {MOST_COMPOUNDS})
    from unnest(%(words)s::text[]) with ordinality as sought(w, place) order by place
"""

ALIKE_SQL = f"""
    select word from microblog_searchword
    where length(word) between %(least)s and %(most)s and word %% %(word)s and writers >= {FEWEST_WRITERS}
    order by similarity(word, %(word)s) desc, posts desc, word limit {MOST_CANDIDATES}
"""

# The community is joined, never a list of its keys: see `access.visible_posts`. `offset 0` keeps the planner from
# starting with all communities.
MATCHES_SQL = """
    select p.id, p.kind, p.stems
    from {posts} p
    cross join lateral (select visibility from microblog_community where id = p.community_id offset 0) c
    where {match}
        and p.deleted_at is null and p.hidden_at is null and p.published_at is not null
        and (c.visibility = 'open' or p.community_id in (
            select community_id from microblog_membership where user_id = %(viewer)s))
        and p.id < %(before)s and p.id > %(after)s {narrowed}
    order by p.id {sorted} desc limit %(limit)s
"""
# A common word is found among the latest posts; for a seldom one they are too few, and its matches few enough to sort.
# The planner can't tell: to it a begun word is always seldom and a walk down all posts short. `+ 0` forbids the walk.
LATEST_SQL = f"""(
    select * from microblog_post where id < %(before)s and id > %(after)s order by id desc limit {LATEST}
)"""
WAYS = ({"posts": LATEST_SQL, "sorted": ""}, {"posts": "microblog_post", "sorted": "+ 0"})

NEWEST_SQL = "select id, kind from ({matches}) found order by id desc"
BEST_SQL = "select id, kind from ({matches}) found order by ts_rank(stems, {query}) desc, id desc"

# A sign before and one after each hit: such signs stand in no text.
HEADLINES_SQL = """
    select id, text, ts_headline(
        case language when 'en' then 'pg_catalog.english' else 'public.lest' end::regconfig, search_fold(text), {query},
        E'HighlightAll=true, StartSel="\\x01", StopSel="\\x02"')
    from microblog_post where id = any(%(keys)s)
"""


@dataclass(frozen=True)
class Filters:
    """What is looked for beside words: None where it doesn't matter. `since` and `until` are keys, both exclusive."""

    kind: str | None = None
    community: int | None = None
    author: int | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Sought:
    """A query as it is run: `groups` of words, one of each group must stand in a post, as a start where `is_start`."""

    words: list[str]
    groups: list[list[str]]
    instead_of: list[str] | None = None
    any_of_them: bool = False
    # There is a word that hardly anybody uses, and it must be there.
    is_seldom: bool = False

    @property
    def sql(self) -> str:
        """The query in SQL; its words are letters and digits alone, and its parameters are `word0`, `word1`, …"""
        parts = [
            f"(to_tsquery('public.lest', %(word{n})s) || to_tsquery('pg_catalog.english', %(word{n})s))"
            for n in range(len(self.groups))
        ]
        return f"({(' || ' if self.any_of_them else ' && ').join(parts)})"

    @property
    def arguments(self) -> dict[str, str]:
        last = len(self.groups) - 1
        return {f"word{n}": alternatives(group, is_last=n == last) for n, group in enumerate(self.groups)}


def alternatives(group: list[str], *, is_last: bool) -> str:
    """Return a group for `to_tsquery`. The last word may be only begun; words are starts of compounds when long."""
    first, *others = group
    is_start = len(first) >= (SHORTEST_START if is_last else SHORTEST_PART)
    return " | ".join([f"{first}:*" if is_start else first, *others])


@dataclass(frozen=True)
class Words:
    """What the table of words says of a query's words: those that count, with their compounds, and those unknown."""

    counted: dict[str, list[str]]
    unknown: list[str]


def search_for(*, viewer: User, query: str, filters: Filters = Filters()) -> Sought | None:
    """Return how to search for what somebody typed; None if there is no word in it that tells posts apart.

    When nothing that the viewer may read has all words, misspelt ones are put right, else one of them is enough.
    """
    known = read_words(words_of(query))
    if not known.counted:
        return None
    sought = Sought(list(known.counted), grouped(known.counted), is_seldom=bool(known.unknown))
    if hit := tried(viewer, sought, filters):
        return hit
    looser = [again for again in (corrected(known, sought), begun(sought, known.unknown)) if again != sought]
    for again in looser:
        if hit := tried(viewer, again, filters):
            return hit
    return replace(looser[-1] if looser else sought, any_of_them=len(sought.groups) > 1, is_seldom=False)


def corrected(known: Words, sought: Sought) -> Sought:
    """Return the search with its misspelt words put right; the same search if none can be."""
    words = put_right(known)
    if words == sought.words:
        return sought
    again = read_words(words)
    return Sought(list(again.counted), grouped(again.counted), instead_of=sought.words) if again.counted else sought


def read_words(words: list[str]) -> Words:
    with connection.cursor() as cursor:
        cursor.execute(WORDS_SQL, {"words": words})
        rows = list(zip(words, cursor.fetchall(), strict=True))
    counted = {word: compounds for word, (is_stop, _known, compounds) in rows if not is_stop}
    unknown = [word for word, (is_stop, is_known, _compounds) in rows if not is_stop and not is_known]
    return Words(counted, unknown)


def grouped(counted: dict[str, list[str]]) -> list[list[str]]:
    return [[*meaning(word), *compounds] for word, compounds in counted.items()]


def put_right(known: Words) -> list[str]:
    """Return the words, each unknown one replaced by the closest that at least three people have written."""
    return [(word in known.unknown and spelling(word)) or word for word in known.counted]


def begun(sought: Sought, unknown: list[str]) -> Sought:
    """Return the same search with the beginnings of its unknown words: their ends may be slips, or seldom forms."""
    groups = [
        [group[0][: max(SHORTEST_PART, len(group[0]) - LONGEST_END)], *group[1:]] if group[0] in unknown else group
        for group in sought.groups
    ]
    return replace(sought, groups=groups)


def spelling(word: str) -> str | None:
    with connection.cursor() as cursor:
        # Loose, because two letters that changed places leave few trigrams; `closest` is strict.
        cursor.execute("select set_limit(0.15)")
        cursor.execute(ALIKE_SQL, {"word": word, "least": len(word) - 2, "most": len(word) + 2})
        return closest(word, [found for (found,) in cursor.fetchall()])


def tried(viewer: User, sought: Sought, filters: Filters) -> Sought | None:
    """Return the search with what a first try taught of it: seldom, if no hit is among the latest posts. None without
    any hit."""
    for is_seldom in (False, True)[sought.is_seldom :]:
        if found_by(WAYS[is_seldom], NEWEST_SQL, viewer, sought, filters, limit=1):
            return replace(sought, is_seldom=is_seldom)
    return None


def newest_matches(
    *, viewer: User, sought: Sought, filters: Filters = Filters(), before: int | None = None, limit: int = 20
) -> list[int]:
    """Return the keys of posts that match and that the viewer may read, newest first, before a key."""
    return [key for key, _kind in matches(NEWEST_SQL, viewer, sought, filters, before=before, limit=limit)]


def best_matches(*, viewer: User, sought: Sought, filters: Filters = Filters()) -> list[int]:
    """Return the keys of the newest `RANKED` matches, the best first."""
    return [key for key, _kind in matches(BEST_SQL, viewer, sought, filters, limit=RANKED)]


def count_by_kind(*, viewer: User, sought: Sought, filters: Filters = Filters(), most: int) -> Counter[str]:
    """Return how many of the newest `most` matches are of each kind."""
    return Counter(kind for _key, kind in matches(NEWEST_SQL, viewer, sought, filters, limit=most))


def matches(
    sql: str, viewer: User, sought: Sought, filters: Filters, *, before: int | None = None, limit: int
) -> list[tuple[int, str]]:
    """Return key and kind of matches: from the latest posts, and when these are too few from all."""
    found: list[tuple[int, str]] = []
    for way in WAYS[sought.is_seldom :]:
        found = found_by(way, sql, viewer, sought, filters, before=before, limit=limit)
        if len(found) >= limit:
            break
    return found


def found_by(
    way: dict[str, str],
    sql: str,
    viewer: User,
    sought: Sought,
    filters: Filters,
    *,
    before: int | None = None,
    limit: int,
) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(*statement(sql, way, viewer, sought, filters, before=before, limit=limit))
        return cursor.fetchall()


def statement(
    sql: str,
    way: dict[str, str],
    viewer: User,
    sought: Sought,
    filters: Filters,
    *,
    before: int | None = None,
    limit: int,
) -> tuple[str, dict[str, Any]]:
    """Return the statement around the matches, and its arguments."""
    columns = {"kind": filters.kind, "community_id": filters.community, "author_id": filters.author}
    narrowed = " ".join(f"and p.{column} = %({column})s" for column, value in columns.items() if value is not None)
    found = MATCHES_SQL.format(match=f"p.stems @@ {sought.sql}", narrowed=narrowed, **way)
    arguments = {
        **columns,
        **sought.arguments,
        "viewer": viewer.pk,
        "before": min(before or END_OF_TIME, filters.until or END_OF_TIME),
        "after": filters.since or 0,
        "limit": limit,
    }
    return sql.format(matches=found, query=sought.sql), arguments


def headlines(sought: Sought, keys: Sequence[int]) -> dict[int, tuple[str, list[tuple[int, int]]]]:
    """Return the texts of posts by key, with the places of what was found in them: start and end."""
    with connection.cursor() as cursor:
        cursor.execute(HEADLINES_SQL.format(query=sought.sql), {**sought.arguments, "keys": list(keys)})
        return {key: (text, places_in(marked)) for key, text, marked in cursor.fetchall()}


def places_in(marked: str) -> list[tuple[int, int]]:
    """Return the places of the hits in a text whose hits stand between two signs."""
    places, position = [], 0
    for piece in marked.split("\x01"):
        hit, end, rest = piece.rpartition("\x02")
        if end:
            places.append((position, position + len(hit)))
        position += len(hit) + len(rest)
    return places
