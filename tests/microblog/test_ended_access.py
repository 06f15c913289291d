"""What has ended opens nothing more: an open socket closes when its session or its token ends, and no other does."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from django.utils import timezone

from microblog import consumers
from microblog.actions.people import revoke_token
from microblog.actions.sessions import end_sessions
from microblog.events import record_event
from microblog.models import AccessToken, Event, SignIn, User
from microblog.realtime import push_hints
from tests.microblog.test_consumers import HOST, socket

pytestmark = pytest.mark.django_db(transaction=True)


@database_sync_to_async
def session_of(person) -> str:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@database_sync_to_async
def push_ended() -> None:
    push_hints(Event.objects.filter(type="access.ended"))


async def opened(key: str):
    own = socket(headers=[*HOST, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())])
    await own.connect()
    await own.send_json_to({"type": "subscribe", "stream": "home"})
    await asyncio.sleep(0.3)
    return own


async def closed_with(communicator) -> int:
    message = await communicator.receive_output(5)
    assert message["type"] == "websocket.close"
    return message["code"]


async def test_a_session_that_is_ended_closes_its_own_sockets(alice):
    there, here = await session_of(alice), await session_of(alice)
    open_there, open_here = await opened(there), await opened(here)
    sign_in = await SignIn.objects.aget(session_key=there)

    await database_sync_to_async(end_sessions)(actor=alice, sign_ins=[sign_in])
    await push_ended()

    assert await closed_with(open_there) == consumers.NOT_SIGNED_IN
    assert await open_here.receive_nothing(0.5)
    await open_here.disconnect()


async def test_a_token_that_is_revoked_closes_its_own_sockets(alice, token_of):
    gone, stays = await database_sync_to_async(token_of)(alice), await database_sync_to_async(token_of)(alice)
    open_gone, open_stays = socket(gone), socket(stays)
    for one in (open_gone, open_stays):
        await one.connect()
    await asyncio.sleep(0.3)
    token = await AccessToken.objects.select_related("user").aget(digest=AccessToken.digest_of(gone))

    await database_sync_to_async(revoke_token)(token=token, now=timezone.now())
    await push_ended()

    assert await closed_with(open_gone) == consumers.NOT_SIGNED_IN
    assert await open_stays.receive_nothing(0.5)
    await open_stays.disconnect()


async def test_an_ended_session_opens_no_new_socket(alice):
    key = await session_of(alice)
    sign_in = await SignIn.objects.aget(session_key=key)
    await database_sync_to_async(end_sessions)(actor=alice, sign_ins=[sign_in])

    own = socket(headers=[*HOST, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode())])
    await own.connect()

    assert await closed_with(own) == consumers.NOT_SIGNED_IN


async def test_who_no_longer_works_here_loses_every_socket(alice, token_of):
    by_session = await opened(await session_of(alice))
    by_token = socket(await database_sync_to_async(token_of)(alice))
    await by_token.connect()
    await asyncio.sleep(0.3)

    await User.objects.filter(pk=alice.pk).aupdate(is_active=False)
    await database_sync_to_async(record_event)("access.ended", subject=alice, actor=alice)
    await push_ended()

    assert [await closed_with(each) for each in (by_session, by_token)] == [consumers.NOT_SIGNED_IN] * 2
