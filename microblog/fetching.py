"""Fetches the head of a page that lies outside, and reads what it says of itself.

Whoever writes an address decides where we knock, so nothing inside the house is ever knocked at: each name is looked up
once, every address it has must be one of the open internet, and the connection goes to the address that was checked.
"""

import io
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from microblog.pagehead import PageHead, read_head

PATIENCE = 2.0  # seconds, for everything
MOST_BYTES = 512_000
MOST_HOPS = 4  # the first address and three redirects
PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
# Of IPv6 only what is given out to the open internet, and of that nothing that carries an IPv4 address inside.
OPEN_V6 = ipaddress.IPv6Network("2000::/3")
CLOSED_V6 = [ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]

Lookup = Callable[[str, int], Sequence[str]]


class Unfetched(Exception):
    """There is nothing to be had from the address, or it may not be asked."""


@dataclass(frozen=True)
class Door:
    """How addresses are found and judged; all but tests use `OUTSIDE`."""

    lookup: Lookup
    is_open: Callable[[str], bool]
    ports: tuple[int, ...]


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    content_type: str
    body: bytes


def fetch_head(address: str, *, door: "Door | None" = None) -> PageHead:
    """Return what the page at an address says of itself, after at most three redirects.

    :raises Unfetched: if it lies inside, takes too long, or is no page.
    """
    door = door or OUTSIDE
    end = time.monotonic() + PATIENCE
    for _hop in range(MOST_HOPS):
        parts = checked_address(address, door)
        try:
            reply = ask(parts, door, end)
        except (OSError, HTTPException, ValueError) as error:
            raise Unfetched(type(error).__name__) from error
        if reply.status in (301, 302, 303, 307, 308) and reply.location:
            address = urljoin(address, reply.location)
            continue
        if reply.status != 200 or not re.match(r"(?i)text/html|application/xhtml\+xml", reply.content_type):
            raise Unfetched("no page")
        return read_head(reply.body, reply.content_type, site=parts.hostname or "")
    raise Unfetched("too many redirects")


def checked_address(address: str, door: Door) -> SplitResult:
    """Return the parts of an address that may be asked.

    :raises Unfetched: if it is of another kind, at another port, or names somebody.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError as error:
        raise Unfetched("no address") from error
    is_plain = not parts.username and not parts.password and len(address) <= LONGEST_ADDRESS
    if parts.scheme not in PORTS or not parts.hostname or port not in door.ports or not is_plain:
        raise Unfetched("no address that is asked")
    return parts


def ask(parts: SplitResult, door: Door, end: float) -> Reply:
    """Ask for a page, and return as much of the answer as comes in time and fits.

    :raises Unfetched: if the name has an address inside.
    """
    host = str(parts.hostname).encode("idna").decode() if not is_literal(str(parts.hostname)) else str(parts.hostname)
    port = parts.port or PORTS[parts.scheme]
    found = door.lookup(host, port)
    if not found or not all(map(door.is_open, found)):
        raise Unfetched("inside")
    with socket.create_connection((found[0], port), timeout=left(end)) as bare:
        if parts.scheme == "http":
            return talk(bare, host, parts, end)
        with ssl.create_default_context().wrap_socket(bare, server_hostname=host) as safe:
            return talk(safe, host, parts, end)


def talk(connection: socket.socket, host: str, parts: SplitResult, end: float) -> Reply:
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    named = f"[{host}]" if ":" in host else host
    head = [
        f"GET {target} HTTP/1.1",
        f"Host: {named}" + (f":{parts.port}" if parts.port else ""),
        "User-Agent: Lest (link preview)",
        "Accept: text/html",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    request = "\r\n".join([*head, "", ""])
    if re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", request):
        raise ValueError("control character")
    connection.settimeout(left(end))
    connection.sendall(request.encode("ascii", "strict") if target.isascii() else request.encode())
    return understood(received(connection, end))


def received(connection: socket.socket, end: float) -> bytes:
    """Return what comes until the other end is done, the time is up or it is enough."""
    pieces, size = [], 0
    try:
        while size < MOST_BYTES:
            connection.settimeout(left(end))
            piece = connection.recv(min(65536, MOST_BYTES - size))
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
    except TimeoutError:
        # A page that never ends may have told its title by now.
        pass
    return b"".join(pieces)


class Received:
    """What has come, in the form of a socket, for the parser of the standard library."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.content)


def understood(content: bytes) -> Reply:
    response = HTTPResponse(Received(content))  # type: ignore[arg-type]
    response.begin()
    try:
        body = response.read()
    except HTTPException as cut:
        body = getattr(cut, "partial", b"")
    location, content_type = response.getheader("Location") or "", response.getheader("Content-Type") or ""
    return Reply(response.status, location, content_type, body)


def left(end: float) -> float:
    """Return the seconds that are left.

    :raises TimeoutError: if none are.
    """
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def lookup(host: str, port: int) -> list[str]:
    """Return every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_kind, address in found]


def is_outside(address: str) -> bool:
    """Tell whether an address is one of the open internet: not of this machine, this house, or many at once."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        return found in OPEN_V6 and not any(found in net for net in CLOSED_V6)
    return found.is_global and not found.is_multicast


OUTSIDE = Door(lookup, is_outside, (80, 443))
