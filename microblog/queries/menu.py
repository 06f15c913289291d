"""What the menu beside every page shows, and how far the page is up to date."""

from dataclasses import dataclass

from django.db import connection

from microblog import access
from microblog.models import Community, ModerationCase, User
from microblog.queries.moderation import own_cases
from microblog.queries.notifications import MOST_COUNTED, VISIBLE

# Written out, because every page asks it: building the same from a query set costs three times as much as running it.
# `offset 0` keeps the planner from hashing all communities for the few of one reader. What is seldom there is asked for
# without the right to see it, which would take the planner longer than all the rest, and looked at when it is.
MENU_SQL = """
    select (select coalesce(max(id), 0) from microblog_event) as newest,
           exists(select from microblog_orgunit where leader_id = %(viewer)s) as is_leader,
           exists(select from microblog_notification
                  where recipient_id = %(viewer)s and read_at is null and in_page) as may_have_unread,
           exists(select from microblog_moderationcase where state = any(%(open)s)) as may_have_cases,
           exists(select from microblog_post where author_id = %(viewer)s and hidden_at is not null) as may_have_hidden,
           coalesce((select is_on from microblog_anonymityswitch where countersigned_at is not null
                     order by countersigned_at desc, id desc limit 1), false) as may_stay_unnamed,
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
UNREAD_SQL = f"""
    select count(*) from (
        select from microblog_notification n
        where n.recipient_id = %s and n.read_at is null and n.in_page and {VISIBLE} limit {MOST_COUNTED}
    ) unread
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
    # Whether the company lets people write without their names.
    may_stay_unnamed: bool

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
        cursor.execute(MENU_SQL, {"viewer": viewer.pk, "open": list(ModerationCase.OPEN)})
        rows = cursor.fetchall()
    newest, is_leader, may_have_unread, may_have_cases, may_have_hidden, may_stay_unnamed, *_first = rows[0]
    return Menu(
        communities=[in_menu(*row[6:]) for row in rows if row[7] is not None],
        is_leader=is_leader,
        newest_event=newest,
        unread=count_unread(viewer) if may_have_unread else 0,
        has_cases=may_have_cases and has_open_cases(viewer, is_host=any(row[6] for row in rows)),
        has_hidden=may_have_hidden and own_cases(author=viewer).exists(),
        may_stay_unnamed=may_stay_unnamed,
    )


def count_unread(viewer: User) -> int:
    with connection.cursor() as cursor:
        cursor.execute(UNREAD_SQL, [viewer.pk])
        return int(cursor.fetchone()[0])


def has_open_cases(viewer: User, *, is_host: bool) -> bool:
    if not is_host and not access.is_moderator(viewer):
        return False
    return access.moderated_cases(viewer).filter(state__in=ModerationCase.OPEN).exists()


def in_menu(is_host: bool, key: int, slug: str, name: str) -> Community:
    community = Community.from_db(None, ["id", "slug", "name"], [key, slug, name])
    community.is_host = is_host  # type: ignore[attr-defined]
    return community
