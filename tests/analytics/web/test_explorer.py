import csv
import datetime as dt
import io
import re
from html import unescape

import pytest

from analytics.actions.acts import answer_pain_point
from analytics.models import PainPoint
from analytics.queries.explorer import ground_of
from analytics.scoring.phrases import theme_name
from ideas.models import Idea, Promise
from microblog.models import OrgUnit, Role
from tests.analytics.conftest import PERIOD
from tests.analytics.web.conftest import MONDAY

THEME = "working_hours_shifts"
HIDDEN = "skjult"


def text_of(response) -> str:
    return unescape(response.content.decode())


def band_in_words(band: str) -> str:
    return f"rundt {band[1:]}" if band.startswith("~") else band


def table_of(page: str) -> dict[tuple[str, str], str]:
    """The cells of the tables by (unit, theme), as they are written."""
    cells = {}
    for table in re.findall(r"<table.*?</table>", page, re.S):
        heads = re.findall(r'<th scope="col" class="num">(.*?)</th>', table)
        for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.S):
            unit = re.search(r'<th scope="row">(.*?)</th>', row)[1]
            cells |= {
                (unit, head): said for head, said in zip(heads, re.findall(r'"num">(.*?)</td>', row), strict=True)
            }
    return cells


def drawn_in(page: str, look: str) -> list[str | None]:
    """What stands in the cells of the drawings, row by row; None where one is hatched."""
    words = []
    for drawing in re.findall(rf'<div class="v-{look}"><svg.*?</svg>', page, re.S):
        for shape in re.findall(
            r'<rect class="h h\d".*?/>(?:<text class="ht.*?</text>)+|<rect class="hs".*?/>', drawing
        ):
            said = re.findall(r'<text class="ht[^>]*>(.*?)</text>', shape)
            words.append(" ".join(said) if said else None)
    return words


def test_the_figures_are_the_same_in_drawing_table_rest_and_csv(frozen, lena, company, browser_of, rest_of):
    page = text_of(browser_of(lena).get(f"/explorer/?unit={company.pk}&period={PERIOD}"))
    rest = rest_of(lena).get(f"/pain-points?within={company.pk}&period={PERIOD}&limit=100").json()["items"]
    rows = csv.DictReader(
        io.StringIO(text_of(browser_of(lena).get(f"/rest/v1/pain-points.csv?within={company.pk}&period={PERIOD}")))
    )

    table = table_of(page)
    by_rest = {(item["unit"]["name"], item["theme"]["name"]): item.get("people_band") for item in rest}
    by_csv = {(row["unit"], theme_name(row["theme"], "nb")): row["people_band"] or None for row in rows}
    assert by_rest == by_csv
    shown = {place: band_in_words(band) for place, band in by_rest.items() if band}
    assert {place: said for place, said in table.items() if said != HIDDEN} == shown
    assert ("Lyngholt", "Arbeidstid og skift") in shown
    for look in ("wide", "narrow"):
        assert [said or HIDDEN for said in drawn_in(page, look)] == list(table.values())
    described = " ".join(re.findall(r"<desc.*?>(.*?)</desc>", page))
    assert all(f"{unit} {said}" in described for (unit, _theme), said in shown.items())


def test_nobody_and_four_people_look_the_same(frozen, lena, company, units, browser_of):
    address = f"/explorer/?unit={company.pk}&period={PERIOD}"
    few = {"unit": units[1], "theme": THEME}
    PainPoint.objects.filter(**few).update(authors=4, is_released=False, hidden_because="few_people")
    page_of_four = text_of(browser_of(lena).get(address))
    PainPoint.objects.filter(**few).delete()

    page_of_none = text_of(browser_of(lena).get(address))

    assert HIDDEN in page_of_none
    assert body_of(page_of_none) == body_of(page_of_four)


def body_of(page: str) -> str:
    return page.split('<div class="explorer">')[1].split("</main>")[0]


def test_a_leader_goes_down_the_own_line_and_nowhere_else(frozen, dina, berit, lena, units, company):
    shift = OrgUnit.objects.create(name="Nattskiftet", parent=units[0])
    team = OrgUnit.objects.create(name="Rampe 2", parent=shift)

    assert ground_of(viewer=dina, unit=shift.pk).rows == [shift, team]
    assert ground_of(viewer=dina, unit=team.pk).above == [company, units[0], shift]
    assert ground_of(viewer=dina, unit=units[0].pk).with_parts == {shift.pk}
    assert team not in ground_of(viewer=lena, unit=shift.pk).above


