import asyncio

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from config.urls import websocket_application
from microblog import consumers
from microblog.actions import outbox
from microblog.actions.communities import describe_community, leave_community
from microblog.actions.notify import notify_people
from microblog.actions.reactions import add_reaction
from microblog.models import Event
from microblog.realtime import EVERYBODY, push_hints, push_notifications

pytestmark = pytest.mark.django_db(transaction=True)

HOST = [(b"host", b"lest.example"), (b"origin", b"http://lest.example")]


def socket(secret: str = "", headers=HOST) -> WebsocketCommunicator:
    protocols = [f"bearer.{secret}"] if secret else None
    return WebsocketCommunicator(websocket_application, "/ws", headers=headers, subprotocols=protocols)


def session_of(user) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def close_code(communicator: WebsocketCommunicator) -> int:
    connected, _protocol = await communicator.connect()
    assert connected
    message = await communicator.receive_output(5)
    assert message["type"] == "websocket.close"
    return message["code"]


async def subscribed(secret: str, *streams: str) -> WebsocketCommunicator:
    communicator = socket(secret)
    await communicator.connect()
    for stream in streams:
        await communicator.send_json_to({"type": "subscribe", "stream": stream})
    await asyncio.sleep(0.3)
    return communicator


@database_sync_to_async
def push_all() -> None:
    push_hints(Event.objects.order_by("pk"))


@pytest.fixture
def secret(bob, token_of) -> str:
    return token_of(bob)


async def test_a_stranger_is_let_in_and_shown_out(db):
    assert await close_code(socket("lest_nonsense")) == consumers.NOT_SIGNED_IN
    assert await close_code(socket()) == consumers.NOT_SIGNED_IN


async def test_a_foreign_page_cannot_use_the_cookie(bob):
    key = await database_sync_to_async(session_of)(bob)
    cookie = (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())
    foreign = [(b"host", b"lest.example"), (b"origin", b"http://evil.example"), cookie]

    assert await close_code(socket(headers=foreign)) == consumers.FOREIGN_ORIGIN
    assert await close_code(socket(headers=[(b"host", b"lest.example"), cookie])) == consumers.FOREIGN_ORIGIN


async def test_an_own_page_comes_in_with_its_cookie(alice, bob, community, make_post):
    key = await database_sync_to_async(session_of)(bob)
    own = socket(headers=[*HOST, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())])
    await own.connect()
    await own.send_json_to({"type": "subscribe", "stream": "home"})
    await asyncio.sleep(0.3)
    post = await database_sync_to_async(make_post)(alice, community)

    await push_all()

    assert (await own.receive_json_from(5))["id"] == str(post.pk)
    await own.disconnect()


async def test_a_hint_carries_no_content(alice, community, make_post, secret):
    communicator = await subscribed(secret, "home")
    post = await database_sync_to_async(make_post)(alice, community, "En hemmelig setning")

    await push_all()

    hint = await communicator.receive_json_from(5)
    assert hint == {"type": "post.published", "stream": "home", "id": str(post.pk), "seq": hint["seq"]}
    await communicator.disconnect()


async def test_a_stream_that_is_not_mine_is_refused_and_the_socket_stays_open(
    alice, charlie, hidden_community, token_of, make_post
):
    communicator = await subscribed(await database_sync_to_async(token_of)(charlie), f"community:{hidden_community.pk}")

    assert await communicator.receive_json_from(5) == {
        "type": "refused",
        "stream": f"community:{hidden_community.pk}",
    }
    await database_sync_to_async(make_post)(alice, hidden_community)
    await push_all()
    assert await communicator.receive_nothing(0.5)
    await communicator.disconnect()


async def test_who_leaves_a_community_hears_no_more_of_it(alice, bob, closed_community, make_post, secret):
    stream = f"community:{closed_community.pk}"
    communicator = await subscribed(secret, stream)
    await database_sync_to_async(make_post)(alice, closed_community)
    await push_all()
    assert (await communicator.receive_json_from(5))["stream"] == stream

    await database_sync_to_async(leave_community)(actor=bob, community=closed_community)
    await push_all()
    while not await communicator.receive_nothing(0.5):
        await communicator.receive_json_from(1)
    await database_sync_to_async(make_post)(alice, closed_community)
    await push_all()

    assert await communicator.receive_nothing(0.5)
    await communicator.disconnect()


