from dataclasses import FrozenInstanceError

import pytest

from analytics.scoring import wordfiles
from analytics.scoring.reading import LABELS
from analytics.scoring.tagger import BACKEND, FLOOR_VERSION, VERSION, score, score_all


def test_a_reading_says_what_it_rests_on():
    reading = score("Tredje uka uten vikar, og ingen sier fra.", language="nb")

    assert (reading.language, reading.label, reading.themes) == ("nb", "negative", ("staffing", "communication"))
    assert "vikar" in [one.word for one in reading.evidence if one.weight < 0]
    assert reading.complaint
    assert reading.p_complaint > 0.8
    assert (reading.backend, reading.version) == (BACKEND, VERSION) == ("model", VERSION)


def test_swedish_and_danish_are_read_by_the_rules():
    for language, text in (("sv", "Tredje veckan i rad utan vikarie."), ("da", "Stadig ingen vikar.")):
        reading = score(text, language=language)

        assert (reading.label, reading.backend, reading.version) == ("negative", "rules", FLOOR_VERSION)


def test_the_label_is_the_most_probable_one():
    for text in ("Takk!", "Ingen svarer.", "Når er møtet?"):
        reading = score(text, language="nb")

        assert reading.p[LABELS.index(reading.label)] == max(reading.p)


def test_the_language_is_found_where_it_is_not_given():
    assert score("The printer is still out of order and nobody knows why.").language == "en"
    assert score("Takk!", profile_language="nn").language == "nn"


def test_the_same_text_gives_the_same_reading():
    text = "Endelig ny skanner, men ingen har fått opplæring 😅"

    assert score(text, language="nb") == score(text, language="nb")


@pytest.mark.parametrize("text", ["", "   \n\n", "😀😀😀", "???", "a" * 10_000, "Ingen vikar. " * 800])
def test_odd_and_long_texts_are_read(text):
    reading = score(text)

    assert sum(reading.p) == pytest.approx(1, abs=1e-9)


def test_what_the_model_does_not_know_to_read_is_left_to_the_rules():
    for text in ("qwxz zzkw wqqx", "QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 400, "שלום 你好 привет مرحبا"):
        reading = score(text, language="nb")

        assert (reading.label, reading.complaint, reading.themes, reading.backend) == ("neutral", False, (), "rules")


def test_ten_thousand_emoji_are_read_and_are_about_nothing():
    reading = score("😀" * 10_000)

    assert (reading.themes, reading.complaint, len(reading.evidence)) == ((), False, 6)


def test_many_texts_read_as_each_of_them_alone():
    texts = ["Takk!", "Ingen svarer.", "Tredje veckan i rad utan vikarie.", ""] * 100
    languages = ["nb", "nn", "sv", None] * 100

    together = list(score_all(texts, languages))

    assert together == [score(text, language=language) for text, language in zip(texts, languages, strict=True)]


def test_a_thanks_is_no_complaint():
    assert not score("Tusen takk for hjelpen i går!", language="nb").complaint


def test_a_reading_cannot_be_changed():
    reading = score("Takk!")

    with pytest.raises(FrozenInstanceError):
        reading.label = "negative"


def test_the_version_follows_the_word_lists(tmp_path, monkeypatch):
    (tmp_path / "tone.nb.tsv").write_text("-1\tkaldt\n", encoding="utf-8")
    monkeypatch.setattr(wordfiles, "_FOLDER", tmp_path)
    before = wordfiles.fingerprint()

    (tmp_path / "tone.nb.tsv").write_text("-2\tkaldt\n", encoding="utf-8")

    assert wordfiles.fingerprint() != before