@pytest.mark.parametrize("who", ["berit", "alice"])
def test_who_does_not_lead_a_unit_does_not_see_what_is_below_it(who, frozen, units, browser_of, request):
    below = OrgUnit.objects.create(name="Nattskiftet", parent=units[0])
    person = request.getfixturevalue(who)

    for address in ("/explorer/", f"/explorer/{THEME}/"):
        assert browser_of(person).get(f"{address}?unit={below.pk}").status_code in (403, 404)


@pytest.mark.parametrize(
    "wrong", ["?unit=x", "?unit=999999", "?period=2026-W45", "?period=2026-W99", "?period=nonsense"]
)
def test_what_is_not_there_is_not_found(wrong, frozen, lena, browser_of):
    assert browser_of(lena).get(f"/explorer/{wrong}").status_code == 404


def test_a_theme_that_does_not_exist_has_no_lines(frozen, lena, browser_of):
    assert browser_of(lena).get("/explorer/football/").status_code == 404


def test_an_analyst_sees_the_company_alone(frozen, make_person, company, units, browser_of):
    analyst = browser_of(make_person("anna", roles=[Role.ANALYST]))

    assert "Lyngholt" in text_of(analyst.get("/explorer/"))
    assert analyst.get(f"/explorer/?unit={units[0].pk}").status_code == 404


def test_before_the_first_letter_the_map_says_when_it_comes(lena, browser_of):
    assert "Ikke noe kart ennå" in text_of(browser_of(lena).get("/explorer/"))


def test_a_line_breaks_where_a_period_is_hidden_and_tells_what_was_answered_and_promised(
    frozen, lena, alice, company, everybody, make_post, browser_of
):
    cell = PainPoint.objects.get(unit=company, theme=THEME, period=PERIOD)
    answer_pain_point(
        actor=lena, cell=cell, text="Vi ser på vaktlista.", stance="seen", now=MONDAY - dt.timedelta(days=1)
    )
    idea = Idea.objects.create(
        post=make_post(alice, everybody, kind="idea"), title="Byttetavle", problem="Bytter", proposal="Tavle"
    )
    Promise.objects.create(
        idea=idea, text="En tavle", owner=lena, made_by=lena, theme=THEME, unit=company,
        due_on=MONDAY.date(), made_at=MONDAY - dt.timedelta(days=2),
    )  # fmt: skip

    page = text_of(browser_of(lena).get(f"/explorer/{THEME}/?unit={company.pk}"))

    assert "Uke 46: Besvart" in page
    assert "Uke 46: Lovet" in page
    assert 'class="event"' in page
    drawing = page.split('<div class="v-wide">')[1].split("</svg>")[0]
    assert "Uke 46 rundt 50" in drawing


def test_an_answer_elsewhere_is_no_mark(frozen, lena, dina, units, browser_of):
    cell = PainPoint.objects.get(unit=units[0], theme=THEME, period=PERIOD)
    answer_pain_point(actor=dina, cell=cell, text="Vi ser på det.", stance="seen", now=MONDAY - dt.timedelta(days=1))

    page = text_of(browser_of(lena).get(f"/explorer/{THEME}/?unit={units[1].pk}"))

    assert 'class="event"' not in page


@pytest.mark.parametrize("parts", [0, 12])
def test_the_map_costs_the_same_for_any_number_of_parts(
    parts, frozen, dina, units, browser_of, django_assert_max_num_queries
):
    for n in range(parts):
        OrgUnit.objects.create(name=f"Lag {n}", parent=units[0])
    browser = browser_of(dina)
    browser.get("/explorer/")

    with django_assert_max_num_queries(24):
        browser.get(f"/explorer/?unit={units[0].pk}")


def test_the_menu_of_a_leader_leads_to_the_map_and_an_employees_does_not(frozen, lena, alice, browser_of):
    assert 'href="/explorer/"' in text_of(browser_of(lena).get("/method/"))
    assert 'href="/explorer/"' not in text_of(browser_of(alice).get("/method/"))


def test_the_csv_of_a_unit_within_holds_that_unit_and_those_right_under_it(frozen, dina, units, company, browser_of):
    shift = OrgUnit.objects.create(name="Nattskiftet", parent=units[0])
    OrgUnit.objects.create(name="Rampe 2", parent=shift)

    text = text_of(browser_of(dina).get(f"/rest/v1/pain-points.csv?within={units[0].pk}"))

    assert {row["unit"] for row in csv.DictReader(io.StringIO(text))} == {"Terminal Drammen", "Nattskiftet"}
    assert browser_of(dina).get("/rest/v1/pain-points.csv?within=x").status_code == 422
    assert browser_of(dina).get(f"/rest/v1/pain-points.csv?within={company.pk + 99}").status_code == 404
