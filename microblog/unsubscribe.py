"""The address that ends mail of one kind without signing in: signed, and good for as long as the mail is kept."""

from django.core import signing

SALT = "unsubscribe"
EVERYTHING = "*"


class BadAddress(Exception):
    """The address was not made here, or has been changed."""


def token_for(person: int, kind: str) -> str:
    """Return the part of the address that names person and kind; `EVERYTHING` is all kinds."""
    return signing.Signer(salt=SALT).sign_object([person, kind])


def read_token(token: str) -> tuple[int, str]:
    """Return the person and the kind that a token names.

    :raises BadAddress: if it is none of ours.
    """
    try:
        person, kind = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise BadAddress from error
    return person, kind
