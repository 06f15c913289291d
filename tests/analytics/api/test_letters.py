import re

import pytest

from analytics.models import Letter
from tests.analytics.conftest import PERIOD
from tests.analytics.web.conftest import ALL, BERGEN, DRAMMEN

ADDRESS = f"/letters/{PERIOD}"
LETTER = {
    "period",
    "unit",
    "published_at",
    "input_hash",
    "representativeness",
    "headline",
    "in_short",
    "pains",
    "ideas",
    "culture",
    "promises",
    "communities",
    "unknown",
    "acts",
    "word_count",
}


def sentences_of(part) -> list[dict]:
    if isinstance(part, list):
        return [sentence for item in part for sentence in sentences_of(item)]
    if not isinstance(part, dict):
        return []
    found = [part] if "evidence" in part else []
    return found + [sentence for value in part.values() for sentence in sentences_of(value)]


def test_a_whole_letter_has_the_documented_shape(fullest, lena, rest_of):
    letter = rest_of(lena).get(ADDRESS).json()

    assert set(letter) == LETTER
    assert letter["published_at"] == "2026-11-16T05:00:00.000Z"
    assert letter["input_hash"] == fullest.input_hash
    assert letter["representativeness"]["share_step"] == 35
    assert letter["representativeness"]["leaders_counted"] is False
    assert letter["word_count"] <= 720


def test_every_sentence_carries_its_evidence(fullest, lena, rest_of):
    letter = rest_of(lena).get(ADDRESS).json()

    sentences = sentences_of(letter)
    assert len(sentences) > 30
    for sentence in sentences:
        assert set(sentence) == {"text", "evidence", "certainty"}
        assert all(set(each) == {"rule", "version", "shown"} for each in sentence["evidence"])
        assert sentence["evidence"]


def test_pains_without_a_rank_come_last_with_rank_null(fullest, lena, rest_of):
    pains = rest_of(lena).get(ADDRESS).json()["pains"]

    assert [pain["rank"] for pain in pains] == [1, 2, 3, None, None, None, None]
    assert pains[0]["theme"] == {
        "key": "working_hours_shifts",
        "name": "Arbeidstid og skift",
        "words": ["kvelden før helga"] * 3,
    }
    assert pains[0]["persistence"] == "3 of 4"


def test_no_exact_figure_leaves_the_house(frozen, lena, units, rest_of):
    rest = rest_of(lena)

    for address in ("/letters", ADDRESS, f"{ADDRESS}?unit={units[0].pk}", "/pain-points?limit=100", "/pain-points.csv"):
        text = re.sub(
            r'"(id|unit_id|post_id|published_at|input_hash|next|previous)":"[^"]*"',
            "",
            rest.get(address).content.decode(),
        )
        assert not {str(DRAMMEN), str(BERGEN), str(ALL)} & set(re.findall(r"\d+", text))


@pytest.mark.parametrize("address", ["/letters", ADDRESS, "/pain-points", "/pain-points.csv"])
def test_an_employee_may_not_read_them(address, frozen, alice, rest_of):
    assert rest_of(alice).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/letters", ADDRESS, "/pain-points", "/pain-points.csv"])
def test_a_token_needs_the_scope_of_letters(address, frozen, lena, rest_of):
    assert rest_of(lena, "read:letters").get(address).status_code == 200
    assert rest_of(lena, "read:posts").get(address).status_code == 403


def test_a_leader_reads_the_own_letter_and_no_other_units(frozen, dina, berit, company, units, rest_of):
    own, larger = (rest_of(leader).get(ADDRESS).json()["unit"]["name"] for leader in (dina, berit))

    assert own == units[0].name
    assert larger == company.name
    for wanted in (units[0].pk, units[1].pk, 999_999):
        assert rest_of(berit).get(f"{ADDRESS}?unit={wanted}").status_code == 404


@pytest.mark.parametrize("period", ["2026-W45", "2026-W99", "2026-47", "x"])
def test_a_period_without_a_letter_is_not_there(period, frozen, lena, rest_of):
    assert rest_of(lena).get(f"/letters/{period}").status_code == 404


def test_the_list_names_the_letters_newest_first(frozen, lena, company, units, rest_of):
    pattern = Letter.objects.get(unit=company)
    Letter.objects.create(
        period="2026-W44", unit=company, published_at=pattern.published_at, inputs={}, content=pattern.content
    )

    items = rest_of(lena).get("/letters").json()["items"]

    assert [item["period"] for item in items] == [PERIOD, PERIOD, "2026-W44"]
    assert {item["unit"]["name"] for item in items[:2]} == {company.name, units[0].name}
    assert all(set(item) == {"period", "unit", "published_at", "headline"} for item in items)


@pytest.mark.parametrize(
    ("language", "name"),
    [("nb", "Arbeidstid og skift"), ("nn", "Arbeidstid og skift"), ("en", "Working hours and shifts")],
)
def test_the_letter_speaks_the_readers_language(language, name, fullest, lena, rest_of):
    letter = rest_of(lena).get(ADDRESS, accept_language=language).json()

    assert letter["pains"][0]["theme"]["name"] == name


def test_an_unchanged_letter_is_not_sent_again(frozen, lena, rest_of):
    first = rest_of(lena).get(ADDRESS)

    assert rest_of(lena).get(ADDRESS, if_none_match=first["ETag"]).status_code == 304


@pytest.mark.parametrize("question", ["unit=x", "unit=1&unit=2", "foo=1"])
def test_what_is_asked_wrongly_is_said(question, frozen, lena, rest_of):
    assert rest_of(lena).get(f"{ADDRESS}?{question}").status_code == 422
