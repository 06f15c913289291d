import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.actions.culture import count_culture, count_due_cultures, released, summed_up
from analytics.actions.letters import DisclosureRefused, NotOver, freeze_letters
from analytics.disclosure.auditor import Finding
from analytics.disclosure.release import OrgTree
from analytics.models import CultureFigure, CultureFlow
from analytics.queries.culture import culture_of, row_of
from analytics.scoring import periods
from microblog.models import AnonymousCount, OrgUnit, Post, Praise, Praised, PraiseValue, User, key_at
from tests.analytics.conftest import CALM, PERIOD

START, END = periods.bounds(PERIOD)
Measure = CultureFigure.Measure


@pytest.fixture
def counted(frozen) -> None:
    count_culture(PERIOD)


def text_of(response) -> str:
    return unescape(response.content.decode())


def write(author, community, hours: float, *, kind="update", parent=None) -> Post:
    when = START + dt.timedelta(hours=hours)
    return Post.objects.create(
        id=key_at(when, Post.objects.count()),
        author=author,
        community=community,
        kind=kind,
        text="Hei",
        published_at=when,
        parent=parent,
        root=parent and (parent.root or parent),
    )


def test_mood_participation_and_loudest_are_shown_in_steps(counted, lena, company):
    row = culture_of(viewer=lena).own

    assert row["participation"] == 70  # 68 of 100 who are counted
    assert row["mood"].zone == "heavy"  # 48 complain, 20 say thanks
    assert row["loudest_share"] == 10
    assert row["mood_before"] is None


def test_words_without_a_name_join_the_mood_and_not_the_loudest(frozen, lena, company, units):
    for n in range(20):
        AnonymousCount.objects.create(
            period=PERIOD, unit=units[0], theme="mood", token=f"t{n}", is_negative=False, tone=1
        )
    count_culture(PERIOD)

    figure = CultureFigure.objects.get(unit=company, measure=Measure.VOICES)

    assert (figure.people, figure.figures["positive"], figure.figures["negative"]) == (88, 40, 48)
    assert figure.figures["loudest"] == 10


def test_a_hidden_unit_tells_nothing(counted, lena, units):
    CultureFigure.objects.filter(unit=units[1]).update(is_released=False)

    row = culture_of(viewer=lena).rows[units[1].pk]

    assert not any(row[name] for name in ("participation", "mood", "loudest_share", "replies_across", "is_under_heard"))
    assert set(row["answers"].values()) == {None}


def test_units_where_half_as_many_took_part_are_under_heard():
    def voices(people: int, headcount: int) -> dict:
        figures = {"positive": 0, "negative": 0, "loudest": None}
        return {"voices": CultureFigure(measure="voices", people=people, headcount=headcount, figures=figures)}

    assert row_of(voices(20, 100), {}, 40)["is_under_heard"]
    assert not row_of(voices(30, 100), {}, 40)["is_under_heard"]
    assert not row_of({}, {}, 40)["is_under_heard"]


def test_the_figures_are_the_same_on_page_in_rest_and_csv(counted, lena, company, browser_of, rest_of):
    page = text_of(browser_of(lena).get(f"/culture/?period={PERIOD}"))
    data = rest_of(lena).get(f"/culture?period={PERIOD}").json()
    (row, *parts) = csv.DictReader(io.StringIO(text_of(browser_of(lena).get(f"/rest/v1/culture.csv?period={PERIOD}"))))

    assert data["participation"] == int(row["participation"]) == 70
    assert "omtrent 70 av 100" in page
    mood = data["mood"]
    assert (mood["value"], mood["low"], mood["high"]) == tuple(
        float(row[name]) for name in ("mood", "mood_low", "mood_high")
    )
    said = f"{mood['value']} ({mood['low']} til {mood['high']})".replace(".", ",").replace("-", "−")
    assert re.search(rf"<desc[^>]*>Uke 46 {re.escape(said)}</desc>", page)
    assert f'<td class="num">{said}</td>' in page
    assert [part["unit"]["name"] for part in data["parts"]] == [part["unit"] for part in parts]


