"""Votes that bear no name: what stands for the voter, and the seal under which a choice waits until the poll closes.

Both come from secrets of the key process that belong to one poll and are destroyed when it has been counted.
"""

from collections.abc import Sequence

from microblog import keys
from microblog.sealing import decrypt, encrypt, key_named

LENGTHS = (64,)  # bytes; all options of a poll fit


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
    return encrypt(seal_of(poll), [*places], lengths=LENGTHS)


def open_choices(poll: int, sealed: Sequence[bytes]) -> list[list[int]]:
    """Return the choices of a poll.

    :raises KeysAway: if the key process does not answer.
    :raises KeyGone: if the poll's secrets were destroyed before.
    """
    if not sealed:
        return []
    key = seal_of(poll)
    return [decrypt(key, one) for one in sealed]


def destroy_secrets(poll: int) -> None:
    """:raises KeysAway: if the key process does not answer."""
    keys.destroy(f"poll-{poll}")


def seal_of(poll: int) -> bytes:
    return key_named(f"poll-{poll}:seal")
