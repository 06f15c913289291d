import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microblog.texts import BadText, clean_text, to_html, to_line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        (" \n\t ", "required"),
        ("a" * 10_001, "too_long"),
        ("null\x00tegn", "control_character"),
        ("\x1b[31m", "control_character"),
        ("halv \ud83d emoji", "control_character"),
    ],
)
def test_a_text_that_cannot_be_taken_says_why(text, code):
    with pytest.raises(BadText) as refused:
        clean_text(text, longest=10_000)

    assert refused.value.code == code
    assert refused.value.detail


def test_length_is_counted_in_the_normal_form():
    decomposed = unicodedata.normalize("NFD", "å" * 10_000)

    assert len(clean_text(decomposed, longest=10_000)) == 10_000


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean_text(text, longest=10_000)
    except BadText:
        return

    assert clean_text(once, longest=10_000) == once


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klikk](javascript:alert(1))",
        "![bilde](https://example.org/x.png)",
        "<a href='data:text/html,x'>x</a>",
        "**<svg onload=alert(1)>**",
    ],
)
def test_nothing_in_a_text_becomes_a_script_or_a_foreign_picture(attack):
    html = to_html(attack)

    for tag in ("<script", "<img", "<svg", 'href="javascript', 'href="data'):
        assert tag not in html


def test_the_subset_of_markdown_is_shown():
    html = to_html("**viktig** og ~~feil~~ på https://lest.example\n\n- ett\n- to\n\n# Tittel")

    assert "<strong>viktig</strong>" in html
    assert "<ul>" in html
    assert '<a href="https://lest.example"' in html
    assert "<h3>Tittel</h3>" in html


@pytest.mark.parametrize("size", [1, 40])
def test_a_line_is_cut_at_a_word(size):
    line = to_line("**Skannerne** fryser i kulda og " * size, longest=60)

    assert len(line) <= 60
    assert line.startswith("Skannerne fryser")
