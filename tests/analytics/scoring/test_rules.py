import unicodedata

import pytest

from analytics.scoring.rules import read_tone
from analytics.scoring.tokens import tokenise


def tone_of(text, language="nb"):
    return read_tone(tokenise(text), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Tredje uka på rad uten fast vikar."),
        ("nb", "Lange dager, og ingen sier fra."),
        ("nn", "Ingen har svart oss sidan i mai."),
        ("en", "No one told us the gate was closed."),
        ("en", "Still no replacement for the night shift."),
        ("sv", "Tredje veckan i rad utan vikarie."),
        ("da", "Stadig ingen vikar, tredje uge i træk."),
    ],
)
def test_a_flat_complaint_without_a_bad_word_is_negative(language, text):
    assert tone_of(text, language).label == "negative"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Tusen takk til alle som stilte opp i går!"),
        ("nn", "Endeleg verkar den nye skannaren."),
        ("en", "Huge thanks to the night crew."),
        ("sv", "Stort tack till alla som ställde upp!"),
        ("da", "Tusind tak til alle, godt arbejde!"),
    ],
)
def test_praise_is_positive(language, text):
    assert tone_of(text, language).label == "positive"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Brannøvelse torsdag kl. 10, møt opp ved port 3."),
        ("nb", "Husk å melde avvik innen fredag."),
        ("nn", "Møtet er flytta til rom 204 på torsdag."),
        ("en", "Fire drill on Wednesday at 10, please use the north exit."),
    ],
)
def test_alarming_words_in_plain_information_are_harmless(language, text):
    assert tone_of(text, language).label == "neutral"


def test_negation_turns_praise_around():
    plain = tone_of("Det er bra")
    negated = tone_of("Det er ikke bra")

    assert plain.label == "positive"
    assert negated.label == "negative"


def test_negation_does_not_reach_past_a_comma():
    tone = tone_of("Nei, ikke i dag, kjempebra")

    assert ("kjempebra", 3.0) in [(one.word, one.weight) for one in tone.evidence]


@pytest.mark.parametrize("stop", ["\n", "\n\n\n", ".", "....", "!", "!!!!", "?", "?!?", "…"])
def test_negation_does_not_reach_into_the_next_sentence(stop):
    tone = tone_of(f"Ikke i dag{stop} Strålende")

    assert tone.evidence[-1].word == "Strålende"
    assert tone.evidence[-1].weight == 3


def test_a_strengthening_word_gives_more_weight_and_a_weakening_word_less():
    weak, plain, strong = (tone_of(text).evidence[0].weight for text in ("litt sliten", "sliten", "veldig sliten"))

    assert strong < plain < weak < 0


def test_what_follows_but_weighs_more_than_what_precedes_it():
    praise_first = tone_of("Fin app, men dårlig skjerm")
    complaint_first = tone_of("Dårlig skjerm, men fin app")

    assert praise_first.label == "negative"
    assert complaint_first.label == "positive"


def test_a_complaint_in_a_condition_weighs_less():
    plain = tone_of("Da blir det på nytt problemer")
    conditional = tone_of("Hvis det blir på nytt problemer")

    assert abs(conditional.evidence[-1].weight) < abs(plain.evidence[-1].weight)


def test_a_question_is_closer_to_neutral_than_the_same_statement():
    statement = tone_of("Skriveren er treg.")
    question = tone_of("Skriveren er treg?")

    assert question.p[1] > statement.p[1]


def test_one_word_in_quotation_marks_is_not_taken_at_its_word():
    assert tone_of("Saken er løst").label == "positive"
    assert tone_of("Saken er «løst»").label != "positive"


def test_praise_with_a_sting_is_no_praise():
    assert tone_of("Fine nettbrett. Bare synd de aldri virker.").label == "negative"


@pytest.mark.parametrize(
    ("sign", "label"), [("😡", "negative"), ("🎉", "positive"), (":(", "negative"), (":D", "positive")]
)
def test_a_sign_alone_carries_its_tone(sign, label):
    assert tone_of(sign).label == label


def test_an_address_is_no_sour_face():
    assert tone_of("https://intranett.example/rutiner").evidence == ()


def test_an_empty_text_is_neutral_and_without_evidence():
    tone = tone_of("")

    assert tone.label == "neutral"
    assert tone.evidence == ()


def test_probabilities_sum_to_one_and_have_four_decimals():
    for text in ("", "Takk!", "Tredje uka uten svar, og ingen bryr seg. " * 200):
        p = tone_of(text).p

        assert sum(p) == pytest.approx(1, abs=1e-9)
        assert all(part == round(part, 4) and part >= 0 for part in p)


def test_evidence_is_written_as_the_author_wrote_it():
    tone = tone_of("INGEN sier fra")

    assert tone.evidence[0].word == "INGEN sier"


def test_a_decomposed_text_reads_as_a_composed_one():
    text = "Gåen og trøtt av å purre på svar"

    assert tone_of(unicodedata.normalize("NFD", text)) == tone_of(text)


def test_the_typographic_apostrophe_reads_as_the_plain_one():
    assert tone_of("It doesn’t work", "en").label == tone_of("It doesn't work", "en").label == "negative"


def test_bokmal_and_nynorsk_words_are_understood_in_either_language():
    for language in ("nb", "nn"):
        assert tone_of("Ikke svar ennå", language).label == "negative"
        assert tone_of("Ikkje svar enno", language).label == "negative"


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        tone_of("hei", "fi")
