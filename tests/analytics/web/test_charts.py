import re
from xml.etree import ElementTree

import pytest

from analytics.templatetags.charts import hundred_squares, unit_bars, weeks_line

BARS = [("Terminal Drammen", "10–19", 14.5), ("Sjåfører Sør", "5–9", 7.0), ("7 andre", "skjult", None)]


def widths(drawing: str) -> list[float]:
    return [float(width) for width in re.findall(r'class="barp"[^>]*width="([^"]+)"', drawing)]


def line(*points: float | None) -> dict[str, object]:
    return {"key": "weeks", "points": points, "last": "10–19", "title": "Personer", "numbers": "5–9, skjult, 10–19"}


def test_bars_are_drawn_to_the_middle_of_the_band_from_zero():
    drawing = unit_bars(BARS, "where", "Hvem det gjelder")

    first, second = widths(drawing)
    assert second / first == pytest.approx(7 / 14.5, abs=0.01)


def test_a_hidden_bar_is_hatched_and_all_hidden_ones_are_equally_long():
    drawing = unit_bars([*BARS, ("Et annet", "skjult", None)], "where", "Hvem det gjelder")

    hatched = re.findall(r'class="hs" fill="url\(#where-p\)"[^>]*width="([^"]+)"', drawing)
    assert len(hatched) == 2
    assert len(set(hatched)) == 1


def test_bars_stay_inside_the_drawing_also_with_long_names():
    drawing = unit_bars([("Planlegging, trafikk og vedlikehold", "rundt 100", 100.0)], "where", "Hvem det gjelder")

    (x, width) = re.search(r'class="barp" x="([^"]+)"[^>]*width="([^"]+)"', drawing).groups()
    assert float(x) + float(width) <= 300 - 60
    assert "…" in drawing


def test_only_hidden_units_make_a_drawing_too():
    assert widths(unit_bars([("4 avdelinger", "skjult", None)], "where", "Hvem det gjelder")) == []


def test_a_line_breaks_where_a_period_is_hidden_and_the_gap_is_hatched():
    drawing = weeks_line(line(7.0, 7.0, None, None, 14.5, 14.5))

    assert drawing.count("<polyline") == 2
    assert drawing.count('class="hs"') == 1


def test_a_single_shown_period_between_hidden_ones_is_a_dot():
    drawing = weeks_line(line(None, 7.0, None, 14.5))

    assert drawing.count("<polyline") == 0
    assert drawing.count('class="hs"') == 2
    assert drawing.count("<circle") == 3


def test_squares_are_filled_to_the_share():
    drawing = hundred_squares(35, "omtrent 35 av 100")

    assert drawing.count('class="wf"') == 35
    assert drawing.count('class="we"') == 65


@pytest.mark.parametrize("name", ["A & B <script>", '"quoted"'])
def test_drawings_are_well_formed_whatever_a_unit_is_called(name):
    drawing = unit_bars([(name, "5–9", 7.0)], "where", name)

    assert ElementTree.fromstring(drawing).get("role") == "img"
