"""The labelled corpus is well formed, and no two texts of it are nearly the same."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from analytics.scoring.themes import THEMES

FOLDER = Path(settings.BASE_DIR) / "analytics" / "corpus"
KEYS = {"id", "language", "trade", "label", "complaint", "themes", "kind", "text"}


@pytest.fixture(scope="module")
def texts() -> list[dict]:
    return [json.loads(line) for path in sorted(FOLDER.glob("w*.jsonl")) for line in path.read_text().splitlines()]


def fours(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(zip(*(words[n:] for n in range(4)), strict=False))


def test_every_line_has_its_labels(texts):
    for each in texts:
        assert set(each) == KEYS, each["id"]
        assert each["language"] in ("nb", "nn", "en")
        assert each["label"] in ("negative", "neutral", "positive")
        assert isinstance(each["complaint"], bool)
        assert set(each["themes"]) <= set(THEMES)
        assert 3 <= len(each["text"].split()) <= 90, each["id"]


def test_ids_and_texts_stand_once(texts):
    for key in ("id", "text"):
        assert [value for value, times in Counter(each[key] for each in texts).items() if times > 1] == []


def test_no_two_texts_share_half_of_their_runs_of_four_words(texts):
    places: dict[tuple[str, ...], list[int]] = {}
    runs = [fours(each["text"]) for each in texts]
    for n, found in enumerate(runs):
        for run in found:
            places.setdefault(run, []).append(n)
    pairs = Counter((a, b) for at in places.values() for a in at for b in at if a < b)

    alike = [
        (texts[a]["id"], texts[b]["id"]) for (a, b), shared in pairs.items() if shared / len(runs[a] | runs[b]) >= 0.5
    ]

    assert alike == []


def test_a_tenth_of_the_texts_was_read_twice(texts):
    rows = [json.loads(line) for line in (FOLDER / "second_reading.jsonl").read_text().splitlines()]

    assert len({row["id"] for row in rows} & {each["id"] for each in texts}) == len(rows) >= 0.09 * len(texts)
    assert all(set(row["themes"]) <= set(THEMES) for row in rows)