def test_the_page_never_shows_an_exact_number_of_people(counted, lena, browser_of):
    page = text_of(browser_of(lena).get("/culture/")).split('<div class="explorer">')[1].split("</main>")[0]

    assert not re.search(
        r"(?<![\d,.\-_=\"])(68|48|37|11|31)(?![\d,.])", re.sub(r"<svg.*?</svg>|<[^>]*>", "", page, flags=re.S)
    )


def test_how_long_people_waited_is_counted_per_person_and_with_the_leader_apart(
    frozen, lena, dina, staff, units, everybody
):
    askers = staff[units[0].pk][50:56]
    for asker in askers:
        question = write(asker, everybody, 10, kind="question")
        write(staff[units[0].pk][0], everybody, 10.5, parent=question)
        write(dina, everybody, 40, parent=question)
    count_culture(PERIOD)

    answers = culture_of(viewer=lena, unit=units[0].pk).own["answers"]

    assert answers == {"question": None, "pain": None, "idea": None}
    # Six of the company's all stand in Drammen: one cell alone would tell of itself.
    figure = CultureFigure.objects.get(unit=units[0], measure=Measure.QUESTION)
    assert figure.people == 6
    assert figure.figures == {"first": "hour", "leader": "days"}


def test_closed_communities_add_nothing(frozen, staff, units, closed_community):
    for asker in staff[units[0].pk][:20]:
        write(asker, closed_community, 10, kind="question")
    count_culture(PERIOD)

    assert not CultureFigure.objects.filter(measure=Measure.QUESTION).exists()


def test_bridges_and_praise_are_told_between_parts_in_bands_and_few_are_not(
    frozen, lena, company, staff, units, everybody, browser_of
):
    drammen, bergen = staff[units[0].pk], staff[units[1].pk]
    root = write(bergen[0], everybody, 5)
    for person in drammen[:12]:
        write(person, everybody, 6, parent=root)
    for person in bergen[1:5]:
        write(person, everybody, 6, parent=write(drammen[0], everybody, 5.5))
    value = PraiseValue.objects.create(key="raust", nb="Raust", nn="Raust", en="Generous")
    for person in drammen[:7]:
        praise(write(person, everybody, 7, kind="praise"), bergen[3], value)
    count_culture(PERIOD)

    flows = culture_of(viewer=lena).flows
    page = text_of(browser_of(lena).get("/culture/"))

    assert [(row["giver"], row["receiver"], row["band"].text) for row in flows["reply"]] == [
        (units[0], units[1], "10–19")
    ]
    assert [(row["giver"], row["receiver"], row["band"].text) for row in flows["praise"]] == [
        (units[0], units[1], "5–9")
    ]
    assert CultureFlow.objects.filter(people=4).exists()
    assert "På tvers går det mest fra Terminal Drammen til Terminal Bergen." in page
    assert "Terminal Drammen til Terminal Bergen 10–19" in page


def praise(post: Post, person: User, value: PraiseValue) -> None:
    Praised.objects.create(post=post, person=person)
    Praise.objects.create(post=post, value=value)


def test_praise_by_value_is_told_in_bands_and_of_few_not_at_all(
    frozen, lena, staff, units, everybody, browser_of, rest_of
):
    drammen = staff[units[0].pk]
    for key, people in (("raust", 6), ("modig", 4)):
        value = PraiseValue.objects.create(key=key, nb=key.capitalize(), nn=key, en=key)
        for person in drammen[:people]:
            praise(write(person, everybody, 7, kind="praise"), drammen[9], value)
    count_culture(PERIOD)

    page = text_of(browser_of(lena).get("/culture/"))

    assert rest_of(lena).get("/culture").json()["values"] == [{"value": "raust", "name": "Raust", "people_band": "5–9"}]
    assert "Raust 5–9" in page
    assert "Modig" not in page


