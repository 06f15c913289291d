"""What the menu beside every page shows, and how far the page is up to date."""

from dataclasses import dataclass

from django.db import connection

from microblog import access
from microblog.models import Community, User
from microblog.queries.notifications import MOST_COUNTED, VISIBLE

# Written out, because every page asks it: building the same from a query set costs three times as much as running it.
# `offset 0` keeps the planner from hashing all communities for the few of one reader.
MENU_SQL = f"""
    select (select coalesce(max(id), 0) from microblog_event) as newest,
           exists(select from microblog_orgunit where leader_id = %(viewer)s) as is_leader,
           (select count(*) from (
               select from microblog_notification n
               where n.recipient_id = %(viewer)s and n.read_at is null and n.in_page and {VISIBLE} limit {MOST_COUNTED}
           ) unread) as unread,
           exists(
               select from microblog_moderationcase k join microblog_post p on p.id = k.post_id
               where k.state in ('waiting', 'rewritten', 'appealed')
                 and p.deleted_at is null and p.author_id <> %(viewer)s
                 and (%(is_moderator)s or p.community_id in (
                     select community_id from microblog_membership where user_id = %(viewer)s and is_host
                 ))
           ) as has_cases,
           exists(
               select from microblog_post p join microblog_moderationcase k on k.post_id = p.id and k.state <> 'kept'
               where p.author_id = %(viewer)s and p.hidden_at is not null and p.deleted_at is null
           ) as has_hidden,
           m.is_host, c.id, c.slug, c.name
    from (select) once
    left join (
        select community_id, is_host from microblog_membership where user_id = %(viewer)s offset 0
    ) m on true
    left join lateral (
        select id, slug, name, is_for_everybody from microblog_community where id = m.community_id offset 0
    ) c on true
    order by c.is_for_everybody desc, c.name, c.id
"""


@dataclass(frozen=True)
class Menu:
    """The viewer's communities, the one of everybody first, each with `is_host` of the viewer in it; whether the
    viewer leads a unit; the key of the newest event: what a page read after this need not be told; and how
    many notifications are unread, of `MOST_COUNTED` at most."""

    communities: list[Community]
    is_leader: bool
    newest_event: int
    unread: int
    # Whether reported posts wait for the viewer, and whether a post of the viewer is hidden.
    has_cases: bool
    has_hidden: bool

    @property
    def duties(self) -> tuple[bool, bool]:
        return self.has_cases, self.has_hidden

    @property
    def may_announce(self) -> bool:
        """Tell whether the viewer may announce something in one of these communities."""
        hosts = any(community.is_host for community in self.communities)  # type: ignore[attr-defined]
        return hosts or (self.is_leader and bool(self.communities))


def read_menu(*, viewer: User) -> Menu:
    with connection.cursor() as cursor:
        cursor.execute(MENU_SQL, {"viewer": viewer.pk, "is_moderator": access.is_moderator(viewer)})
        rows = cursor.fetchall()
    newest, is_leader, unread, has_cases, has_hidden, *_first = rows[0]
    communities = [in_menu(*row[5:]) for row in rows if row[6] is not None]
    return Menu(
        communities=communities,
        is_leader=is_leader,
        newest_event=newest,
        unread=unread,
        has_cases=has_cases,
        has_hidden=has_hidden,
    )


def in_menu(is_host: bool, key: int, slug: str, name: str) -> Community:
    community = Community.from_db(None, ["id", "slug", "name"], [key, slug, name])
    community.is_host = is_host  # type: ignore[attr-defined]
    return community
