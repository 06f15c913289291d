import io
import json

import pytest

from analytics.management.commands.score_texts import score_lines


def run(*lines):
    out, err = io.StringIO(), io.StringIO()
    code = score_lines(lines, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines()


def test_each_text_gets_its_reading():
    code, readings, complaints = run(
        b'{"id": 7, "text": "Tredje uka uten vikar.", "language": "nb"}\n',
        '{"id": "b", "text": "Tusen takk til kjøkkenet!"}\n'.encode(),
    )

    assert (code, complaints) == (0, [])
    assert [(one["id"], one["language"], one["label"]) for one in readings] == [
        (7, "nb", "negative"),
        ("b", "nb", "positive"),
    ]
    assert list(readings[0]) == [
        *("id", "language", "label", "p", "complaint", "p_complaint", "themes", "evidence", "backend", "version")
    ]
    assert set(readings[0]["evidence"][0]) == {"word", "weight"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "not an object"),
        (b'{"text": "hei"}', "id is missing"),
        (b'{"id": 1}', "text is not a string"),
        (b'{"id": 1, "text": 3}', "text is not a string"),
        (b'{"id": 1, "text": "hei", "language": "fi"}', "unknown language 'fi'"),
        (b'{"id": 1, "text": "\xff"}', "not UTF-8"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(line, reason):
    code, readings, complaints = run(b'{"id": 1, "text": "hei"}', line, b'{"id": 3, "text": "hei"}')

    assert code == 1
    assert complaints == [f"line 2: {reason}"]
    assert [one["id"] for one in readings] == [1, 3]


def test_empty_lines_are_passed_over_but_counted():
    code, readings, complaints = run(b"\n", b"  \n", b"x\n")

    assert (code, readings, complaints) == (1, [], ["line 3: not JSON"])


def test_no_lines_give_no_readings():
    assert run() == (0, [], [])


def test_half_a_character_from_outside_does_not_stop_the_writing():
    code, readings, _ = run(rb'{"id": "\ud800", "text": "\ud800 takk \udfff"}')

    assert code == 0
    assert readings[0]["id"] == "\ud800"
