"""How well and how fast the tagger reads the labelled corpus: each text by a model that has not seen its batch.

./lest bench tag [--json] [--speed]
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent / "analytics" / "corpus"
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Told:
    """What was said of one text by models and thresholds that have not seen its batch."""

    label: str
    complaint: bool
    themes: frozenset[str]
    rules: frozenset[str]


def main(arguments: Sequence[str]) -> int:
    """Print speed on one cold run, and accuracy per language and theme, and the reliability tables."""
    options = argparse.ArgumentParser(prog="./lest bench tag", description=__doc__.split("\n")[0])
    options.add_argument("--json", action="store_true")
    options.add_argument("--speed", action="store_true", help="the speed alone, without training anything")
    chosen = options.parse_args(arguments)
    figures = speed() if chosen.speed else speed() | accuracy()
    if chosen.json:
        print(json.dumps(figures))
    else:
        show(figures)
    return 0


def speed() -> dict[str, Any]:
    """Read the corpus once, in a process that has read nothing but the weights and lists before."""
    from analytics.scoring.tagger import VERSION, score_all
    from analytics.scoring.training import read_corpus

    examples, _hash = read_corpus(CORPUS)
    list(score_all(["Takk", "Thanks"], ["nb", "en"]))  # reads the weights and the lists
    began, worked = time.perf_counter(), time.process_time()
    texts = sum(1 for _ in score_all([e.text for e in examples], [e.language for e in examples]))
    cpu, wall = time.process_time() - worked, time.perf_counter() - began
    return {
        "version": VERSION,
        "texts": texts,
        "posts_per_second": round(texts / wall),
        "posts_per_cpu_second": round(texts / cpu),
        "cpu_microseconds_per_post": round(1e6 * cpu / texts),
    }


def accuracy() -> dict[str, Any]:
    """Train without each batch in turn and measure on it."""
    from analytics.scoring import training, validation

    examples, _hash = training.read_corpus(CORPUS)
    held = validation.hold_out(examples, training.table_of(examples))
    return figures_of(examples, held)


def figures_of(examples: Sequence[Any], held: Any) -> dict[str, Any]:
    """Return the figures of texts with the logits of models that have not seen their batch."""
    from analytics.scoring import validation
    from analytics.scoring.reading import LABELS

    pairs = list(zip(examples, told_of(examples, held), strict=True))
    tone, complaint = validation.probabilities(held, validation.calibrate(examples, held))
    chosen = tone.argmax(axis=1)
    right = [LABELS[at] == each.label for at, each in zip(chosen, examples, strict=True)]
    tables = {
        "tone": validation.reliability(tone.max(axis=1), truth(right)),
        "complaint": validation.reliability(complaint, truth([each.complaint for each in examples])),
    }
    return {
        "rows": [row_of(language, [p for p in pairs if p[0].language == language]) for language in LANGUAGES]
        + [row_of("all", pairs)],
        "themes": theme_rows(pairs),
        "reliability": {name: [bin_._asdict() for bin_ in bins] for name, bins in tables.items()},
        "calibration_error": {name: validation.calibration_error(bins) for name, bins in tables.items()},
    }


def truth(values: Sequence[bool]) -> Any:
    import numpy as np

    return np.array(values, dtype=np.bool_)


def told_of(examples: Sequence[Any], held: Any) -> list[Told]:
    from analytics.scoring import validation
    from analytics.scoring.reading import LABELS
    from analytics.scoring.themes import THEMES, find_themes

    complaints, themes = validation.cross_fitted(examples, held)
    labels = held.tone[:, : len(LABELS)].argmax(axis=1)
    return [
        Told(
            LABELS[labels[at]],
            bool(complaints[at]),
            frozenset(theme for k, theme in enumerate(THEMES) if themes[at, k]),
            frozenset(find_themes(each.text, each.language)),
        )
        for at, each in enumerate(examples)
    ]


def row_of(language: str, pairs: list) -> dict[str, float | int | str]:
    """Return the figures of one language."""
    from analytics.scoring.themes import THEMES
    from analytics.scoring.validation import f1, macro_f1, precision_recall

    precision, recall = precision_recall([(text.complaint, told.complaint) for text, told in pairs])
    of_themes = {
        name: statistics.mean(
            f1([(theme in text.themes, theme in getattr(told, name)) for text, told in pairs], True) for theme in THEMES
        )
        for name in ("themes", "rules")
    }
    return {
        "language": language,
        "n": len(pairs),
        "tone": macro_f1([(text.label, told.label) for text, told in pairs]),
        "precision": precision,
        "recall": recall,
        "themes": of_themes["themes"],
        "themes_by_rules": of_themes["rules"],
    }


def theme_rows(pairs: list) -> list[dict[str, float | int | str]]:
    """Return precision and recall of each theme, by the model and by the rules."""
    from analytics.scoring.themes import THEMES
    from analytics.scoring.validation import precision_recall

    rows = []
    for theme in THEMES:
        model = precision_recall([(theme in text.themes, theme in told.themes) for text, told in pairs])
        rules = precision_recall([(theme in text.themes, theme in told.rules) for text, told in pairs])
        n = sum(theme in text.themes for text, _told in pairs)
        rows.append({"theme": theme, "n": n, "precision": model[0], "recall": model[1],
                     "precision_by_rules": rules[0], "recall_by_rules": rules[1]})  # fmt: skip
    return rows


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    if "rows" in figures:
        print(f"{'':<4}{'n':>6}{'tone F1':>9}{'complaint precision':>21}{'recall':>8}{'themes F1':>11}{'by rules':>10}")
        for row in figures["rows"]:
            print(
                f"{row['language']:<4}{row['n']:>6}{row['tone']:>9.3f}{row['precision']:>21.3f}{row['recall']:>8.3f}"
                f"{row['themes']:>11.3f}{row['themes_by_rules']:>10.3f}"
            )
        print(f"\n{'':<22}{'n':>5}{'precision':>11}{'recall':>8}{'by rules':>11}{'recall':>8}")
        for row in figures["themes"]:
            print(
                f"{row['theme']:<22}{row['n']:>5}{row['precision']:>11.3f}{row['recall']:>8.3f}"
                f"{row['precision_by_rules']:>11.3f}{row['recall_by_rules']:>8.3f}"
            )
        for name, bins in figures["reliability"].items():
            print(f"\n{name}: said and true, mean distance {figures['calibration_error'][name]:.3f}")
            for one in bins:
                print(f"{one['n']:>6}{one['said']:>8.2f}{one['true']:>8.2f}")
    print(
        f"\n{figures['posts_per_second']} posts per second, {figures['cpu_microseconds_per_post']} µs of CPU a post "
        f"({figures['posts_per_cpu_second']} per CPU second), {figures['version']}"
    )
