"""The wire to push services: who this house is (VAPID, RFC 8292), where a browser may be called, and one message."""

import base64
import json
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

A_DAY = 24 * 60 * 60
SECONDS = 10
GONE = (404, 410)


@dataclass(frozen=True)
class Address:
    """Where a browser is called, and the two keys that encrypt for it (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


class BadAddress(Exception):
    """No push service of ours, or no keys of a browser; `field` says which part."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def checked(address: Address) -> Address:
    """Return the address if it can be used.

    :raises BadAddress: if the endpoint is not at a service of `PUSH_SERVICES`, or a key has not its length.
    """
    if not is_of_service(address.endpoint):
        raise BadAddress("endpoint")
    for field, length in (("p256dh", 65), ("auth", 16)):
        if len(bytes_of(getattr(address, field))) != length:
            raise BadAddress(field)
    if bytes_of(address.p256dh)[0] != 4:
        raise BadAddress("p256dh")
    return address


def is_of_service(endpoint: str) -> bool:
    """Tell whether an address is at a known push service: a browser must not make the house call anybody else."""
    try:
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return False
    if parts.username is not None or not endpoint.isascii() or len(endpoint) > 1000:
        return False
    patterns = (re.escape(service).replace(r"\*", r"[a-z0-9.-]+") for service in settings.PUSH_SERVICES)
    return any(re.fullmatch(pattern, origin) for pattern in patterns)


def bytes_of(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


@cache
def public_key() -> str:
    """Return the key that a browser names when it subscribes."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    number = int.from_bytes(bytes_of(settings.VAPID_KEY), "big")
    key = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    raw = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def send(address: Address, message: dict[str, object]) -> int:
    """Send one encrypted message and return the status of the service, 0 if it could not be reached.

    A redirect is not followed: the service that was checked is the one that is called.
    """
    import requests
    from pywebpush import WebPushException, webpush  # type: ignore[import-untyped]

    with requests.Session() as session:
        session.max_redirects = 0
        try:
            answer = webpush(
                {"endpoint": address.endpoint, "keys": {"p256dh": address.p256dh, "auth": address.auth}},
                data=json.dumps(message),
                vapid_private_key=settings.VAPID_KEY,
                vapid_claims={"sub": f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}"},
                ttl=A_DAY,
                timeout=SECONDS,
                requests_session=session,
            )
        except WebPushException as refused:
            return int(getattr(refused.response, "status_code", 0))
        except requests.RequestException:
            return 0
        return int(answer.status_code)  # type: ignore[union-attr]
