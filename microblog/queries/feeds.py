"""Streams of posts: newest first, a page at a time, right to see included."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from microblog import access
from microblog.models import Community, OrgUnit, PersonFollow, Post, User
from microblog.queries.cards import cards

# A reader of lively communities finds twenty posts among this many of the newest; a walk over all sources,
# bounded but ten times dearer, is left to the readers of quiet ones.
WINDOW = 3000

# The reader's sources, read within the statement that uses them: `mine` communities, `people` followed and the reader.
ME = """
    with me as materialized (
        select array(select community_id from microblog_membership where user_id = %(viewer)s) as mine,
               array(select followed_id from microblog_personfollow where follower_id = %(viewer)s)
                   || %(viewer)s::bigint as people
    )
"""
MINE, PEOPLE = "(select mine from me)::bigint[]", "(select people from me)::bigint[]"
VISIBLE = f"(c.visibility = 'open' or p.community_id = any({MINE}))"
LIVE_ROOT = "parent_id is null and deleted_at is null and hidden_at is null and published_at is not null"

# The newest among the latest posts of the house.
WINDOW_SQL = f"""
    {ME}
    select p.id
    from (
        select id, community_id, author_id from microblog_post
        where {LIVE_ROOT} and id < %(before)s and id > %(after)s
        order by id desc limit {WINDOW}
    ) p
    cross join lateral (select visibility from microblog_community where id = p.community_id offset 0) c
    where {VISIBLE} and (p.community_id = any({MINE}) or p.author_id = any({PEOPLE}))
    order by p.id desc limit %(limit)s
"""

# The newest of each source, merged: what it costs does not depend on how quiet the sources are.
MERGE_SQL = f"""
    {ME}
    select id from (
        select p.id from unnest({MINE}) source
        cross join lateral (
            select id from microblog_post
            where community_id = source and {LIVE_ROOT} and id < %(before)s and id > %(after)s
            order by id desc limit %(limit)s
        ) p
        union
        select p.id from unnest({PEOPLE}) source
        cross join lateral (
            select id, community_id from microblog_post
            where author_id = source and {LIVE_ROOT} and id < %(before)s and id > %(after)s
            order by id desc limit %(limit)s
        ) p
        join microblog_community c on c.id = p.community_id
        where {VISIBLE}
    ) merged
    order by id desc limit %(limit)s
"""

# The same from the other end: the oldest after a key, to read a feed upwards.
MERGE_UP_SQL = MERGE_SQL.replace("order by id desc", "order by id")

END_OF_TIME = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """A page of a stream: its posts, and whether there are more in the direction of reading."""

    posts: list[Post]
    has_more: bool


def home_feed(
    *, viewer: User, before: int | None = None, after: int = 0, limit: int = 20, upwards: bool = False
) -> Page:
    """Return the posts of the viewer's communities and of the people the viewer follows, newest first.

    `before` and `after` are keys of posts, both exclusive; `upwards` takes the oldest of those between them, still
    shown newest first. The posts carry what their cards show.
    """
    keys = home_keys(viewer, before=before or END_OF_TIME, after=after, limit=limit + 1, upwards=upwards)
    shown = sorted(keys[:limit], reverse=True)
    return Page(posts=cards(viewer, shown), has_more=len(keys) > limit)


def home_keys(viewer: User, *, before: int, after: int, limit: int, upwards: bool = False) -> list[int]:
    """Return the keys of the home feed, at most `limit`: newest first, or upwards from the oldest."""
    between = {"viewer": viewer.pk, "before": before, "after": after, "limit": limit}
    keys = [] if upwards else keys_of(WINDOW_SQL, between)
    if len(keys) < limit:
        keys = keys_of(MERGE_UP_SQL if upwards else MERGE_SQL, between)
    return keys


def keys_of(sql: str, arguments: dict[str, int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return [key for (key,) in cursor.fetchall()]


def community_feed(
    *,
    viewer: User,
    community: Community,
    before: int | None = None,
    after: int = 0,
    limit: int = 20,
    upwards: bool = False,
) -> Page:
    """Return the posts of one community, newest first."""
    posts = access.visible_posts(viewer).filter(community=community)
    return page_of(viewer, posts, before, after, limit, upwards)


def person_feed(
    *,
    viewer: User,
    person: User,
    before: int | None = None,
    after: int = 0,
    limit: int = 20,
    upwards: bool = False,
) -> Page:
    """Return what a person has written where the viewer may read, newest first."""
    posts = access.visible_posts(viewer).filter(author=person)
    return page_of(viewer, posts, before, after, limit, upwards)


def topic_feed(
    *, viewer: User, name: str, before: int | None = None, after: int = 0, limit: int = 20, upwards: bool = False
) -> Page:
    """Return the posts with a topic, newest first; `name` is casefolded."""
    posts = access.visible_posts(viewer).filter(topics__name=name)
    return page_of(viewer, posts, before, after, limit, upwards)


def unit_feed(
    *,
    viewer: User,
    units: Sequence[OrgUnit],
    before: int | None = None,
    after: int = 0,
    limit: int = 20,
    upwards: bool = False,
) -> Page:
    """Return what the people of these units have written where the viewer may read, newest first."""
    posts = access.visible_posts(viewer).filter(author__unit__in=units)
    return page_of(viewer, posts, before, after, limit, upwards)


def page_of(
    viewer: User, posts: QuerySet[Post], before: int | None, after: int, limit: int, upwards: bool = False
) -> Page:
    """Return one page of root posts between two keys."""
    wanted = posts.filter(parent=None, id__lt=before or END_OF_TIME, id__gt=after)
    shown = wanted.with_card_parts(viewer)  # type: ignore[attr-defined]
    found = list(shown.order_by("id" if upwards else "-id")[: limit + 1])
    page = found[:limit]
    return Page(posts=page[::-1] if upwards else page, has_more=len(found) > limit)


def home_places(viewer: User) -> QuerySet[Post]:
    """Return all that ever stood in the viewer's home feed, also what is gone since."""
    followed = PersonFollow.objects.filter(follower=viewer).values("followed")
    mine = Q(community__in=access.my_communities(viewer)) | Q(author=viewer) | Q(author__in=followed)
    return readable_places(viewer).filter(mine)


def readable_places(viewer: User) -> QuerySet[Post]:
    """Return the posts of all communities that the viewer may read, also those that are gone since."""
    return Post.objects.filter(
        community__in=access.readable_communities(viewer), parent=None, published_at__isnull=False
    )


def gone_posts(posts: QuerySet[Post], *, newest: int, since: dt.datetime, until: dt.datetime) -> list[int]:
    """Return which of these posts, up to the key `newest`, were deleted or hidden after `since` and until `until`."""
    went = Q(deleted_at__gt=since, deleted_at__lte=until) | Q(hidden_at__gt=since, hidden_at__lte=until)
    return list(posts.filter(went, id__lte=newest).order_by("-id").values_list("id", flat=True))