async def test_who_stands_outside_when_a_community_closes_hears_no_more_of_it(
    alice, charlie, community, make_post, token_of
):
    communicator = await subscribed(await database_sync_to_async(token_of)(charlie), f"community:{community.pk}")
    closed = {"name": "Verkstedet", "about": "", "visibility": "closed"}
    await database_sync_to_async(describe_community)(actor=alice, community=community, **closed)
    await push_all()
    await asyncio.sleep(0.3)

    await database_sync_to_async(make_post)(alice, community)
    await push_all()

    assert await communicator.receive_nothing(0.5)
    await communicator.disconnect()


async def test_what_was_missed_is_told_after_a_break(alice, community, make_post, secret, monkeypatch):
    monkeypatch.setattr(outbox, "send", lambda deliveries: None)
    first = await database_sync_to_async(make_post)(alice, community)
    missed = await database_sync_to_async(make_post)(alice, community)
    await database_sync_to_async(outbox.relay_events)(now=timezone.now())
    after = await database_sync_to_async(lambda: Event.objects.get(subject_id=first.pk).pk)()
    communicator = await subscribed(secret)

    await communicator.send_json_to({"type": "subscribe", "stream": "home", "after": after})

    assert (await communicator.receive_json_from(5))["id"] == str(missed.pk)
    await communicator.send_json_to({"type": "subscribe", "stream": "home", "after": 999_999_999})
    assert await communicator.receive_json_from(5) == {"type": "resync", "stream": "home"}
    await communicator.disconnect()


@pytest.mark.parametrize("message", ["[", "[]", "7", '{"type": "subscribe"}', '{"type": "subscribe", "stream": 7}'])
async def test_nonsense_is_passed_over(message, secret):
    communicator = await subscribed(secret)

    await communicator.send_to(text_data=message)

    assert await communicator.receive_nothing(0.3)
    await communicator.disconnect()


async def test_a_flood_closes_the_socket(secret):
    communicator = await subscribed(secret)

    for _ in range(12):
        await communicator.send_to(text_data="{}")

    message = await communicator.receive_output(5)
    assert message == {"type": "websocket.close", "code": consumers.TOO_MANY, "reason": None} or (
        message["code"] == consumers.TOO_MANY
    )


async def test_a_client_that_does_not_read_is_closed_when_its_queue_is_full(
    alice, bob, community, make_post, secret, settings, monkeypatch
):
    settings.SOCKET_QUEUE = 3
    stuck = asyncio.Event()

    async def stuck_sender(self) -> None:
        await stuck.wait()

    monkeypatch.setattr(consumers.LiveConsumer, "send_outgoing", stuck_sender)
    communicator = await subscribed(secret, "home")
    post = await database_sync_to_async(make_post)(alice, community)
    message = {"type": "hint", "hint": {"type": "post.published", "id": str(post.pk), "seq": 1}, "place": post.place}

    for _ in range(4):
        await get_channel_layer().group_send(EVERYBODY, message)

    assert (await communicator.receive_output(5))["code"] == consumers.TOO_SLOW


async def test_a_person_alone_hears_that_they_have_been_told_something(alice, bob, community, make_post, token_of):
    post = await database_sync_to_async(make_post)(alice, community)
    hers = await subscribed(await database_sync_to_async(token_of)(alice), "notifications")
    his = await subscribed(await database_sync_to_async(token_of)(bob), "notifications")
    await database_sync_to_async(add_reaction)(actor=bob, post=post, kind="thanks")
    events = await database_sync_to_async(lambda: list(Event.objects.filter(type="reaction.added")))()

    told = await database_sync_to_async(notify_people)(events, now=timezone.now())
    await database_sync_to_async(push_notifications)((one.recipient, one.notification, one.seq) for one in told)

    assert await hers.receive_json_from(5) == {
        "type": "notification.made",
        "stream": "notifications",
        "id": str(told[0].notification),
        "seq": events[0].pk,
    }
    assert await his.receive_nothing(0.3)
    await hers.disconnect()
    await his.disconnect()


async def test_what_a_person_was_told_during_a_break_is_told_after_it(alice, bob, community, make_post, token_of):
    post = await database_sync_to_async(make_post)(alice, community)
    await database_sync_to_async(add_reaction)(actor=bob, post=post, kind="thanks")
    events = await database_sync_to_async(lambda: list(Event.objects.filter(type="reaction.added")))()
    told = await database_sync_to_async(notify_people)(events, now=timezone.now())
    communicator = await subscribed(await database_sync_to_async(token_of)(alice))

    await communicator.send_json_to({"type": "subscribe", "stream": "notifications", "after": told[0].seq - 1})

    assert (await communicator.receive_json_from(5))["id"] == str(told[0].notification)
    await communicator.send_json_to({"type": "subscribe", "stream": "notifications", "after": told[0].seq})
    assert await communicator.receive_nothing(0.3)
    await communicator.disconnect()
