import pytest

from analytics.scoring.themes import THEMES, find_themes, theme_words
from analytics.scoring.wordfiles import LANGUAGES, rows

POSTS = [
    ("workload", "Jeg rekker ikke pausen min lenger", "Eg rekk ikkje pausen min lenger", "I haven't had a lunch break"),
    ("staffing", "Tredje uka uten vikar", "Tredje veka utan vikar", "We are short-staffed again"),
    ("pay", "Feil på lønnsslippen igjen", "Feil på lønsslippen att", "There is an error on my payslip"),
    ("leadership", "Sjefen avlyste medarbeidersamtalen", "Leiaren svarte aldri", "My manager never turns up"),
    ("communication", "Vi fikk vite det i avisa", "Vi fekk vite det i avisa", "Nobody told us"),
    ("tools_it", "Skriveren henger seg opp", "Skrivaren heng seg opp", "The VPN drops all the time"),
    ("training_career", "Når er neste truckkurs?", "Når er neste truckkurs?", "When is the next course?"),
    ("working_hours_shifts", "Turnusen kom kvelden før", "Vaktplanen kom kvelden før", "The rota came last night"),
    ("health_safety", "Nestenulykke ved trucken", "Nestenulukke ved trucken", "A near miss at the crossing"),
    ("facilities", "Dusjen i garderoben lekker", "Dusjen i garderoben lek", "The shower is out of order"),
    ("cooperation", "Godt samarbeid på tvers", "Godt samarbeid på tvers", "Great teamwork"),
    ("recognition", "Vi fikk ikke et ord i anerkjennelse", "Inga anerkjenning", "We never get any recognition"),
    ("change", "Enda en omorganisering", "Enda ei omorganisering", "Another reorganisation"),
    ("customers", "Kundene ringer hele dagen", "Kundane ringjer heile dagen", "Customers are calling all day"),
]


@pytest.mark.parametrize(("theme", "nb", "nn", "en"), POSTS)
def test_each_theme_is_found_in_each_main_language(theme, nb, nn, en):
    assert theme in find_themes(nb, "nb")
    assert theme in find_themes(nn, "nn")
    assert theme in find_themes(en, "en")


def test_themes_stand_in_the_order_of_the_taxonomy():
    found = find_themes("Turnusen: ingen vikar, og ingen bemanning i turnusen", "nb")

    assert found == ("staffing", "working_hours_shifts")


def test_small_talk_has_no_theme():
    assert find_themes("God morgen, her snør det i dag", "nb") == ()
    assert find_themes("", "nb") == ()


def test_at_most_two_themes_are_named():
    text = "Lønnsslippen, turnusen, vikaren, omorganiseringen, skriveren og medarbeidersamtalen"

    assert len(find_themes(text, "nb")) == 2


def test_a_stem_is_found_inside_a_compound():
    assert find_themes("Grunnbemanningen holder ikke", "nb") == ("staffing",)


def test_inflected_words_are_named_by_one_word_of_the_dictionary():
    assert theme_words("Vikaren kom ikke", "nb", ["staffing"]) == {"staffing": ["vikar"]}
    assert theme_words("Vi mangler vikarer og flere vikarer", "nb", ["staffing"]) == {"staffing": ["vikar"]}


def test_words_are_those_of_the_themes_asked_for_and_a_theme_may_have_none():
    found = theme_words("Vikaren kom ikke på mandag", "nb", ["staffing", "recognition"])

    assert found == {"staffing": ["vikar"], "recognition": []}


def test_every_list_names_only_themes_of_the_taxonomy():
    for language in LANGUAGES:
        assert {head.rstrip("?") for head, _ in rows(f"themes.{language}")} == set(THEMES)
