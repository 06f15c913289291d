import json
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.management.commands.find_pain_points import BadFacts, pain_lines, read_facts

HEADER = "period,unit,author,theme,negative"
FIELDS = (
    "period",
    "unit",
    "theme",
    "authors",
    "active",
    "expected",
    "ratio",
    "window",
    "p",
    "alarm",
    "severity",
    "reach",
    "persistence",
    "score",
)


def table(*rows, header=HEADER):
    return "\n".join([header, *rows, ""]).encode()


def cells_of(content, period=None):
    return [json.loads(line) for line in pain_lines(content, period)]


def run(path, *options):
    """Call the command as a shell would, with no settings at all."""
    code = (
        "import sys; from analytics.management.commands.find_pain_points import Command;"
        "Command().run_from_argv(['manage.py', 'find_pain_points', *sys.argv[1:]])"
    )
    root = Path(__file__).parents[3]
    return subprocess.run([sys.executable, "-c", code, str(path), *options], capture_output=True, text=True, cwd=root)


TWO_WEEKS = table(
    "2026-W46,Kundeservice Øst,a,pay,0",
    "2026-W46,Kundeservice Øst,b,,0",
    "2026-W47,Kundeservice Øst,a,pay,1",
    "2026-W47,Kundeservice Øst,a,pay,true",
    "2026-W47,Kundeservice Øst,b,,",
    "2026-W47,Lager,c,change,False",
)


def test_the_last_period_has_one_line_per_unit_and_theme_and_for_the_company():
    cells = cells_of(TWO_WEEKS)

    assert [(cell["unit"], cell["theme"]) for cell in cells] == [
        (unit, theme) for unit in ("*", "Kundeservice Øst", "Lager") for theme in ("change", "pay")
    ]
    assert {tuple(cell) for cell in cells} == {tuple(FIELDS)}
    assert {cell["period"] for cell in cells} == {"2026-W47"}


def test_repeated_facts_of_one_author_are_one_person():
    cells = cells_of(TWO_WEEKS)

    assert (cells[3]["authors"], cells[3]["active"]) == (1, 2)


def test_an_earlier_period_can_be_asked_for():
    cells = cells_of(TWO_WEEKS, "2026-W46")

    assert {(cell["period"], cell["unit"]) for cell in cells} == {
        ("2026-W46", "*"),
        ("2026-W46", "Kundeservice Øst"),
    }


def test_the_order_of_rows_and_columns_and_a_byte_order_mark_change_nothing():
    shuffled = table(
        "c,Lager,False,change,2026-W47,x",
        "b,Kundeservice Øst,,,2026-W47,x",
        "a,Kundeservice Øst,1,pay,2026-W47,x",
        "b,Kundeservice Øst,0,,2026-W46,x",
        "a,Kundeservice Øst,0,pay,2026-W46,x",
        header="author,unit,negative,theme,period,remark",
    )

    assert cells_of(b"\xef\xbb\xbf" + shuffled) == cells_of(TWO_WEEKS)


def test_four_week_periods_are_known_by_their_distance():
    rows = [f"{period},Lager,{who},pay,0" for period in ("2026-W40", "2026-W44") for who in "abcdef"]

    cells = cells_of(table(*rows, *(f"2026-W48,Lager,{who},pay,1" for who in "abcdef")))

    assert cells[0]["expected"] > 0
    assert cells[0]["persistence"] == 1


def test_a_file_without_facts_has_no_cells():
    assert cells_of(table()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table(header="period,unit,author,negative"), "Line 1: the column theme is missing."),
        (b"", "Line 1: the column period is missing."),
        (table("2026-W46,A,a,pay,1", "2026-W54,A,a,pay,1"), "Line 3: 2026-W54 does not exist."),
        (table("uke 46,A,a,pay,1"), "Line 2: 'uke 46' is not an ISO week such as 2026-W47."),
        (table("2026-W46,A,a,pay,yes"), 'Line 2: negative must be 0, 1, true or false, not "yes".'),
        (table("2026-W46,A,a,pay,"), 'Line 2: negative must be 0, 1, true or false, not "".'),
        (table("2026-W46,A,a,pay"), "Line 2: 4 values stand under 5 columns."),
        (table("2026-W46,,a,pay,1"), "Line 2: a fact needs a unit and an author."),
        (table("2026-W46,*,a,pay,1"), 'Line 2: "*" stands for the company and cannot name a unit.'),
        (table("2026-W46,A,a,pay,1") + "2026-W46,Øst".encode("latin-1"), "Line 3: the file is not UTF-8."),
        (table('2026-W46,"A"x,a,pay,1'), "Line 2: ',' expected after '\"'."),
    ],
)
def test_a_broken_file_is_refused_with_the_line(content, message):
    with pytest.raises(BadFacts) as refusal:
        read_facts(content)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2026-W45", "The file has no facts of 2026-W45."),
        ("W47", "'W47' is not an ISO week such as 2026-W47."),
    ],
)
def test_a_period_that_the_file_cannot_answer_is_refused(period, message):
    with pytest.raises(BadFacts) as refusal:
        list(pain_lines(TWO_WEEKS, period))

    assert str(refusal.value) == message


def test_the_command_needs_no_database(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_bytes(TWO_WEEKS)

    result = run(path, "--period", "2026-W47")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == list(pain_lines(TWO_WEEKS, None))


@pytest.mark.parametrize("content", [None, table("2026-W46,A,a,pay,1", "2026-W46,A,a,pay,maybe")])
def test_the_command_ends_with_one_and_one_sentence_and_prints_no_cells(tmp_path, content):
    path = tmp_path / "facts.csv"
    if content is not None:
        path.write_bytes(content)

    result = run(path)

    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
