"""The words of a query, and what is shown of a hit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microblog.sought import LONGEST_QUERY, MOST_WORDS, closest, distance, meaning, same_words, snippet, words_of


def test_a_query_is_its_words_folded_each_once():
    assert words_of("  Idé-kveld, IDE! på Ålesund? ") == ["ide", "kveld", "på", "ålesund"]
    assert len(words_of("a b c d e f g h i j k")) == MOST_WORDS
    assert words_of("x" * 10_000) == ["x" * LONGEST_QUERY]


@given(st.text(max_size=300))
def test_words_of_any_query_are_letters_and_digits(query):
    assert all(word.isalnum() for word in words_of(query))


def test_there_are_pairs_enough_and_they_go_both_ways():
    pairs = same_words()

    assert sum(len(others) for others in pairs.values()) >= 300
    assert all(word in pairs[other] for word, others in pairs.items() for other in others)


@pytest.mark.parametrize(
    ("word", "other"),
    [("uke", "veke"), ("veke", "uke"), ("sjukmeldinga", "sykemelding"), ("kjørelista", "køyrelista")],
)
def test_words_have_those_that_mean_the_same(word, other):
    assert other in meaning(word)


def test_a_slip_is_a_letter_left_out_put_in_changed_or_two_swapped():
    assert [distance("vakt", other) for other in ("vakt", "vkt", "vvakt", "vokt", "vatk", "skift")] == [
        0,
        1,
        1,
        1,
        1,
        4,
    ]
    assert closest("vaktpaln", ["vaktplan", "vaktpost"]) == "vaktplan"
    assert closest("vatk", ["vakt"]) == "vakt"
    assert closest("vxyz", ["vakt"]) is None
    assert closest("vakt", []) is None


def test_a_snippet_marks_the_hits_and_lets_no_markup_through():
    text = "Se <script>alert(1)</script> og **strøsand** nå"
    start = text.index("strøsand")

    assert snippet(text, [(start, start + 8)]) == ("Se &lt;scriptalert(1)&lt;/script og <mark>strøsand</mark> nå")


def test_a_snippet_of_a_long_text_is_the_part_around_its_first_hit():
    text = "ord " * 100 + "strøsand" + " ord" * 100
    shown = snippet(text, [(400, 408)])

    assert "<mark>strøsand</mark>" in shown
    assert shown.startswith("… ord")
    assert shown.endswith("ord …")
    assert len(shown) < 300


@given(st.text(max_size=500), st.integers(0, 500), st.integers(1, 20))
def test_a_snippet_of_any_text_has_no_tag_but_mark(text, start, length):
    hits = [(start, start + length)] if start + length <= len(text) else []
    shown = snippet(text, hits).replace("<mark>", "").replace("</mark>", "")

    assert not set("<>\"'") & set(shown)
