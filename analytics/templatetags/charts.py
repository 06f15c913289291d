"""Drawings of the letters, made on the server as SVG: bars, a line of periods, a hundred squares.

They are given bands in words and the middles of bands, never a number of people. Colours come by class, so that dark
pages and paper follow; what is hidden is hatched.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()

WIDTH = 300
LETTER = 6.9  # the width of a letter of 13 px, as an average
LONGEST_NAME = 22
ROW, BAR = 26, 16
VALUE_WIDTH = 66
HATCH_WIDTH = 48
ARROWS = {
    "up": "m4 16.5 5.5-5.5 3.5 3.5L20 7.5M15 7.5h5v5",
    "down": "m4 7.5 5.5 5.5 3.5-3.5 7 7M15 16.5h5v-5",
    "level": "M4.5 12h15M15 7.5l4.5 4.5-4.5 4.5",
}


@register.simple_tag
def arrow(direction: str) -> SafeString:
    """Return the mark of a direction: `up`, `down` or `level`."""
    path = f'<path d="{ARROWS[direction]}"/>'
    return SafeString(f'<svg class="ico s" viewBox="0 0 24 24" aria-hidden="true">{path}</svg>')


@register.simple_tag
def unit_bars(bars: Sequence[tuple[str, str, float | None]], key: str, title: str) -> SafeString:
    """Return bars of (unit, band in words, middle of the band); a middle of None is hatched."""
    names = [shortened(name) for name, _words, _middle in bars]
    left = max(len(name) for name in names) * LETTER + 10
    longest = max((middle for _name, _words, middle in bars if middle), default=1.0)
    scale = (WIDTH - left - VALUE_WIDTH) / longest
    rows = []
    for number, (name, (_unit, words, middle)) in enumerate(zip(names, bars, strict=True)):
        top = 7 + ROW * number
        end = left + (HATCH_WIDTH if middle is None else middle * scale)
        rows += [
            text(left - 10, top + 12.5, name, anchor="end"),
            hatched(key, left, top, HATCH_WIDTH, BAR) if middle is None else bar(left, top, end - left),
            text(end + 7, top + 12.5, words, strong=middle is not None),
        ]
    numbers = ", ".join(f"{name} {words}" for name, words, _middle in bars)
    return drawing(key, WIDTH, ROW * len(bars) + 4, title, numbers, rows, look="wide")


@register.simple_tag
def weeks_line(line: dict[str, Any]) -> SafeString:
    """Return a line of periods: `points` are middles of bands or None, `last` the last band in words, with `title`
    and `numbers` in words, and a `key` of its own. It breaks where a period is hidden, and the gap is hatched."""
    points: Sequence[float | None] = line["points"]
    key = line["key"]
    top, bottom, left, right = 34.0, 74.0, 6.0, 168.0
    step = (right - left) / (len(points) - 1)
    highest = max(point for point in points if point)
    places = [
        (left + number * step, None if point is None else bottom - point / highest * (bottom - top))
        for number, point in enumerate(points)
    ]
    parts = [
        text(left, 13, line["title"]),
        f'<line class="axis" x1="{left:g}" x2="{right:g}" y1="{bottom:g}" y2="{bottom:g}"/>',
    ]
    for is_shown, places_of_run in groupby(places, key=lambda place: place[1] is not None):
        run = list(places_of_run)
        if is_shown:
            parts.append(stretch(run))
        else:
            start, end = max(left, run[0][0] - step / 3), min(right, run[-1][0] + step / 3)
            parts.append(hatched(key, start, top, end - start, bottom - top))
    last_x, last_y = places[-1]
    if last_y is not None:
        parts.append(f'<circle class="pt pain" cx="{last_x:.1f}" cy="{last_y:.1f}" r="3.5"/>')
    parts.append(text(right + 10, (bottom if last_y is None else last_y) + 4.5, line["last"], strong=True))
    return drawing(key, 256, 80, line["title"], line["numbers"], parts, look="spark")


def stretch(run: Sequence[tuple[float, float | None]]) -> str:
    """Return the line through shown periods; a single one is a dot."""
    points = [f"{x:.1f},{y:.1f}" for x, y in run]
    if len(points) == 1:
        x, y = points[0].split(",")
        return f'<circle class="pt pain" cx="{x}" cy="{y}" r="2.5"/>'
    return f'<polyline class="ln pain" points="{" ".join(points)}"/>'


@register.simple_tag
def hundred_squares(step: int, title: str) -> SafeString:
    """Return a hundred squares, of which `step` are filled."""
    squares = [
        f'<rect class="{"wf" if number < step else "we"}" x="{1 + 15 * (number % 25)}" y="{1 + 15 * (number // 25)}"'
        ' width="12" height="12" rx="3"/>'
        for number in range(100)
    ]
    return drawing("share", 376, 61, title, title, squares, look="wide")


def drawing(key: str, width: int, height: int, title: str, numbers: str, parts: list[str], *, look: str) -> SafeString:
    """Return a whole drawing: its finding as title, its numbers in words, its hatching, its parts."""
    return SafeString(
        f'<svg class="chart {look}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' style="max-inline-size:{round(width * 1.15)}px" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(numbers)}</desc>'
        f'<defs><pattern id="{key}-p" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hb" width="7" height="7"/><line class="hl" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>'
        f"{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False) -> str:
    look = "lab b" if strong else "lab"
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def bar(x: float, y: float, width: float) -> str:
    return f'<rect class="barp" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{BAR}" rx="3"/>'


def hatched(key: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="hs" fill="url(#{key}-p)" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" rx="3"/>'
    )


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
