import pytest

from analytics.scoring.answer_check import check_answer

WHOLE = {
    "nb": "Jeg har lest det dere skriver om beskjeder kvelden før. Vi ser på en felles tavle. Dere får svar "
    "innen fredag 27. november.",
    "nn": "Eg har høyrt at skannarane frys. Vi kjøper nye til terminalen. Dei kjem i veke 50.",
    "en": "I hear that shifts change the night before. We are looking into a shared board. "
    "You will have an answer by Friday.",
}


@pytest.mark.parametrize("language", WHOLE)
def test_an_answer_that_says_all_three_lacks_nothing(language):
    check = check_answer(WHOLE[language])

    assert (check.heard, check.what, check.when) == (True, True, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (False, False, False)),
        ("Takk for gode innspill!", (False, False, False)),
        ("Jeg har sett at skannerne fryser.", (True, False, False)),
        ("Vi kjøper nye skannere.", (False, True, False)),
        ("Fredag 27. november.", (False, False, True)),
        ("Eg forstår at dette går ut over henting.", (True, False, False)),
        ("We will replace the scanners next week.", (False, True, True)),
        ("Svar kommer 3. mai, jeg har hørt dere.", (True, False, True)),
    ],
)
def test_what_is_missing_is_told_apart(text, found):
    check = check_answer(text)

    assert (check.heard, check.what, check.when) == found


def test_words_are_counted_as_they_stand():
    assert check_answer("Vi skal svare.").words == 3


def test_a_long_text_without_any_of_it_is_read_in_no_time():
    assert check_answer("a" * 9_000) == (False, False, False, 1)
