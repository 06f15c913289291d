import tomllib
from pathlib import Path

import pytest

from analytics.scoring import phrases
from analytics.scoring.phrases import FRAME_NUMBERS, LANGUAGES, render_letter, render_sentence, word_count

FOLDER = Path(phrases.__file__).parent
DATA = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES}
FRAMES = [f"{kind}.{number}" for kind, many in FRAME_NUMBERS.items() for number in range(1, many + 1)]

ALL_ARGS = {
    "weeks": 1,
    "theme": "tools_it",
    "title": "Felles byttetavle",
    "status": "open",
    "people": "~35",
    "previous": "10–19",
    "units": ["Terminal Drammen", "Sjåfører Øst"],
    "words": ["bytte", "skanner"],
    "tally": {"agree": 34, "disagree": 3, "pass": 0},
    "n": 2,
    "text": "Nye skannere",
    "question": "Når får vi vite det?",
    "days": 12,
    "since": "W44",
    "where": [["Terminal Drammen", "10–19"], ["Sjåfører Øst", "5–9"]],
    "hidden": 7,
    "share": 35,
    "absent": 65,
    "author": "Kari Moe",
    "lasted": [3, 1],
    "due": "2026-11-27",
    "owner": ["Kari Moe"],
    "themes": ["pay", "change"],
}


def say(frame, language="nb", **args):
    sentence = {"frame": frame, "args": ALL_ARGS | args, "evidence": [], "certainty": None}
    return render_sentence(sentence, language)


def shape(data):
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return len(data) if isinstance(data, list) else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_every_frame(language):
    assert shape(DATA[language]["frames"]) == shape(DATA["nb"]["frames"])
    assert {key: set(value) for key, value in DATA[language].items() if isinstance(value, dict)} == {
        key: set(value) for key, value in DATA["nb"].items() if isinstance(value, dict)
    }


def test_every_kind_has_three_frames_or_more_and_no_two_alike():
    for language in LANGUAGES:
        for kind, frames in DATA[language]["frames"].items():
            assert len(frames) >= 3, kind
            assert len(set(frames)) == len(frames), kind


@pytest.mark.parametrize("weeks", [1, 4])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_renders_with_the_same_arguments(language, weeks):
    for frame in FRAMES:
        text = say(frame, language, weeks=weeks, lasted=[3, weeks])

        assert text[0].isupper() or text[0] in "«“0123456789", frame
        assert text[-1] in ".»”", frame
        assert not [mistake for mistake in ("  ", " .", "..", " ,", "{") if mistake in text], frame


@pytest.mark.parametrize("language", LANGUAGES)
def test_frames_use_the_same_arguments_in_every_language(language):
    for kind, frames in DATA[language]["frames"].items():
        for frame, in_nb in zip(frames, DATA["nb"]["frames"][kind], strict=True):
            assert arguments_of(frame) == arguments_of(in_nb), kind


def arguments_of(frame):
    return {piece.split("}")[0].split(":")[0] for piece in frame.split("{")[1:]}


def test_no_sentence_guesses_or_speaks_of_most_people():
    forbidden = (
        "de fleste",
        "dei fleste",
        "most people",
        "fordi",
        "because",
        "føler",
        "kjenner seg",
        "feel",
        "!",
    )

    for language in LANGUAGES:
        for kind, frames in DATA[language]["frames"].items():
            assert not [frame for frame in frames for word in forbidden if word in frame.lower()], kind


@pytest.mark.parametrize(
    ("language", "band", "text"),
    [
        ("nb", "~35", "Rundt 35 personer"),
        ("nn", "~35", "Rundt 35 personar"),
        ("en", "~35", "Around 35 people"),
        ("nb", "10–19", "10–19 personer"),
        ("nn", "5–9", "5–9 personar"),
    ],
)
def test_people_are_said_as_a_band(language, band, text):
    assert say("unranked.weak.2", language, people=band).startswith(text)


@pytest.mark.parametrize(
    ("language", "one", "two", "many"),
    [
        ("nb", "har ventet én dag", "har ventet to dager", "har ventet 13 dager"),
        ("nn", "har venta éin dag", "har venta to dagar", "har venta 13 dagar"),
        ("en", "has waited one day", "has waited two days", "has waited 13 days"),
    ],
)
def test_days_agree_in_number_and_small_ones_are_written_out(language, one, two, many):
    for days, text in ((1, one), (2, two), (13, many)):
        assert text in say("act.decide.1", language, days=days)


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [
        ("nb", "(5–9).", "; én annen avdeling er skjult.", "; sju andre avdelinger er skjult."),
        ("nn", "(5–9).", "; éi anna avdeling er skjult.", "; sju andre avdelingar er skjulte."),
        ("en", "(5–9).", "; one other unit is hidden.", "; seven other units are hidden."),
    ],
)
def test_hidden_units_agree_in_number_and_are_silent_when_there_are_none(language, none, one, many):
    for hidden, text in ((0, none), (1, one), (7, many)):
        assert say("pain.where.shown.1", language, hidden=hidden).endswith(text)


