"""What is asked for a preview, and what never is."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable

import pytest

from microblog import fetching
from microblog.fetching import OUTSIDE, Door, Unfetched, fetch_head, is_outside

PAGE = "<html><head><title>Vinterdekk &amp; kjetting</title><meta name=description content='Slik gjør vi det.'></head>"


def html(body: str = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", body]).encode()


class Server:
    """Answers each connection on this machine with what `answer` sends."""

    def __init__(self, answer: Callable[[socket.socket, bytes], None]) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.answer = answer
        self.asked: list[bytes] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            with connection:
                self.asked.append(connection.recv(65536))
                with contextlib.suppress(OSError):
                    self.answer(connection, self.asked[-1])

    def door(self, lookup=lambda _host, _port: ["127.0.0.1"], is_open=lambda _address: True) -> Door:
        """A door through which this server, and no other, can be asked."""
        return Door(lookup, is_open, (self.port,))

    @property
    def address(self) -> str:
        return f"http://side.example:{self.port}/vinter?a=1"


@pytest.fixture
def serve():
    servers = []

    def start(answer) -> Server:
        send = answer if callable(answer) else lambda connection, _asked: connection.sendall(answer)
        servers.append(Server(send))
        return servers[-1]

    yield start
    for server in servers:
        server.listener.close()


@pytest.fixture
def no_connection(monkeypatch):
    """Nobody may be asked; returns whom it was tried with."""
    tried = []
    monkeypatch.setattr(fetching.socket, "create_connection", lambda where, **_: tried.append(where))
    return tried


def test_a_page_says_what_it_is_called(serve):
    server = serve(html())

    head = fetch_head(server.address, door=server.door())

    assert (head.title, head.description, head.site) == ("Vinterdekk & kjetting", "Slik gjør vi det.", "side.example")
    request = server.asked[0].decode()
    assert request.startswith("GET /vinter?a=1 HTTP/1.1\r\n")
    assert "Cookie" not in request
    assert "Referer" not in request


def test_a_page_in_pieces_is_put_together(serve):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (PAGE[:40].encode(), PAGE[40:].encode()))
    server = serve(html("", **{"Transfer-Encoding": "chunked"}) + chunks + b"0\r\n\r\n")

    assert fetch_head(server.address, door=server.door()).title == "Vinterdekk & kjetting"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("198.18.0.1", "198.51.100.7", "203.0.113.9", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("::7f00:1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2001:db8::1", "2001::1", "2002:7f00:1::", "2002:a00:1::", "3fff::1", "fe80::1%eth0", "no address"),
    ],
)
def test_nothing_inside_is_outside(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1", "2a00:1450::1"])
def test_the_open_internet_is_outside(address):
    assert is_outside(address)


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1", "http://127.1", "http://2130706433", "http://0x7f000001", "http://0177.0.0.1"),
        *("http://[::1]", "http://[::ffff:127.0.0.1]", "http://localhost", "http://169.254.169.254/latest/meta-data"),
        *("https://10.0.0.1", "http://0/", "http://127.0.0.1:80", "http://user@127.0.0.1", "http://a:b@8.8.8.8"),
        *("http://8.8.8.8:22", "http://8.8.8.8:8080", "https://8.8.8.8:8443", "http://8.8.8.8:99999"),
        *("ftp://8.8.8.8", "gopher://8.8.8.8", "file:///etc/passwd", "data:text/html,x", "javascript:alert(1)"),
        *("http://", "http:///x", "//8.8.8.8", "x", "", "http://[", "http://" + "a" * 3000 + ".no"),
    ],
)
def test_no_door_is_opened_to_the_inside(address, no_connection):
    with pytest.raises(Unfetched):
        fetch_head(address)

    assert no_connection == []


def test_one_address_inside_closes_the_door_to_all_of_a_name(serve, no_connection):
    door = Door(lambda _host, _port: ["93.184.216.34", "127.0.0.1"], is_outside, (80,))

    with pytest.raises(Unfetched):
        fetch_head("http://to.example", door=door)

    assert no_connection == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_asked(serve):
    server = serve(html())
    looked_up = []

    def rebinding(host, _port):
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    fetch_head(server.address, door=server.door(rebinding, is_open=lambda address: address == "127.0.0.1"))

    assert looked_up == ["side.example"]


def test_a_redirect_to_the_inside_is_not_followed(serve):
    server = serve(html("", "302 Found", Location="http://intern.example/hemmelig"))

    def lookup(host, _port):
        return ["10.0.0.1"] if host == "intern.example" else ["127.0.0.1"]

    door = Door(lookup, lambda address: address == "127.0.0.1", (80, server.port))
    with pytest.raises(Unfetched):
        fetch_head(server.address, door=door)

    assert len(server.asked) == 1


def test_three_redirects_are_followed_and_no_more(serve):
    def answer(connection, asked):
        hops = int(asked.split(b"hop=")[1][:1])
        connection.sendall(html("", "301 Moved", Location=f"?hop={hops - 1}") if hops else html())

    server = serve(answer)
    start = f"http://side.example:{server.port}/?hop="

    assert fetch_head(f"{start}3", door=server.door()).title
    with pytest.raises(Unfetched):
        fetch_head(f"{start}4", door=server.door())


def test_a_page_that_never_ends_is_left_with_what_it_has_said(serve, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.5)

    def answer(connection, _asked):
        connection.sendall(html())
        while True:
            connection.sendall(b"<p>mer")
            time.sleep(0.02)

    server = serve(answer)

    assert fetch_head(server.address, door=server.door()).title == "Vinterdekk & kjetting"


def test_a_large_page_is_read_in_part(serve):
    sent = []

    def answer(connection, _asked):
        connection.sendall(html())
        for _ in range(200):
            connection.sendall(b"x" * 100_000)
            sent.append(100_000)

    server = serve(answer)

    assert fetch_head(server.address, door=server.door()).title == "Vinterdekk & kjetting"
    assert sum(sent) < 20_000_000


def test_a_head_that_drips_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)

    def answer(connection, _asked):
        while True:
            connection.sendall(b"H")
            time.sleep(0.02)

    server = serve(answer)

    with pytest.raises(Unfetched):
        fetch_head(server.address, door=server.door())


@pytest.mark.parametrize(
    "answer",
    [
        html(kind="image/png"),
        html(kind="application/pdf"),
        html(status="404 Not Found"),
        html(status="500 Oh"),
        html(status="302 Found"),
        b"",
        b"\x16\x03\x01\x02",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000,
        b"SSH-2.0-OpenSSH_9\r\n",
    ],
)
def test_what_is_no_page_has_no_preview(answer, serve):
    server = serve(answer)

    with pytest.raises(Unfetched):
        fetch_head(server.address, door=server.door())


def test_nobody_writes_lines_of_their_own_into_the_request(serve):
    server = serve(html())
    address = f"http://side.example:{server.port}/a\r\nX-Evil: 1"

    with contextlib.suppress(Unfetched):
        fetch_head(address, door=server.door())

    assert all(b"\r\nX-Evil" not in asked for asked in server.asked)


def test_the_real_door_asks_only_the_web_of_the_outside():
    assert (OUTSIDE.ports, OUTSIDE.is_open) == ((80, 443), is_outside)
