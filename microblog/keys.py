"""Asks the key process for tokens: what stands for a person where no name may stand.

A scope is `NAME` or `NAME:REST`; each name has a secret of its own, which `destroy` ends for ever. The same person and
scope give the same token until then; without the secret a token is noise.
"""

import json
import socket
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

PATIENCE = 2.0  # seconds
MOST_AT_ONCE = 500


class KeysAway(Exception):
    """The key process does not answer. Nothing is written then: neither with a name nor without a token."""

    # Seconds after which to try again.
    wait = 30


class KeyGone(Exception):
    """The secret of this scope has been destroyed."""


def token(scope: str, person: int) -> str:
    """Return the token of a person in a scope, 64 hex digits. `person` is a user's key, 0 for the scope itself.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the scope's secret was destroyed.
    """
    return tokens([(scope, person)])[0]


def tokens(wanted: Iterable[tuple[str, int]]) -> list[str]:
    """Return the tokens of many (scope, person), in their order.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the secret of one of the scopes was destroyed.
    """
    pairs = [[prefixed(scope), person] for scope, person in wanted]
    found: list[str] = []
    for start in range(0, len(pairs), MOST_AT_ONCE):
        found += ask({"tokens": pairs[start : start + MOST_AT_ONCE]})["tokens"]
    return found


def destroy(name: str) -> bool:
    """End the secret of a scope's name for ever; tell whether there was one.

    :raises KeysAway: if the key process does not answer.
    """
    return bool(ask({"destroy": prefixed(name)})["destroyed"])


def spend(scope: str, person: int, most: int) -> bool:
    """Count a person once more today in a scope, unless `most` are used up; tell whether it was counted.

    The counts live in the memory of the key process for a day at most.

    :raises KeysAway: if the key process does not answer.
    """
    return bool(ask({"spend": [prefixed(scope), person, most]})["spent"])


def prefixed(scope: str) -> str:
    """Keep the scopes of parallel test runs apart, whose databases give the same keys."""
    return f"{settings.KEYS_PREFIX}{scope}"


def ask(question: dict[str, Sequence[Any] | str]) -> dict[str, Any]:
    """Send one line and return the answer."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(settings.KEYS_SOCKET)
            client.sendall(json.dumps(question).encode() + b"\n")
            with client.makefile("rb") as answer:
                said: dict[str, Any] = json.loads(answer.readline())
    except (OSError, ValueError) as error:
        raise KeysAway from error
    match said.get("error"):
        case None:
            return said
        case "gone":
            raise KeyGone
        case "bad":
            raise ValueError("the key process does not understand this scope")
        case _:
            raise KeysAway