@pytest.mark.parametrize(
    ("votes", "nb", "nn", "en"),
    [
        (None, "Stemmetallet er skjult", "Røystetalet er skjult", "The vote count is hidden"),
        ((0, 0), "Ingen har stemt ennå", "Ingen har røysta enno", "Nobody has voted yet"),
        (
            (1, 0),
            "Den ene stemmen så langt er for",
            "Den eine røysta så langt er for",
            "The only vote so far is in favour",
        ),
        (
            (0, 1),
            "Den ene stemmen så langt er ikke for",
            "Den eine røysta så langt er ikkje for",
            "The only vote so far is not",
        ),
        ((2, 0), "Begge stemmene er for", "Begge røystene er for", "Both votes are in favour"),
        ((12, 0), "Alle tolv stemmene er for", "Alle tolv røystene er for", "All twelve votes are in favour"),
        (
            (0, 3),
            "Ingen av tre stemmer er for",
            "Ingen av tre røyster er for",
            "None of the three votes are in favour",
        ),
        (
            (1, 3),
            "Én av fire stemmer er for",
            "Éi av fire røyster er for",
            "One of the four votes is in favour",
        ),
        (
            (8, 4),
            "Åtte av tolv stemmer er for",
            "Åtte av tolv røyster er for",
            "Eight of the twelve votes are in favour",
        ),
        ((8, 5), "8 av 13 stemmer er for", "8 av 13 røyster er for", "8 of the 13 votes are in favour"),
    ],
)
def test_votes_are_told_in_natural_words(votes, nb, nn, en):
    tally = None if votes is None else {"agree": votes[0], "disagree": votes[1], "pass": 0}

    for language, text in (("nb", nb), ("nn", nn), ("en", en)):
        assert say("idea.agreed.2", language, tally=tally).startswith(text)


@pytest.mark.parametrize(
    ("language", "lasted", "text"),
    [
        ("nb", [3, 1], "tre av de siste fire ukene"),
        ("nb", [4, 4], "alle de siste fire periodene"),
        ("nn", [1, 1], "éi av dei siste fire vekene"),
        ("nn", [1, 4], "éin av dei siste fire periodane"),
        ("en", [2, 1], "two of the last four weeks"),
    ],
)
def test_persistence_is_told_in_weeks_or_periods(language, lasted, text):
    assert text in say("act.answer.theme.1", language, lasted=lasted)


def test_a_date_has_its_weekday_and_month_in_each_language():
    dates = [say("promise.open.1", language, due="2026-11-24", owner=[]) for language in LANGUAGES]

    assert dates == [
        "Fristen er tirsdag 24. november.",
        "Fristen er tysdag 24. november.",
        "Due Tuesday 24 November.",
    ]


def test_a_week_of_another_year_names_the_year():
    assert say("pain.since.1", since="W44") == "Det har vært et tema siden uke 44."
    assert say("pain.since.1", since="2025-W51") == "Det har vært et tema siden uke 51 i 2025."


def test_words_agree_in_number_and_are_left_out_when_there_are_none():
    frame = "short.pinch.steady.1"

    assert say(frame, words=[], units=[]) == "Rundt 35 personer tar opp verktøy og IT."
    assert say(frame, words=["bytte"], units=[]).endswith("Ordet som går igjen, er bytte.")
    assert say(frame, words=["a", "b", "c"], units=[]).endswith("Ordene som går igjen, er a, b og c.")


def test_a_theme_is_lower_case_inside_a_sentence_and_raised_at_its_start():
    assert say("headline.main_pinch.2") == "Det som trykker mest, er verktøy og IT."
    assert say("headline.main_pinch.1") == "Verktøy og IT trykker mest."


def test_a_theme_that_the_house_named_is_said_in_its_own_words():
    names = {"nb": "Parkering", "nn": "Parkering", "en": "IT desk"}

    assert say("headline.main_pinch.2", theme=names) == "Det som trykker mest, er parkering."
    assert say("headline.main_pinch.1", "en", theme=names) == "What pinches most is IT desk."


def test_braces_in_what_people_wrote_stay_as_they_are():
    assert "«{title} %s {0}»" in say("headline.idea.related.1", title="{title} %s {0}")


def make_content(**parts):
    lists = (
        "headline",
        "in_short",
        "acts",
        "pains",
        "unranked",
        "ideas",
        "took_part",
        "promises",
        "more_promises",
        "unknown",
    )
    return {part: [] for part in lists} | parts


def test_rendering_keeps_evidence_and_certainty_beside_the_text():
    evidence = [{"rule": "headline.calm", "version": "1", "shown": {"themes_standing_out": 0}}]
    calm = {"frame": "headline.calm.1", "args": {"weeks": 1}, "evidence": evidence, "certainty": None}

    letter = render_letter(make_content(headline=[calm]), "nb")

    text = "En rolig uke. Ingen tema skiller seg ut."
    assert letter["headline"] == [{"text": text, "evidence": evidence, "certainty": None}]


def test_running_text_counts_headings_and_sentences_but_not_the_fold():
    calm = {"frame": "headline.calm.1", "args": {"weeks": 1}, "evidence": [], "certainty": None}
    unranked = {"theme": "pay", "words": [], "where": [], "what": [calm], "step": None}

    assert word_count(make_content(headline=[calm]), "nb") == 8
    assert word_count(make_content(headline=[calm], unranked=[unranked]), "nb") == 8
    assert word_count(make_content(headline=[calm], unknown=[calm]), "nb") == 8 + 8 + 4
