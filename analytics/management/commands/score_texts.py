"""manage score_texts: read texts as JSON lines, write their readings as JSON lines."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from django.core.management.base import BaseCommand

from analytics.scoring.tagger import score
from analytics.scoring.wordfiles import LANGUAGES


class BrokenLine(Exception):
    """A line that cannot be read as a text to score; the message says why."""


def _text_of(line: bytes) -> dict[str, Any]:
    """Return the fields of one line.

    :raises BrokenLine: if it is no JSON object in UTF-8 with an id, a text and, at most, a language that we know.
    """
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BrokenLine("not UTF-8") from None
    except (ValueError, RecursionError):
        raise BrokenLine("not JSON") from None
    if not isinstance(fields, dict):
        raise BrokenLine("not an object")
    if fields.get("id") is None:
        raise BrokenLine("id is missing")
    if not isinstance(fields.get("text"), str):
        raise BrokenLine("text is not a string")
    if fields.get("language") not in (None, *LANGUAGES):
        raise BrokenLine(f"unknown language {fields['language']!r}")
    return fields


def score_lines(lines: Iterable[bytes], out: TextIO, err: TextIO) -> int:
    """Score each line and return the exit code: 1 if any line was broken, else 0.

    Readings go to `out`, one JSON object a line; a broken line is named with its number on `err` and skipped.
    Empty lines are passed over.
    """
    broken = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = _text_of(line)
        except BrokenLine as reason:
            broken = True
            err.write(f"line {number}: {reason}\n")
            continue
        reading = score(fields["text"], language=fields.get("language"))
        out.write(json.dumps({"id": fields["id"]} | asdict(reading)) + "\n")
    return int(broken)


class Command(BaseCommand):
    help = "Reads JSON lines {id, text, language?} from standard input and writes their readings to standard output."
    # It works on text alone and must run where there is no database.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        code = score_lines(sys.stdin.buffer, sys.stdout, sys.stderr)
        if code:
            sys.exit(code)
