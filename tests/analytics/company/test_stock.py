import pytest

from analytics.company.communities import ROOM_NAMED
from analytics.company.ideas import CHALLENGES
from analytics.company.stock import read_stock, season, speaker
from analytics.company.tree import UNITS
from analytics.scoring.themes import THEMES
from ideas.lifecycle import STATUSES

FAMILIES = {unit.family for unit in UNITS} | {"anyone"}
LANGUAGES, TONES = {"nb", "nn", "en"}, {"negative", "neutral", "positive"}


def test_no_post_stands_in_the_stock_twice():
    texts = [text.text for text in read_stock().roots]

    assert len(set(texts)) == len(texts)


def test_every_text_names_known_keys_only():
    stock = read_stock()

    for text in (*stock.roots, *stock.ideas):
        assert set(text.communities) <= set(ROOM_NAMED)
        assert set(text.families) <= FAMILIES
        assert set(text.themes) <= set(THEMES)
        assert text.language in LANGUAGES
    for text in (*stock.roots, *stock.replies):
        assert text.tone in TONES
        assert text.text.strip()
    assert {idea.status for idea in stock.ideas} == set(STATUSES)


def test_every_theme_hurts_in_some_text():
    hurting = {theme for text in read_stock().roots if text.tone == "negative" for theme in text.themes}

    assert hurting == set(THEMES)


def test_the_ideas_of_the_challenges_are_in_the_stock():
    titles = {idea.title for idea in read_stock().ideas}

    assert all(set(challenge.ideas) <= titles for challenge in CHALLENGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi i planlegging ser de samme hullene.", ("planner", None)),
        ("IT her: prøv igjen nå.", ("it", None)),
        ("Fra planlegging: vi sitter og gjetter.", ("planner", None)),
        ("Vi i Førde har prøvd fem veker.", (None, "Førde")),
        ("Vi har samme problemet i Tromsø.", (None, "Tromsø")),
        ("Takk til gjengen i Bergen!", (None, None)),
    ],
)
def test_a_text_says_who_speaks(text, expected):
    assert speaker(text) == expected


def test_a_text_of_december_belongs_late():
    assert season("Åpningstider i romjula") == "late"
    assert season("Etter ferien i august") == "early"
    assert season("Porten står åpen") == ""
