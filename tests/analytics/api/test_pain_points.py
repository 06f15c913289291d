import csv
import io

import pytest

from analytics.models import PainPoint
from analytics.scoring.themes import THEMES
from microblog.models import OrgUnit, Role
from tests.analytics.conftest import PERIOD

SHOWN = {
    "id",
    "period",
    "unit",
    "theme",
    "pressure",
    "people_band",
    "persistence",
    "certainty",
    "direction",
    "since",
    "rank",
    "evidence",
    "answer",
    "status",
}
THEME = "working_hours_shifts"


def items_of(rest, question: str = "") -> list[dict]:
    return rest.get(f"/pain-points?limit=100{question}").json()["items"]


def test_shown_and_hidden_cells_have_the_documented_shapes(frozen, lena, rest_of):
    items = items_of(rest_of(lena))

    shown = [item for item in items if "hidden" not in item]
    assert shown
    assert all(set(item) == SHOWN for item in shown)
    assert all(set(item) == {"period", "unit", "theme", "hidden"} for item in items if "hidden" in item)


def test_the_cell_of_the_company_is_shown_in_rounded_forms(frozen, lena, company, rest_of):
    (cell,) = items_of(rest_of(lena), f"&unit={company.pk}&theme={THEME}")

    assert cell["people_band"] == "~50"
    assert cell["certainty"] == "good"
    assert cell["pressure"] == 5
    assert cell["persistence"] == "1 of 4"
    assert cell["rank"] == 1
    assert cell["theme"]["name"] == "Arbeidstid og skift"
    assert cell["direction"] is None


def test_a_theme_that_nobody_named_looks_like_one_that_four_named(frozen, lena, company, rest_of):
    few, none = THEMES[0], THEMES[1]
    PainPoint.objects.filter(unit=company, theme=few).update(authors=4, score=9.0, is_released=False)
    PainPoint.objects.filter(unit=company, theme=none).delete()

    cells = {item["theme"]["key"]: item for item in items_of(rest_of(lena), f"&unit={company.pk}")}

    for cell in (cells[few], cells[none]):
        cell.pop("theme")
    assert cells[few] == cells[none]


def test_a_unit_in_which_nobody_wrote_stands_there_like_the_others(frozen, lena, company, rest_of):
    silent = OrgUnit.objects.create(name="Arkivet", parent=company)

    items = items_of(rest_of(lena), f"&unit={silent.pk}")

    assert len(items) == len(THEMES)
    assert all(item["hidden"] for item in items)


def test_hidden_cells_stand_in_an_order_that_tells_nothing(frozen, lena, company, rest_of):
    themes = [item["theme"]["key"] for item in items_of(rest_of(lena), f"&unit={company.pk}")]

    assert themes == sorted(THEMES)


def test_one_cell_is_read_by_its_id_and_a_hidden_one_is_not_there(frozen, lena, company, rest_of):
    (listed,) = items_of(rest_of(lena), f"&unit={company.pk}&theme={THEME}")
    hidden = PainPoint.objects.filter(is_released=False).first()

    assert rest_of(lena).get(f"/pain-points/{listed['id']}").json() == listed
    assert rest_of(lena).get(f"/pain-points/{hidden.pk}").status_code == 404
    assert rest_of(lena).get("/pain-points/99999999999999999999").status_code == 404


def test_a_cell_is_not_there_for_those_who_may_not_look(frozen, alice, berit, units, rest_of):
    cell = PainPoint.objects.get(unit=units[0], theme=THEME)
    own = OrgUnit.objects.create(name="Kaia", parent=units[0])
    deep = PainPoint.objects.get(pk=cell.pk)
    deep.pk, deep.unit = None, own
    deep.save()

    assert rest_of(alice).get(f"/pain-points/{cell.pk}").status_code == 404
    assert rest_of(berit).get(f"/pain-points/{cell.pk}").status_code == 200
    assert rest_of(berit).get(f"/pain-points/{deep.pk}").status_code == 404


