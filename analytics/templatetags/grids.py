"""Drawings of the explorer and the culture page: a grid of bands, a line of periods with marks, the mood, flows.

Like `charts.py` they are given bands in words and the middles of bands, never a number of people.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import template
from django.utils.safestring import SafeString

from analytics.templatetags.charts import drawing, hatched, shortened, text

register = template.Library()

# Of a cell and of the labels around it, in the wide drawing and in the one for a phone.
WIDE = {"left": 158, "step": 100, "cell": 97, "head": 57, "name": 22}
NARROW = {"left": 92, "step": 42, "cell": 39, "head": 31, "name": 11}
ROW, CELL_HEIGHT, AFTER_FIRST = 40, 37, 8
LINE_WIDTH, LINE_HEIGHT, LINE_LEFT, LINE_TOP, LINE_BOTTOM = 640, 220, 8, 50, 180
NARROW_WIDTH = 300


@register.simple_tag
def heat_grid(grid: dict[str, Any], look: str) -> SafeString:
    """Return a grid of bands, `look` wide or narrow.

    `grid` has `key title numbers columns rows`; a row is (name, cells), a cell (words, heat 2–5) or None, hatched.
    A narrow one numbers its columns, for the names do not fit.
    """
    size = WIDE if look == "wide" else NARROW
    key = f"{grid['key']}-{look}"
    parts = [*column_heads(grid["columns"], size, look)]
    for number, (name, cells) in enumerate(grid["rows"]):
        top = size["head"] + ROW * number + (AFTER_FIRST if number else 0)
        short = name if len(name) <= size["name"] else f"{name[: size['name'] - 1].rstrip()}…"
        parts.append(text(size["left"] - 10, top + 23, short, anchor="end", strong=number == 0))
        for column, cell in enumerate(cells):
            left = size["left"] + size["step"] * column + 1.5
            parts += heat_cell(key, left, top, size["cell"], cell, look)
    height = size["head"] + ROW * len(grid["rows"]) + AFTER_FIRST + 2
    width = size["left"] + size["step"] * len(grid["columns"])
    return drawing(key, width, height, grid["title"], grid["numbers"], parts, look="wide")


def column_heads(columns: Sequence[str], size: dict[str, int], look: str) -> Iterator[str]:
    """Yield the names over the columns, in two lines where they are long, or their numbers."""
    for number, name in enumerate(columns):
        middle = size["left"] + size["step"] * number + size["step"] / 2
        lines = halves(name) if look == "wide" else [str(number + 1)]
        for line, words in enumerate(reversed(lines)):
            yield text(middle, size["head"] - 15 - 16 * line, words, anchor="middle", strong=True)


def halves(name: str) -> list[str]:
    """Return a name in one or two lines, broken where the halves are most alike."""
    words = name.split()
    if len(name) <= 12 or len(words) == 1:
        return [shortened(name)]
    breaks = range(1, len(words))
    at = min(breaks, key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:at]), " ".join(words[at:])]


def heat_cell(
    key: str, left: float, top: float, width: float, cell: tuple[str, int] | None, look: str
) -> Iterator[str]:
    if cell is None:
        yield hatched(key, left, top + 0.5, width, CELL_HEIGHT)
        return
    words, heat = cell
    yield (
        f'<rect class="h h{heat}" x="{left:.1f}" y="{top + 0.5:g}" width="{width:g}" height="{CELL_HEIGHT}" rx="5"/>'
    )
    lines = [words] if look == "wide" else words.split()
    for line, part in enumerate(lines):
        y = top + 23 if len(lines) == 1 else top + 15.5 + 14.5 * line
        small = "" if look == "wide" else " s"
        yield (
            f'<text class="ht t{heat}{small}" x="{left + width / 2:.1f}" y="{y:g}" text-anchor="middle">{part}</text>'
        )


@register.simple_tag
def marked_line(line: dict[str, Any], look: str) -> SafeString:
    """Return a line of periods with what happened in them.

    `line` has `key title numbers`, `points` (middles of bands or None, which is hatched), `labels` (words of each
    period), `last` (the last band in words) and `marks` as (number of the period, words).
    """
    width = LINE_WIDTH if look == "wide" else NARROW_WIDTH
    key = f"{line['key']}-{look}"
    points: Sequence[float | None] = line["points"]
    right = width - 72
    step = (right - LINE_LEFT) / max(1, len(points) - 1)
    highest = max((point for point in points if point), default=1.0)
    height = LINE_BOTTOM - LINE_TOP
    places = [
        (LINE_LEFT + number * step, None if point is None else LINE_BOTTOM - point / highest * height)
        for number, point in enumerate(points)
    ]
    parts = [
        f'<line class="axis" x1="{LINE_LEFT}" x2="{right}" y1="{LINE_BOTTOM}" y2="{LINE_BOTTOM}"/>',
        *runs(key, places, step, right, look="pain"),
        *marks(line["marks"], places, right),
        *ends(line["labels"], LINE_LEFT, right),
    ]
    last = places[-1][1]
    parts.append(text(right + 10, (LINE_BOTTOM if last is None else last) + 4.5, line["last"], strong=True))
    return drawing(key, width, LINE_HEIGHT, line["title"], line["numbers"], parts, look="wide")


def runs(
    key: str, places: Sequence[tuple[float, float | None]], step: float, right: float, *, look: str
) -> Iterator[str]:
    """Yield the line through what is shown, each point marked, and hatching where it is hidden."""
    for is_shown, group in groupby(places, key=lambda place: place[1] is not None):
        run = list(group)
        if not is_shown:
            start, end = max(LINE_LEFT, run[0][0] - step / 3), min(right, run[-1][0] + step / 3)
            yield hatched(key, start, LINE_TOP, max(end - start, 6.0), LINE_BOTTOM - LINE_TOP)
            continue
        if len(run) > 1:
            yield f'<polyline class="ln {look}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>'
        for x, y in run:
            yield f'<circle class="pt {look}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def marks(
    found: Sequence[tuple[int, str]], places: Sequence[tuple[float, float | None]], right: float
) -> Iterator[str]:
    """Yield a dashed line at each period in which something happened, and what, by turns in two heights."""
    for number, (at, words) in enumerate(found):
        x = places[at][0]
        top = 14 + 16 * (number % 2)
        yield f'<line class="event" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 5}" y2="{LINE_BOTTOM}"/>'
        is_late = x > (LINE_LEFT + right) / 2
        yield text(x + (-5 if is_late else 5), top, words, anchor="end" if is_late else "start", strong=True)


def ends(labels: Sequence[str], left: float, right: float) -> Iterator[str]:
    """Yield the words of the first and the last period under a line."""
    if len(labels) > 1:
        yield text(left, LINE_BOTTOM + 22, labels[0])
    yield text(right, LINE_BOTTOM + 22, labels[-1], anchor="end", strong=True)


# The mood reaches from −1 to 1; its drawing shows −0.6 to 0.6, where companies live, and cuts what lies beyond.
MOOD_REACH = 0.6
MOOD_EDGE = 0.15


@register.simple_tag
def mood_line(line: dict[str, Any], look: str) -> SafeString:
    """Return the mood of periods with its doubt as a band and three zones in words.

    `line` has `key title numbers labels`, `zones` (words of light, mixed, heavy) and `points`, each (value, low, high)
    or None where too few wrote.
    """
    width, left = (LINE_WIDTH, 92.0) if look == "wide" else (NARROW_WIDTH, 64.0)
    key, right = f"{line['key']}-{look}", width - 14.0
    step = (right - left) / max(1, len(line["points"]) - 1)
    levels = [
        (left + number * step, None if point is None else [level(value) for value in point])
        for number, point in enumerate(line["points"])
    ]
    parts = [
        f'<line class="grid" x1="{left:g}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
        for y in (level(MOOD_EDGE), level(-MOOD_EDGE))
    ]
    middles = (0.375, 0.0, -0.375)
    parts += [
        text(left - 10, level(at) + 4.5, zone, anchor="end") for zone, at in zip(line["zones"], middles, strict=True)
    ]
    for is_shown, group in groupby(levels, key=lambda place: place[1] is not None):
        run = list(group)
        parts += doubtful(run) if is_shown else gap(key, run, step, left, right)
    parts += ends(line["labels"], left, right)
    return drawing(key, width, LINE_HEIGHT, line["title"], line["numbers"], parts, look="wide")


def level(value: float) -> float:
    """Return how far down a mood is drawn."""
    cut = max(-MOOD_REACH, min(MOOD_REACH, value))
    return LINE_BOTTOM - (cut + MOOD_REACH) / (2 * MOOD_REACH) * (LINE_BOTTOM - 16)


def doubtful(run: Sequence[tuple[float, Any]]) -> Iterator[str]:
    """Yield the band around the moods of a run, the line through them, and the points."""
    if len(run) > 1:
        around = [(x, high) for x, (_value, _low, high) in run] + [(x, low) for x, (_value, low, _high) in run[::-1]]
        yield f'<polygon class="band" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in around)}"/>'
        yield f'<polyline class="ln ink" points="{" ".join(f"{x:.1f},{value:.1f}" for x, (value, _l, _h) in run)}"/>'
    else:
        x, (_value, low, high) = run[0]
        yield f'<rect class="band" x="{x - 4:.1f}" y="{high:.1f}" width="8" height="{low - high:.1f}"/>'
    for x, (value, _low, _high) in run:
        yield f'<circle class="pt ink" cx="{x:.1f}" cy="{value:.1f}" r="3"/>'


def gap(key: str, run: Sequence[tuple[float, Any]], step: float, left: float, right: float) -> Iterator[str]:
    start, end = max(left, run[0][0] - step / 3), min(right, run[-1][0] + step / 3)
    yield hatched(key, start, 16, max(end - start, 6.0), LINE_BOTTOM - 16)


@register.simple_tag
def flow_lines(flows: dict[str, Any], look: str) -> SafeString:
    """Return lines from who gives on the left to who receives on the right.

    `flows` has `key title numbers heads` (words over either side), `names`, and `lines` as (giver, receiver, middle of
    the band, whether it is among the largest across), giver and receiver as numbers of names.
    """
    width, left = (LINE_WIDTH, 170.0) if look == "wide" else (NARROW_WIDTH, 98.0)
    right, longest = width - left, 22 if look == "wide" else 12
    giver, receiver = flows["heads"]
    parts = [text(left - 12, 16, giver, anchor="end", strong=True), text(right + 12, 16, receiver, strong=True)]
    middle = width / 2
    for start, end, people, is_largest in sorted(flows["lines"], key=lambda found: found[3]):
        y, z = 44 + ROW * start, 44 + ROW * end
        look_of = "flow hi" if is_largest else "flow"
        parts.append(
            f'<path class="{look_of}" d="M{left:g} {y} C{middle:g} {y} {middle:g} {z} {right:g} {z}"'
            f' stroke-width="{1.5 + people**0.5:.1f}"/>'
        )
    for number, name in enumerate(flows["names"]):
        y = 44 + ROW * number
        short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
        parts += [f'<circle class="node" cx="{x:g}" cy="{y}" r="4.5"/>' for x in (left, right)]
        parts += [text(left - 12, y + 4.5, short, anchor="end"), text(right + 12, y + 4.5, short)]
    height = 44 + ROW * len(flows["names"])
    key = f"{flows['key']}-{look}"
    return drawing(key, width, height, flows["title"], flows["numbers"], parts, look="wide")
