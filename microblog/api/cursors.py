"""Cursors: where a reader stands in a list, signed, so that nobody makes their own or takes one to another list."""

from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

# What says where in a list one is, not which list it is.
PLACES = {"limit", "cursor", "since"}


def signer_of(request: Request) -> Signer:
    """Return the signer of this list: that of its address and of what it is asked for, the same for every reader."""
    asked = sorted(item for item in request.query_params.items() if item[0] not in PLACES)
    return Signer(sep=".", salt=f"cursor {request.path.rstrip('/')}?{urlencode(asked)}")


def write_cursor(request: Request, place: dict[str, Any]) -> str:
    # Without a time in it the same place has the same cursor, and an unchanged list the same ETag.
    return signer_of(request).sign_object(place, compress=True)


def read_cursor(request: Request, cursor: str, *, kinds: set[str]) -> dict[str, Any]:
    """Return the place that a cursor of this list tells; `kinds` are the places that fit here, by `kind`.

    :raises ParseError: if it is broken, or belongs to another list.
    """
    try:
        place: dict[str, Any] = signer_of(request).unsign_object(cursor)
    except (BadSignature, ValueError) as error:
        raise ParseError(_("Bruk en cursor fra denne listen slik den ble gitt.")) from error
    if place["kind"] not in kinds:
        raise ParseError(_("Bruk previous fra et tidligere svar her."))
    return place
