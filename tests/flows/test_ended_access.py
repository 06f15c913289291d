"""Somebody loses a phone, signs it out from another browser, and what the phone had open is closed."""

import asyncio
import json

import pytest
import websockets

from microblog.models import SignIn
from tests.house import Visitor, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "et langt passord"


async def close_code(house, headers: dict[str, str], act, protocol: str = "") -> int:
    """Open a socket, do something meanwhile, and return the code with which the socket was closed."""
    options = {"subprotocols": [protocol]} if protocol else {}
    async with websockets.connect(house.socket_url, additional_headers=headers, **options) as socket:
        await socket.send(json.dumps({"type": "subscribe", "stream": "home"}))
        await asyncio.sleep(1)
        await asyncio.to_thread(act)
        await asyncio.wait_for(socket.wait_closed(), 30)
        return socket.close_code


def test_a_lost_phone_is_signed_out_and_hears_nothing_more(house, alice, everybody, token_of):
    alice.set_password(PASSWORD)
    alice.save()
    phone, desk = Visitor(house), Visitor(house)
    phone.sign_in("alice", PASSWORD)
    lost = SignIn.objects.get()
    desk.sign_in("alice", PASSWORD)
    desk.post("/accounts/reauthenticate/", password=PASSWORD)
    cookie = {"Cookie": f"sessionid={phone.session}", "Origin": house.url}

    code = asyncio.run(close_code(house, cookie, lambda: desk.post(f"/settings/sessions/{lost.pk}/")))

    assert code == 4401
    assert "accounts/login" in phone.get("/settings/")
    assert "Der du er logget inn" in desk.get("/settings/sessions/")


def test_a_token_that_is_revoked_over_rest_closes_its_socket(house, alice, everybody, token_of):
    gone, other = token_of(alice), token_of(alice)
    _status, tokens = house.call("GET", "/me/tokens", token=other)
    key = tokens["items"][1]["id"]

    code = asyncio.run(
        close_code(house, {}, lambda: house.call("DELETE", f"/me/tokens/{key}", token=other), f"bearer.{gone}")
    )

    assert code == 4401
    assert house.call("GET", "/me", token=gone)[0] == 401
    assert house.call("GET", "/me", token=other)[0] == 200


def test_a_person_asks_for_their_data_and_the_worker_packs_it(house, alice, everybody, token_of, make_post):
    make_post(alice, everybody, "Min egen tekst")
    token = token_of(alice)

    status, asked = house.call("POST", "/me/export", {}, token)
    assert (status, asked["state"]) == (202, "waiting")
    wait_until(lambda: house.call("GET", "/me/export", token=token)[1]["state"] == "ready", "the file")

    told = wait_until(lambda: house.call("GET", "/notifications", token=token)[1]["items"], "the notification")
    assert told[0]["kind"] == "export"
    assert told[0]["url"] == "/settings/#personvern"
