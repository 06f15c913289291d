import pytest

from analytics.scoring.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Jeg har ikke fått svar på om noen kommer i morgen"),
        ("nn", "Eg har ikkje fått svar på om nokon kjem i morgon"),
        ("en", "I still have not heard whether anyone is coming tomorrow"),
        ("sv", "Jag har inte fått svar på om någon kommer i morgon"),
        ("da", "Jeg har ikke fået svar på om der kommer nogen, hvad gør jeg nu?"),
    ],
)
def test_a_sentence_tells_its_language(language, text):
    assert detect_language(text) == language


def test_a_short_text_has_the_language_of_its_author():
    assert detect_language("Takk for hjelpen!", "nn") == "nn"
    assert detect_language("Thanks a lot!", "en") == "en"


def test_a_short_text_of_an_unknown_author_is_bokmal():
    assert detect_language("Takk!") == "nb"
    assert detect_language("") == "nb"


def test_signs_and_numbers_are_no_words():
    assert detect_language("10 11 12 13 14 15 😀 !!! Thanks", "en") == "en"


def test_the_profile_decides_where_no_word_tells_bokmal_from_nynorsk():
    text = "Skriveren på kontoret i Oslo er ute av drift"

    assert detect_language(text, "nb") == "nb"
    assert detect_language(text, "nn") == "nn"


def test_a_telling_word_outweighs_the_profile():
    assert detect_language("Eg veit ikkje om det blir møte i dag", "nb") == "nn"


def test_bokmal_without_a_danish_word_is_not_taken_for_danish():
    assert detect_language("Lærlingen vår står alene på kveldsskiftet i dag") == "nb"
