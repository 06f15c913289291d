"""The method sheet: what is counted and how, from the settings in force and the figures as measured."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from analytics.disclosure import LIMITS
from analytics.scoring.tagger import BACKEND, VERSION
from analytics.scoring.themes import THEMES

# Written by hand from what the benches printed last; `docs/method.md` says how each was measured.
MEASURED = Path(__file__).parent.parent / "measured.json"


def method_sheet() -> dict[str, Any]:
    """Return the sheet, without a language: rules in force, thresholds and accuracy."""
    return {
        "period_weeks": settings.PERIOD_WEEKS,
        "themes": list(THEMES),
        "tagger": {"backend": BACKEND, "version": VERSION},
        "thresholds": {
            "people": LIMITS.people,
            "people_for_text": LIMITS.people_for_text,
            "headcount": LIMITS.headcount,
            "headcount_for_quotes": LIMITS.headcount_for_quotes,
            "headcount_for_letter": LIMITS.headcount_for_letter,
        },
        "accuracy": measured(),
        "not_measured": ["real_people", "long_threads", "swedish_and_danish"],
    }


@cache
def measured() -> dict[str, Any]:
    """Return how well the reading and the alarms did when they were measured."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found
