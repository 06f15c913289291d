"""What waits for a slot is sealed: the database, its replica and its backup hold it without the key.

The key comes from the key process and is another one each month. What is sealed is filled up to one of a few lengths.
"""

import json
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microblog import keys

LENGTHS = (4_096, 16_384, 65_536)  # bytes; a text of 10 000 letters and its tokens fit the last
NONCE = 12


def seal(content: dict[str, Any], *, month: str) -> bytes:
    """Return the content sealed under the key of a month such as "2026-11".

    :raises KeysAway: if the key process does not answer.
    """
    return encrypt(key_of(month), content, lengths=LENGTHS)


def unseal(sealed: bytes, *, month: str) -> dict[str, Any]:
    """Return what was sealed.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the key of that month was destroyed.
    """
    content: dict[str, Any] = decrypt(key_of(month), sealed)
    return content


def key_of(month: str) -> bytes:
    return key_named(f"seal-{month}")


def key_named(scope: str) -> bytes:
    """Return the 32 bytes of a scope of the key process.

    :raises KeysAway: if it does not answer.
    :raises KeyGone: if the scope's secret was destroyed.
    """
    return bytes.fromhex(keys.token(scope, 0))


def encrypt(key: bytes, content: Any, *, lengths: Sequence[int]) -> bytes:
    """Return JSON-able content encrypted, filled up to the first of the lengths (bytes) that holds it: its own length
    tells nothing."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    length = next(length for length in lengths if length >= len(plain))
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(length), None)


def decrypt(key: bytes, sealed: bytes) -> Any:
    return json.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None))
