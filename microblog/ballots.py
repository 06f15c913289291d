"""Votes that bear no name: what stands for the voter, and the seal under which a choice waits until the poll closes.

Both come from secrets of the key process that belong to one poll and are destroyed when it has been counted.
"""

import json
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microblog import keys

LENGTH = 64  # bytes: every choice is filled up to this, so that its length tells nothing
NONCE = 12


def token_of(poll: int, person: int) -> str:
    """Return what stands for a person in a poll.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the poll has been counted.
    """
    return keys.token(f"poll-{poll}:voter", person)


def seal_choice(poll: int, places: Sequence[int]) -> bytes:
    """Return the chosen places under the seal of a poll.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the poll has been counted.
    """
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(seal_of(poll)).encrypt(nonce, json.dumps([*places]).encode().ljust(LENGTH), None)


def open_choices(poll: int, sealed: Sequence[bytes]) -> list[list[int]]:
    """Return the choices of a poll.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the poll's secrets were destroyed before.
    """
    if not sealed:
        return []
    cipher = AESGCM(seal_of(poll))
    return [json.loads(cipher.decrypt(one[:NONCE], one[NONCE:], None)) for one in sealed]


def destroy_secrets(poll: int) -> None:
    """:raises KeysAway: if the key process does not answer."""
    keys.destroy(f"poll-{poll}")


def seal_of(poll: int) -> bytes:
    return bytes.fromhex(keys.token(f"poll-{poll}:seal", 0))
