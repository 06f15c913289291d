import pytest

from analytics.scoring.classes import PLAIN, class_of, topics_of
from analytics.scoring.wordfiles import rows


@pytest.mark.parametrize("word", ["ikke", "ikkje", "not"])
def test_a_word_plays_the_same_part_in_each_language(word):
    assert class_of(word) == "not"


@pytest.mark.parametrize(
    ("token", "name"), [("!", "!"), ("...", "."), ("¶", "¶"), ("12", "num"), ("07:30", "clock"), ("🎉", "sign")]
)
def test_what_is_no_word_has_a_class_too(token, name):
    assert class_of(token) == name


def test_a_compound_is_known_by_its_tail():
    assert "money" in topics_of("sommertillegget")


def test_a_strange_word_is_plain_and_about_nothing():
    assert (class_of("xyzzyq"), topics_of("xyzzyq")) == (PLAIN, ())


def test_no_name_of_a_class_could_be_taken_for_two():
    assert not [head for name in ("classes", "topics") for head, _ in rows(name) if " " in head or head == PLAIN]
