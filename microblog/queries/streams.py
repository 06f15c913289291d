"""What a socket may hear: streams, the reader's rights, and what was missed."""

from dataclasses import dataclass

from django.db.models import Q, Subquery

from microblog import access
from microblog.models import Event, Membership, Notification, PersonFollow, Post, User

# More than this is quicker to fetch anew than to tell.
MOST_MISSED = 200


@dataclass(frozen=True)
class Rights:
    """What a reader may see, held in memory by an open socket until it changes."""

    viewer: int
    readable: frozenset[int]
    communities: frozenset[int]
    people: frozenset[int]

    def is_in_home(self, community: int, author: int) -> bool:
        """Tell whether a post belongs to the reader's home feed."""
        return community in self.communities or author in self.people


def rights_of(viewer: User) -> Rights:
    """Read the communities and people that decide what a socket may hear."""
    mine = Membership.objects.filter(user=viewer).values_list("community", flat=True)
    followed = PersonFollow.objects.filter(follower=viewer).values_list("followed", flat=True)
    return Rights(
        viewer=viewer.pk,
        readable=frozenset(access.readable_communities(viewer).values_list("pk", flat=True)),
        communities=frozenset(mine),
        people=frozenset([*followed, viewer.pk]),
    )


def stream_is_readable(viewer: User, stream: str) -> bool:
    """Tell whether a stream exists for this reader: `home`, `notifications`, `community:ID` or
    `thread:ID`."""
    kind, _colon, key = stream.partition(":")
    if kind in ("home", "notifications"):
        return not key
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return False
    if kind == "community":
        return access.readable_communities(viewer).filter(pk=int(key)).exists()
    return kind == "thread" and access.visible_posts(viewer).filter(pk=int(key), parent=None).exists()


def streams_of(*, community: int, thread: int, author: int, is_reply: bool, rights: Rights) -> set[str]:
    """Return the streams under which this reader hears of a post: a reply is told in its thread alone."""
    if community not in rights.readable:
        return set()
    streams = {f"thread:{thread}"}
    if not is_reply:
        streams.add(f"community:{community}")
        if rights.is_in_home(community, author):
            streams.add("home")
    return streams


def missed_hints(rights: Rights, stream: str, after: int) -> list[dict[str, object]] | None:
    """Return the hints of a stream since the event `after`, or None when they are too many or too old to tell.

    An event may be relayed after one with a higher key, if its transaction took longer; so what was relayed later
    counts as later.
    """
    if stream == "notifications":
        return missed_notifications(rights.viewer, after)
    last = Event.objects.filter(pk=after)
    if after and not last.exists():
        return None
    relayed_later = Q(relayed_at__gt=Subquery(last.values("relayed_at")))
    events = list(
        Event.objects.filter(Q(pk__gt=after) | relayed_later, relayed_at__isnull=False)
        .exclude(type__startswith="membership.")
        .order_by("pk")[: MOST_MISSED + 1]
    )
    if len(events) > MOST_MISSED:
        return None
    posts = Post.objects.in_bulk([event.subject_id for event in events])
    hints = []
    for event in events:
        post = posts.get(event.subject_id)
        if post and stream in streams_of(rights=rights, **post.place):
            hints.append({"type": event.type, "stream": stream, "id": str(post.pk), "seq": event.pk})
    return hints


def missed_notifications(viewer: int, after: int) -> list[dict[str, object]] | None:
    """Return the hints of what a person has been told since the event `after`, or None when they are too many."""
    rows = Notification.objects.filter(recipient=viewer, seq__gt=after, in_page=True)
    found = list(rows.order_by("seq").values_list("id", "seq")[: MOST_MISSED + 1])
    if len(found) > MOST_MISSED:
        return None
    return [{"type": "notification.made", "stream": "notifications", "id": str(key), "seq": seq} for key, seq in found]
