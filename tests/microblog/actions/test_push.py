"""Push messages, against a push service of our own that can open what it gets."""

import base64
import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from py_vapid import Vapid02

from microblog import push
from microblog.actions.notifications import choose_notifications, read_notifications, set_quiet_hours
from microblog.actions.notify import notify_people
from microblog.actions.push import send_due_push, subscribe
from microblog.models import Event, Membership, Notification, PushSubscription
from microblog.push import Address

WEDNESDAY = dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.UTC)
SECRET = b"sixteen secrets!"


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


class Service:
    """A push service with one browser behind it: it keeps what came and answers `status`."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.status = 201
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.key = ec.generate_private_key(ec.SECP256R1())

    def address(self, name: str = "one") -> Address:
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Address(f"{self.origin}/send/{name}", base64url(public), base64url(SECRET))

    def messages(self) -> list[dict[str, Any]]:
        opened = [http_ece.decrypt(body, private_key=self.key, auth_secret=SECRET) for _headers, body in self.calls]
        return [json.loads(text) for text in opened]


@pytest.fixture
def service(settings) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.status)
            if service.status == 302:
                self.send_header("Location", f"{service.origin}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    service = Service(server.server_port)
    settings.PUSH_SERVICES = [service.origin]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def reached(service, alice):
    """Alice wants to be told of mentions on one device."""
    choose_notifications(actor=alice, wishes={"mention": {"push": True}})
    set_quiet_hours(actor=alice, starts_at=dt.time(17), ends_at=dt.time(7), days=[1, 2, 3, 4, 5])
    subscribe(actor=alice, address=service.address(), sign_in=None)
    return service


def notify(now: dt.datetime = WEDNESDAY) -> None:
    notify_people(Event.objects.order_by("pk"), now=now)


def test_a_device_learns_how_many_and_nothing_of_what(reached, alice, bob, closed_community, make_post):
    make_post(bob, closed_community, "@alice kanarifuglen er død")
    notify()

    assert send_due_push(now=WEDNESDAY) == 1

    [message] = reached.messages()
    key = Notification.objects.get(recipient=alice).pk
    assert message == {
        "title": "Lest",
        "body": "Du har 1 nytt varsel.",
        "url": f"/notifications/{key}/",
        "count": 1,
        "id": str(key),
    }


def test_the_service_sees_who_calls_and_only_what_it_cannot_read(reached, bob, community, make_post):
    make_post(bob, community, "@alice kanarifuglen")
    notify()

    send_due_push(now=WEDNESDAY)

    [(headers, body)] = reached.calls
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert b"varsel" not in body
    signed = headers["authorization"]
    assert signed.startswith("vapid ")
    assert push.public_key() in signed
    assert Vapid02.verify(signed)


def test_several_at_once_are_one_message(reached, bob, community, make_post):
    for _ in range(3):
        make_post(bob, community, "@alice hei")
    notify()

    send_due_push(now=WEDNESDAY)
    send_due_push(now=WEDNESDAY)

    assert [message["count"] for message in reached.messages()] == [3]


def test_quiet_hours_and_free_days_are_quiet(reached, bob, community, make_post):
    friday_evening = dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC)
    make_post(bob, community, "@alice hei")
    notify(friday_evening)

    send_due_push(now=friday_evening + dt.timedelta(days=2))
    assert reached.calls == []
    send_due_push(now=dt.datetime(2026, 11, 23, 6, 1, tzinfo=dt.UTC))

    assert len(reached.messages()) == 1


def test_who_has_not_wished_for_it_is_not_told(service, alice, bob, community, make_post):
    subscribe(actor=alice, address=service.address(), sign_in=None)
    make_post(bob, community, "@alice hei")
    notify()

    assert send_due_push(now=WEDNESDAY) == 0
    assert service.calls == []


def test_what_has_been_read_meanwhile_is_not_told(reached, alice, bob, community, make_post):
    make_post(bob, community, "@alice hei")
    notify()
    read_notifications(actor=alice, up_to=Notification.objects.get(recipient=alice).pk, now=timezone.now())

    send_due_push(now=WEDNESDAY)

    assert reached.calls == []


def test_what_may_no_longer_be_seen_is_not_told(reached, alice, bob, closed_community, make_post):
    make_post(bob, closed_community, "@alice hei")
    notify()
    Membership.objects.filter(user=alice, community=closed_community).delete()

    send_due_push(now=WEDNESDAY)

    assert reached.calls == []


@pytest.mark.parametrize(("status", "stays"), [(404, False), (410, False), (429, True), (500, True), (302, True)])
def test_a_device_that_is_gone_is_forgotten_and_another_is_not(status, stays, reached, bob, community, make_post):
    reached.status = status
    make_post(bob, community, "@alice hei")
    notify()

    send_due_push(now=WEDNESDAY)

    assert PushSubscription.objects.exists() is stays
    assert len(reached.calls) == 1


def test_a_service_that_is_away_loses_nothing_but_the_message(reached, alice, bob, community, make_post, settings):
    gone = Address("http://127.0.0.1:9/send/x", reached.address().p256dh, reached.address().auth)
    settings.PUSH_SERVICES = [*settings.PUSH_SERVICES, "http://127.0.0.1:9"]
    subscribe(actor=alice, address=gone, sign_in=None)
    make_post(bob, community, "@alice hei")
    notify()

    send_due_push(now=WEDNESDAY)

    assert len(reached.messages()) == 1
    assert PushSubscription.objects.count() == 2


def test_who_has_left_is_told_nothing(reached, alice, bob, community, make_post):
    make_post(bob, community, "@alice hei")
    notify()
    alice.is_active = False
    alice.save()

    send_due_push(now=WEDNESDAY)

    assert reached.calls == []


def test_a_person_has_a_bounded_number_of_devices(service, alice):
    for number in range(25):
        subscribe(actor=alice, address=service.address(str(number)), sign_in=None)

    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert len(kept) == 20
    assert service.address("24").endpoint in kept
    assert service.address("0").endpoint not in kept


def test_the_message_speaks_the_language_of_its_reader(reached, alice, bob, community, make_post):
    alice.language = "en"
    alice.save()
    make_post(bob, community, "@alice hei")
    notify()

    send_due_push(now=WEDNESDAY)

    assert set(reached.messages()[0]) == {"title", "body", "url", "count", "id"}
