"""How well and how fast the tagger reads the labelled corpus: each text by a model that has not seen its batch.

./lest bench tag [--json]
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "analytics" / "corpus"


def main(arguments: Sequence[str]) -> int:
    """Read the corpus and print, per language, macro-F1 of tone and themes, and precision and recall of complaints."""
    options = argparse.ArgumentParser(prog="./lest bench tag", description=__doc__.split("\n")[0])
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    from analytics.scoring.tagger import score
    from analytics.scoring.training import held_out, read_corpus

    texts = list(corpus())
    score("Takk", language="nb")  # reads the weights
    began = time.process_time()
    readings = [score(each["text"], language=each["language"]) for each in texts]
    rate = len(texts) / (time.process_time() - began)
    version = readings[0].version
    # Both go through the corpus in order of its batches.
    told = [label for _example, label in held_out(read_corpus(CORPUS)[0])]
    readings = [replace(reading, label=label) for reading, label in zip(readings, told, strict=True)]
    rows = [
        row_of(language, [pair for pair in zip(texts, readings, strict=True) if pair[0]["language"] == language])
        for language in ("nb", "nn", "en")
    ]
    if chosen.json:
        print(json.dumps({"version": version, "posts_per_cpu_second": round(rate), "rows": rows}))
        return 0
    print(f"{'':<4}{'n':>6}{'tone F1':>9}{'complaint precision':>21}{'recall':>8}{'themes F1':>11}")
    for row in rows:
        print(
            f"{row['language']:<4}{row['n']:>6}{row['tone']:>9.3f}{row['precision']:>21.3f}{row['recall']:>8.3f}"
            f"{row['themes']:>11.3f}"
        )
    print(f"{rate:.0f} posts per CPU second, {version}")
    return 0


def corpus() -> Iterator[dict]:
    for path in sorted(CORPUS.glob("*.jsonl")):
        yield from map(json.loads, path.read_text().splitlines())


def row_of(language: str, pairs: list) -> dict[str, float | int | str]:
    """Return the figures of one language. A text that reads negative counts as found complaint."""
    from analytics.scoring.training import f1, macro_f1

    tone = [(text["label"], reading.label) for text, reading in pairs]
    themes = sorted({theme for text, _reading in pairs for theme in text["themes"]})
    found = [(text["complaint"], reading.label == "negative") for text, reading in pairs]
    hits = sum(wanted and told for wanted, told in found)
    return {
        "language": language,
        "n": len(pairs),
        "tone": macro_f1(tone),
        "precision": hits / max(1, sum(told for _wanted, told in found)),
        "recall": hits / max(1, sum(wanted for wanted, _told in found)),
        "themes": statistics.mean(
            f1([(theme in text["themes"], theme in reading.themes) for text, reading in pairs], True)
            for theme in themes
        ),
    }