def test_only_the_company_shows_what_goes_between_its_parts(counted, dina, units):
    assert culture_of(viewer=dina, unit=units[0].pk).flows == {}


def test_leaders_are_counted_nowhere(frozen, dina, everybody, units, staff, say):
    write(dina, everybody, 10, kind="question")
    count_culture(PERIOD)

    assert not CultureFigure.objects.filter(measure=Measure.QUESTION).exists()


def test_a_period_is_counted_once_and_only_when_it_is_closed(frozen):
    assert count_due_cultures() == [PERIOD]
    kept = list(CultureFigure.objects.values_list("pk", flat=True))

    assert count_due_cultures() == []
    count_culture(PERIOD)

    assert list(CultureFigure.objects.values_list("pk", flat=True)) == kept
    with pytest.raises(NotOver):
        count_culture("2026-W47")


def test_nothing_is_kept_when_the_auditor_objects(frozen, monkeypatch):
    monkeypatch.setattr("analytics.actions.culture.audit", lambda *_: [Finding("range", "voices", 1)])

    with pytest.raises(DisclosureRefused):
        count_culture(PERIOD)

    assert not CultureFigure.objects.exists()


@pytest.mark.parametrize("wrong", ["?unit=x", "?period=2026-W45", "?period=nonsense"])
def test_what_is_not_there_is_not_found(wrong, counted, lena, browser_of):
    assert browser_of(lena).get(f"/culture/{wrong}").status_code == 404


def test_who_leads_nothing_does_not_read_it(counted, alice, browser_of, rest_of):
    assert browser_of(alice).get("/culture/").status_code == 403
    assert rest_of(alice).get("/culture").status_code == 403
    assert rest_of(alice).get("/culture.csv").status_code == 403


def test_a_leader_does_not_see_a_unit_elsewhere(counted, berit, units, make_person, rest_of):
    below = OrgUnit.objects.create(name="Natt", parent=units[0])

    assert rest_of(berit).get(f"/culture?unit={below.pk}").status_code == 404
    assert rest_of(berit).get("/culture?period=nonsense").status_code == 422


def test_before_anything_is_counted_the_page_says_when_it_comes(frozen, lena, browser_of, rest_of):
    assert "Ikke noe å vise ennå" in text_of(browser_of(lena).get("/culture/"))
    assert rest_of(lena).get("/culture").json()["period"] is None


def test_too_few_voices_give_no_mood(units, staff, say, lena, company, browser_of):
    say(staff[units[0].pk][:9], CALM)
    freeze_letters(period=PERIOD, now=END + dt.timedelta(hours=6))
    count_culture(PERIOD)

    page = text_of(browser_of(lena).get("/culture/"))

    assert "For få skrev til at vi kan si noe om stemningen." in page


@st.composite
def companies(draw) -> tuple[OrgTree, dict[int, dict[int, bool]]]:
    """A company of two levels below the top, with who spoke in each unit."""
    parents = {1: None}
    for part in range(2, 2 + draw(st.integers(1, 4))):
        parents[part] = 1
        for below in range(draw(st.integers(0, 3))):
            parents[10 * part + below] = part
    own = {unit: draw(st.integers(0, 40)) for unit in parents}
    sizes = dict(own)
    for unit in sorted(parents, reverse=True):
        if parents[unit]:
            sizes[parents[unit]] += sizes[unit]
    spoke = {unit: {1000 * unit + n: True for n in range(draw(st.integers(0, own[unit])))} for unit in parents}
    return OrgTree(parents, sizes), spoke


@settings(max_examples=60)
@given(companies())
def test_no_measure_lets_anybody_subtract_below_five(company):
    tree, spoke = company
    people = {unit: len(found) for unit, found in summed_up(spoke, tree).items()}

    # The auditor refuses what could be computed back, so nothing raised is the proof.
    shown = released(tree, people, "voices")

    for unit in shown:
        rest = people[unit] - sum(people[child] for child in tree.children[unit] if child in shown)
        assert rest == 0 or rest >= 5
        assert people[unit] >= 5
