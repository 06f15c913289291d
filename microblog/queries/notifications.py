"""What a person has been told, as far as they may still see it, and how they want to be told."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from microblog import access, notices
from microblog.cards import add_idea_parts
from microblog.models import (
    Notification,
    NotificationPreference,
    QuietHours,
    User,
)
from microblog.queries.pages import Rows, page_of_rows
from microblog.quiet import Quiet
from microblog.texts import to_line

# May the recipient of `n` still see the post or the community that it tells of? The rule of `access.is_visible`, for
# statements that have many recipients or must not cost a query of their own.
VISIBLE = """
    (n.post_id is null or exists(
        select from microblog_post p join microblog_community c on c.id = p.community_id
        where p.id = n.post_id and p.deleted_at is null and p.hidden_at is null and p.published_at is not null
              and (c.visibility = 'open' or exists(
                  select from microblog_membership m where m.community_id = c.id and m.user_id = n.recipient_id))
    ))
    and (n.community_id is null or exists(
        select from microblog_community c where c.id = n.community_id
              and (c.visibility <> 'hidden' or exists(
                  select from microblog_membership m where m.community_id = c.id and m.user_id = n.recipient_id)
                  or exists(
                  select from microblog_invitation i where i.community_id = c.id and i.user_id = n.recipient_id))
              and (n.kind <> 'request' or exists(
                  select from microblog_membership m
                  where m.community_id = c.id and m.user_id = n.recipient_id and m.is_host))
    ))
"""
MOST_COUNTED = 100
FILTERS = {
    "all": Q(),
    "me": Q(kind__in=["mention", "reply", "praise", "reaction", "invitation", "membership"]),
    "ideas": Q(post__kind="idea"),
    "leaders": Q(kind="announcement"),
}


def may_see(viewer: User) -> Q:
    """The condition that the viewer may still see what a notification of theirs tells of."""
    is_host = Q(community__in=access.hosted_communities(viewer))
    known = Q(community__in=access.known_communities(viewer)) & (~Q(kind="request") | is_host)
    return (Q(post=None) | access.is_visible(viewer, "post__")) & (Q(community=None) | known)


def notifications(*, viewer: User) -> QuerySet[Notification]:
    """Return what the viewer has been told on the page, with post and community."""
    return (
        Notification.objects.filter(may_see(viewer), recipient=viewer, in_page=True)
        .select_related("post__author__unit", "post__community", "community")
        .defer("post__quote_wording")
    )


def notification_page(*, viewer: User, shown: str = "all", before: int | None = None, limit: int = 20) -> Rows:
    """Return a page of one of the `FILTERS`, newest first, ready to be put into words."""
    rows = notifications(viewer=viewer).filter(FILTERS[shown])
    page = page_of_rows(rows, ("-id",), position=None if before is None else [before], limit=limit)
    complete(viewer, page.rows)
    return page


def complete(viewer: User, rows: Collection[Notification]) -> None:
    """Add to the rows what their sentences need: `people` (up to three actors), `others` (how many more than the
    first) and `title`; and its part to the post of an idea. Two queries for all rows."""
    shown = {actor for row in rows for actor in row.actors[:3]}
    people = User.objects.select_related("unit").in_bulk(shown)
    add_idea_parts(viewer, [row.post for row in rows if row.post])
    for row in rows:
        found = [people[actor] for actor in row.actors[:3] if actor in people]
        row.people = found  # type: ignore[attr-defined]
        row.others = max(len(row.actors) - 1, 0)  # type: ignore[attr-defined]
        row.title = title_of(row)  # type: ignore[attr-defined]


def title_of(row: Notification) -> str:
    """Return what the notification is about, in the words of its post or the name of its community."""
    if row.post is None:
        return row.community.name if row.community else ""
    idea = getattr(row.post, "shown_idea", None)
    return idea.title if idea else to_line(row.post.text, 80)


def sentence_of(row: Notification) -> str:
    """Return a notification of `complete` as a sentence."""
    return notices.sentences[row.kind](row)


def address_of(row: Notification) -> str:
    """Return the plain address of what a notification tells of."""
    if row.post is not None:
        return f"/posts/{row.post_id}/"
    return f"/c/{row.community.slug}/" if row.community else notices.kinds[row.kind].address


@dataclass
class Wish:
    """How one person wants to be told; what they have not said is as the kind has it."""

    quiet: Quiet
    said: dict[str, tuple[bool, str]] = field(default_factory=dict)
    pushed: set[str] = field(default_factory=set)

    def of(self, kind: str) -> tuple[bool, str]:
        """Return whether the page shows this kind, and the rhythm of its mail."""
        return self.said.get(kind, (True, notices.kinds[kind].mail))

    def pushes(self, kind: str) -> bool:
        """Tell whether this kind comes as a push message; none does before it is wished for."""
        return kind in self.pushed


def wishes_of(people: Collection[int]) -> dict[int, Wish]:
    """Return the wishes of people by their keys; two queries for any number of them."""
    usual = quiet_of(QuietHours())
    wishes = {person: Wish(usual) for person in people}
    for hours in QuietHours.objects.filter(person__in=people):
        wishes[hours.person_id].quiet = quiet_of(hours)
    for row in NotificationPreference.objects.filter(person__in=people):
        wishes[row.person_id].said[row.kind] = (row.page, row.mail)
        if row.push:
            wishes[row.person_id].pushed.add(row.kind)
    return wishes


def quiet_of(hours: QuietHours) -> Quiet:
    return Quiet(hours.starts_at, hours.ends_at, frozenset(hours.days))


def wish_of(viewer: User) -> Wish:
    return wishes_of([viewer.pk])[viewer.pk]
