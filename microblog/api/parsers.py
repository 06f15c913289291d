"""JSON in: strict, with clear words for what is broken."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class StrictJSONParser(BaseParser):
    """RFC 8259 in UTF-8: no NaN, no lone surrogates, no doubled keys."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            found = json.loads(stream.read().decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=once)
            # An escape such as \ud800 makes half a character, which could not be sent back.
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeError as error:
            raise ParseError(_("Teksten er ikke gyldig UTF-8.")) from error
        except (ValueError, RecursionError) as error:
            raise ParseError(_("Dette er ikke gyldig JSON.")) from error
        return found


def refuse_constant(name: str) -> Any:
    raise ValueError(name)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object whose keys stand once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found