def test_cells_of_a_period_that_is_not_out_are_not_there(frozen, lena, company, rest_of):
    cell = PainPoint.objects.get(unit=company, theme=THEME)
    cell.pk, cell.period = None, "2026-W47"
    cell.save()

    assert {item["period"] for item in items_of(rest_of(lena))} == {PERIOD}
    assert rest_of(lena).get(f"/pain-points/{cell.pk}").status_code == 404


def test_an_analyst_reads_the_cells_of_the_company_and_no_letters(frozen, make_person, company, rest_of):
    analyst = make_person("anna", roles=[Role.ANALYST])

    assert {item["unit"]["name"] for item in items_of(rest_of(analyst))} == {company.name}
    assert rest_of(analyst).get("/letters").status_code == 403


def test_pages_walk_through_all_cells_once_forwards_and_back(frozen, lena, rest_of):
    rest, cursor, pages = rest_of(lena), "", []

    while cursor is not None:
        pages.append(rest.get(f"/pain-points?limit=9{cursor and '&cursor=' + cursor}").json())
        cursor = pages[-1]["next"]
    cells = [(item["unit"]["id"], item["theme"]["key"]) for page in pages for item in page["items"]]

    assert len(cells) == len(set(cells)) == 3 * len(THEMES)
    before = rest.get(f"/pain-points?limit=9&cursor={pages[2]['previous']}").json()
    assert before["items"] == pages[1]["items"]


def test_a_foreign_cursor_is_refused(frozen, lena, rest_of):
    cursor = rest_of(lena).get("/pain-points?limit=9").json()["next"]

    assert rest_of(lena).get(f"/pain-points?limit=9&theme=pay&cursor={cursor}").status_code == 400
    assert rest_of(lena).get(f"/pain-points?limit=9&cursor={cursor}x").status_code == 400


@pytest.mark.parametrize("question", ["period=2026-W99", "period=x", "theme=weather", "unit=x", "limit=0", "foo=1"])
def test_what_is_asked_wrongly_is_said(question, frozen, lena, rest_of):
    assert rest_of(lena).get(f"/pain-points?{question}").status_code == 422


def test_a_unit_that_is_not_the_viewers_is_not_there(frozen, lena, rest_of):
    assert rest_of(lena).get("/pain-points?unit=999999").status_code == 404


@pytest.mark.parametrize("limit", [1, 100])
def test_a_list_costs_the_same_for_any_length(limit, frozen, lena, rest_of, django_assert_num_queries):
    rest = rest_of(lena)

    # Token, whether a leader; units led, tree (for letters and for cells), units with letters; periods, cells,
    # cells before, answers.
    with django_assert_num_queries(9):
        assert len(rest.get(f"/pain-points?limit={limit}").json()["items"]) == min(limit, 3 * len(THEMES))


def test_the_table_holds_the_cells_of_the_list(frozen, lena, company, rest_of):
    response = rest_of(lena).get("/pain-points.csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ",".join(rows[0]) == "period,unit,theme,hidden,pressure,people_band,persistence,certainty,direction"
    assert len(rows) == 3 * len(THEMES)
    (shown,) = [row for row in rows if row["unit"] == company.name and row["theme"] == THEME]
    assert [*shown.values()][3:] == ["false", "5", "~50", "1 of 4", "good", ""]
    hidden = [row for row in rows if row["hidden"] == "true"]
    assert {tuple(row.values())[4:] for row in hidden} == {("", "", "", "", "")}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_unit_is_taken_for_a_formula(name, frozen, lena, units, rest_of):
    units[0].name = name
    units[0].save()

    rows = list(csv.DictReader(io.StringIO(rest_of(lena).get("/pain-points.csv").content.decode())))

    assert f"'{name}" in {row["unit"] for row in rows}


def test_the_table_can_be_asked_for_a_part_and_is_not_sent_twice(frozen, lena, company, rest_of):
    first = rest_of(lena).get(f"/pain-points.csv?unit={company.pk}&theme={THEME}")

    assert first.content.decode().count("\r\n") == 2
    again = rest_of(lena).get(f"/pain-points.csv?unit={company.pk}&theme={THEME}", if_none_match=first["ETag"])
    assert again.status_code == 304
    assert rest_of(lena).get("/pain-points.csv?limit=3").status_code == 422
