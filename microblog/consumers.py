"""The socket of an open page or a phone: subscribe, hear hints, fetch over HTTP.

Client: `{"type": "subscribe", "stream": "home" | "community:ID" | "thread:ID" |
"notifications", "after": seq}`, `{"type": "unsubscribe",
"stream"}`. Server: `{"type", "stream", "id", "seq"}`; `{"type": "resync", "stream"}` when what came after `after` can't
be told; `{"type": "refused", "stream"}` for what is not the reader's.
"""

import asyncio
import json
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone

from microblog.models import User
from microblog.queries.sessions import session_is_live
from microblog.queries.streams import Rights, missed_hints, rights_of, stream_is_readable, streams_of
from microblog.queries.tokens import live_token
from microblog.realtime import EVERYBODY, person_group

NOT_SIGNED_IN, FOREIGN_ORIGIN, TOO_SLOW, TOO_MANY = 4401, 4403, 4408, 4429
LONGEST_MESSAGE = 16_384
MESSAGES_PER_SECOND = 10
PROTOCOL = "bearer."


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. It holds its reader's rights in memory and reads them anew when they change."""

    viewer: User
    rights: Rights
    sender: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.streams: set[str] = set()
        self.groups_joined: list[str] = []
        self.recent: deque[float] = deque(maxlen=MESSAGES_PER_SECOND)
        self.outgoing: asyncio.Queue[str] = asyncio.Queue(settings.SOCKET_QUEUE)
        protocol = next((name for name in self.scope["subprotocols"] if name.startswith(PROTOCOL)), None)
        # Accepted first: a browser shows its page no close code of a handshake that was refused.
        await self.accept(subprotocol=protocol)
        if protocol is None and not has_own_origin(self.scope):
            await self.close(FOREIGN_ORIGIN)
            return
        self.protocol = protocol
        viewer = await self.person_behind(protocol)
        if viewer is None:
            await self.close(NOT_SIGNED_IN)
            return
        self.viewer = viewer
        self.rights = await database_sync_to_async(rights_of)(viewer)
        self.sender = asyncio.create_task(self.send_outgoing())
        await self.join(EVERYBODY)
        await self.join(person_group(viewer.pk))

    async def person_behind(self, protocol: str | None) -> User | None:
        """Return who opened the socket: by token as sub-protocol, else by session."""
        if protocol is not None:
            secret = protocol.removeprefix(PROTOCOL)
            token = await database_sync_to_async(live_token)(secret, now=timezone.now())
            return token.user if token else None
        user, key = self.scope["user"], self.scope["session"].session_key
        if not user.is_authenticated:
            return None
        is_live = await database_sync_to_async(session_is_live)(key, person=user.pk, now=timezone.now())
        return user if is_live else None

    async def disconnect(self, code: int) -> None:
        if self.sender:
            self.sender.cancel()
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.sender is None:
            return
        if self.is_flooding():
            await self.close(TOO_MANY)
            return
        message = read_message(text_data)
        stream = message.get("stream")
        if not isinstance(stream, str):
            return
        if message.get("type") == "subscribe":
            await self.subscribe(stream, message.get("after"))
        elif message.get("type") == "unsubscribe":
            self.streams.discard(stream)

    def is_flooding(self) -> bool:
        """Tell whether the client sends more than ten messages a second."""
        now = asyncio.get_running_loop().time()
        full = len(self.recent) == MESSAGES_PER_SECOND and now - self.recent[0] < 1
        self.recent.append(now)
        return full

    async def subscribe(self, stream: str, after: object) -> None:
        """Start telling of a stream, first what came since `after`."""
        if not await database_sync_to_async(stream_is_readable)(self.viewer, stream):
            await self.queue({"type": "refused", "stream": stream})
            return
        # Before the look back, so that nothing falls between; a client drops a `seq` that it has seen.
        self.streams.add(stream)
        if isinstance(after, int) and not isinstance(after, bool):
            missed = await database_sync_to_async(missed_hints)(self.rights, stream, after)
            for hint in [{"type": "resync", "stream": stream}] if missed is None else missed:
                await self.queue(hint)

    async def hint(self, event: dict[str, Any]) -> None:
        """Pass a hint on under each stream in which this reader may hear of it at this moment."""
        for stream in self.streams & streams_of(rights=self.rights, **event["place"]):
            await self.queue({**event["hint"], "stream": stream})

    async def notification_made(self, event: dict[str, Any]) -> None:
        """Pass on that this reader has been told something."""
        if "notifications" in self.streams:
            await self.queue(event["hint"])

    async def rights_changed(self, event: dict[str, Any]) -> None:
        self.rights = await database_sync_to_async(rights_of)(self.viewer)

    async def access_ended(self, event: dict[str, Any]) -> None:
        """Close when it was this socket's own session or token that has ended."""
        if await self.person_behind(self.protocol) is None:
            await self.close(NOT_SIGNED_IN)

    async def join(self, group: str) -> None:
        self.groups_joined.append(group)
        await self.channel_layer.group_add(group, self.channel_name)

    async def queue(self, message: dict[str, Any]) -> None:
        """Put a message into the socket's own queue; a client that does not read loses the socket, not messages."""
        try:
            self.outgoing.put_nowait(json.dumps(message))
        except asyncio.QueueFull:
            await self.close(TOO_SLOW)

    async def send_outgoing(self) -> None:
        while True:
            await self.send(text_data=await self.outgoing.get())


def has_own_origin(scope: dict[str, Any]) -> bool:
    """Tell whether the page that opened the socket came from the host that it speaks to."""
    headers = dict(scope["headers"])
    origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
    return bool(origin.netloc) and origin.netloc == headers.get(b"host", b"").decode("latin-1")


def read_message(text: str | None) -> dict[str, Any]:
    """Return a client's message, or an empty one for what is no JSON object."""
    try:
        message = json.loads(text or "") if len(text or "") <= LONGEST_MESSAGE else {}
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
