"""What the menu beside every page shows."""

from django.db import connection

from microblog.models import Community, User

# Written out, because every page asks it: building the same from a query set costs three times as much as running it.
MENU_SQL = """
    select c.id, c.slug, c.name, m.is_host,
           exists(select from microblog_orgunit u where u.leader_id = %(viewer)s) as is_leader
    from microblog_community c join microblog_membership m on m.community_id = c.id
    where m.user_id = %(viewer)s
    order by c.is_for_everybody desc, c.name, c.id
"""


def menu_communities(*, viewer: User) -> list[Community]:
    """Return the viewer's communities, the one of everybody first, each with `is_host` of the viewer in it, and with
    `is_leader` when the viewer leads a unit."""
    with connection.cursor() as cursor:
        cursor.execute(MENU_SQL, {"viewer": viewer.pk})
        return [in_menu(*row) for row in cursor.fetchall()]


def in_menu(key: int, slug: str, name: str, is_host: bool, is_leader: bool) -> Community:
    community = Community.from_db(None, ["id", "slug", "name"], [key, slug, name])
    community.is_host, community.is_leader = is_host, is_leader  # type: ignore[attr-defined]
    return community


def may_announce(communities: list[Community]) -> bool:
    """Tell whether the viewer of this menu may announce something in one of these communities."""
    return any(community.is_host or community.is_leader for community in communities)  # type: ignore[attr-defined]
