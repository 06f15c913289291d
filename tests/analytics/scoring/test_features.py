from analytics.scoring.features import lowered, marks_of, mentions_of, pairs_of, parts_of, rows_of
from analytics.scoring.tokens import tokenise


def test_the_parts_of_a_word_know_its_ends():
    assert parts_of("nå") == ["w nå", "c <n", "c nå", "c å>", "c <nå", "c nå>"]


def test_a_line_break_is_a_sign_that_fits_on_a_line():
    assert lowered(tokenise("Hei\n\nDu")) == ["hei", "¶", "du"]


def test_a_word_without_end_is_cut():
    assert lowered(["A" * 5_000]) == ["a" * 60]


def test_neighbours_know_where_a_text_begins_and_ends():
    assert pairs_of(["takk", "!"]) == ["b ^ takk", "b takk !", "b ! $"]


def test_classes_in_a_row_are_seen_with_and_without_plain_words():
    found = rows_of(["ikke", "xyzzyq", "!"])

    assert {"kk ^ not", "kk not _", "kkk not _ !", "q not !", "m xyzzyq !", "n not xyzzyq"} <= set(found)


def test_a_mention_counts_for_its_theme_and_for_its_word():
    assert mentions_of([("pay", "bonus")]) == ["t pay", "v bonus"]


def test_every_feature_fits_on_a_line_of_the_file():
    words = lowered(tokenise("Hei!\n\nHva med «bonusen» fra 07:30? 🎉 ... (mail: a@b.no)"))

    names = [name for group in marks_of(words, [("pay", "bonus")]) for name in group]

    assert not [name for name in names if "\t" in name or "\n" in name or name.startswith("#")]
