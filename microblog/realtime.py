"""Hints to open pages and phones: `{type, stream, id, seq}`, never content. Imported by tasks and consumers only.

`seq` is the key of the event, so it rises within each stream. Every socket listens to one group and lets through what
its reader may see: one subscription per process and a loop in memory are cheaper than a group per community, and a
hint carries nothing to protect but its existence.
"""

from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from microblog.models import Event, Post

EVERYBODY = "hints"


def person_group(key: int) -> str:
    """The group of one person's sockets, told when the person's rights change."""
    return f"person.{key}"


def push_hints(events: Iterable[Event]) -> None:
    """Tell the sockets of these events."""
    events = list(events)
    posts = Post.objects.in_bulk([event.subject_id for event in events])
    async_to_sync(send_hints)(events, posts)


async def send_hints(events: list[Event], posts: dict[int, Post]) -> None:
    layer = get_channel_layer()
    for event in events:
        if event.type == "membership.changed" and event.actor_id:
            await layer.group_send(person_group(event.actor_id), {"type": "rights.changed"})
        elif event.type == "access.ended" and event.actor_id:
            await layer.group_send(person_group(event.actor_id), {"type": "access.ended"})
        elif event.type == "community.changed":
            await layer.group_send(EVERYBODY, {"type": "rights.changed"})
        elif post := posts.get(event.subject_id):
            await layer.group_send(EVERYBODY, hint_of(event, post))


def hint_of(event: Event, post: Post) -> dict[str, Any]:
    """Return the message to the sockets: the hint itself, and the place of the post that decides who hears it."""
    return {
        "type": "hint",
        "hint": {"type": event.type, "id": str(post.pk), "seq": event.pk},
        "place": post.place,
    }


def push_notifications(told: Iterable[tuple[int, int, int]]) -> None:
    """Tell people's own sockets of what they have been told: each (person, notification, `seq`)."""
    async_to_sync(send_notifications)(list(told))


async def send_notifications(told: list[tuple[int, int, int]]) -> None:
    layer = get_channel_layer()
    for person, notification, seq in told:
        hint = {"type": "notification.made", "stream": "notifications", "id": str(notification), "seq": seq}
        await layer.group_send(person_group(person), {"type": "notification.made", "hint": hint})
