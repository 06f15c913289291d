import datetime as dt
import re

import pytest
from django.utils import timezone

from analytics.actions.acts import name_delegate
from analytics.models import Delegate, GuideReading, Letter, PainPoint, PainPointAnswer
from analytics.scoring.letter import canonical_json, compose_letter
from ideas.actions.ideas import propose_idea
from microblog.models import Post
from tests.analytics.conftest import PERIOD
from tests.analytics.scoring.test_letter import make_idea, make_inputs
from tests.analytics.web.conftest import DRAMMEN

ADDRESS = f"/letters/{PERIOD}/"
TEXT = "Jeg har lest det dere skriver. Vi ser på vaktene. Dere får svar fredag 27. november."


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def cell(frozen, units) -> PainPoint:
    return PainPoint.objects.get(period=PERIOD, unit=units[0], theme="working_hours_shifts")


@pytest.fixture
def with_idea(cell, alice, everybody) -> Letter:
    """Drammen's letter, which asks to thank for an idea of alice's."""
    idea = propose_idea(
        author=alice,
        title="Felles byttetavle",
        problem="Vi bytter på SMS.",
        proposal="Én tavle.",
        community=everybody,
        now=timezone.now(),
    )
    letter = Letter.objects.get(unit=cell.unit)
    chosen = make_idea(id=str(idea.pk), post_id=str(idea.post_id), title=idea.title, author="Alice", status="open")
    pains = [{**make_inputs()["pains"][0], "id": str(cell.pk), "theme": cell.theme}]
    unit = {"id": str(cell.unit_id), "name": cell.unit.name, "is_company": False}
    inputs = {**make_inputs(ideas=[chosen], pains=pains), "period": PERIOD, "unit": unit, "waiting": []}
    letter.content = canonical_json(compose_letter(inputs)).decode()
    letter.save()
    return letter


def test_all_three_acts_are_done_within_twelve_interactions(with_idea, cell, dina, browser_of):
    browser, steps = browser_of(dina), []

    def press(address, data=None):
        steps.append(address)
        return browser.get(address) if data is None else browser.post(address, data, follow=True)

    page = text_of(press(ADDRESS))
    thank, answer, decide = re.findall(r'<a class="btn(?: primary)?" href="([^"]+)">', page)[:3]
    press(thank)
    steps.append("write")
    press(thank, {"text": "Takk, Alice. Dette sparer folk for kvelder."})
    press(answer)
    steps += ["stance", "write"]
    page = text_of(press(answer, {"stance": "acting", "text": TEXT}))
    assert "Svaret er lagt ut." in page
    assert press(decide).status_code == 200
    # To give the decision takes its three fields and the button, on the idea's own page.
    assert len(steps) + 3 <= 12

    page = text_of(browser.get(ADDRESS))
    assert "Takket" in page
    assert "av Dina" in page.split("Takket")[1]
    assert "Besvart" in page
    assert Post.objects.filter(author=dina).count() == 2


def test_a_draft_is_looked_through_and_not_published(cell, dina, browser_of):
    page = text_of(
        browser_of(dina).post(
            f"/pain-points/{cell.pk}/answer/", {"stance": "seen", "text": "Jeg har sett det.", "wish": "check"}
        )
    )

    assert "Sier hva du har hørt" in page
    assert "Mangler: en dato" in page
    assert "Jeg har sett det.</textarea>" in page
    assert not PainPointAnswer.objects.exists()


def test_what_is_missing_never_blocks(cell, dina, browser_of):
    browser_of(dina).post(f"/pain-points/{cell.pk}/answer/", {"stance": "seen", "text": "Hei."})

    assert PainPointAnswer.objects.get().post.text.endswith("Hei.")


@pytest.mark.parametrize(
    "fields",
    [{}, {"stance": "seen", "text": " "}, {"stance": "never", "text": TEXT}, {"stance": "seen", "text": "a\0b"}],
)
def test_an_answer_without_words_or_of_no_kind_is_refused(fields, cell, dina, browser_of):
    assert browser_of(dina).post(f"/pain-points/{cell.pk}/answer/", fields).status_code == 422
    assert not PainPointAnswer.objects.exists()


def test_a_second_answer_meets_the_first(cell, dina, browser_of):
    browser, address = browser_of(dina), f"/pain-points/{cell.pk}/answer/"
    browser.post(address, {"stance": "seen", "text": TEXT})

    assert browser.post(address, {"stance": "seen", "text": TEXT}).status_code == 409
    assert "Temaet er besvart." in text_of(browser.get(address))


def test_a_theme_is_answered_by_those_who_lead_the_unit_alone(cell, berit, alice, browser_of):
    page, answer = f"/pain-points/{cell.pk}/", f"/pain-points/{cell.pk}/answer/"

    # Berit reads the company's letter and what it shows of its parts.
    assert [browser_of(berit).get(address).status_code for address in (page, answer)] == [200, 403]
    assert answer not in text_of(browser_of(berit).get(page))
    assert [browser_of(alice).get(address).status_code for address in (page, answer)] == [404, 404]


def test_the_page_of_a_theme_shows_bands_arithmetic_answer_and_state(cell, dina, browser_of):
    browser = browser_of(dina)
    before = text_of(browser.get(f"/pain-points/{cell.pk}/"))
    browser.post(f"/pain-points/{cell.pk}/answer/", {"stance": "acting", "text": TEXT})
    after = text_of(browser.get(f"/pain-points/{cell.pk}/"))

    assert "rundt 35 personer" in before
    assert str(DRAMMEN) not in re.findall(r"(?<!\w)\d+(?!\w)", re.sub("<[^>]+>", " ", before))
    assert "Slik er det regnet ut" in before
    assert "Ingen har svart på dette ennå." in before
    assert "Noe skjer" in after
    assert f"<p>{TEXT}</p>" in after


def test_an_act_is_given_to_a_colleague_and_the_letter_says_so(cell, dina, alice, browser_of):
    browser, address = browser_of(dina), f"{ADDRESS}acts/answer/handover/"

    assert browser.get(address).status_code == 200
    browser.post(address, {"person": "alice"})

    assert "Gitt til Alice" in text_of(browser.get(ADDRESS))


@pytest.mark.parametrize("person", ["", "nobody", "dina", "Dina", "\0"])
def test_an_act_is_given_to_nobody_else(person, cell, dina, browser_of):
    assert browser_of(dina).post(f"{ADDRESS}acts/answer/handover/", {"person": person}).status_code == 422


@pytest.mark.parametrize("address", ["acts/dance/handover/", "acts/decide/handover/", "thanks/"])
def test_an_act_that_the_letter_does_not_have_is_not_there(address, cell, dina, browser_of):
    assert browser_of(dina).get(ADDRESS + address).status_code == 404


def test_a_delegate_reads_until_the_right_has_ended_and_then_learns_nothing(frozen, dina, alice, units, browser_of):
    leader, delegate = browser_of(dina), browser_of(alice)
    until = timezone.localdate().isoformat()
    assert leader.post("/letters/delegates/", {"person": "Alice", "until": until}).status_code == 303
    assert units[0].name in text_of(delegate.get(ADDRESS))

    Delegate.objects.update(until=timezone.localdate() - dt.timedelta(days=1))

    refused = [delegate.get(f"/letters/{period}/?unit={units[0].pk}") for period in (PERIOD, "2026-W45")]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert units[0].name not in text_of(refused[0])
    assert "Til og med" not in text_of(leader.get("/letters/delegates/")).split('<form class="card')[0]


def test_a_leader_takes_a_right_back(frozen, dina, alice, browser_of):
    name_delegate(leader=dina, person=alice, until=timezone.localdate())

    browser_of(dina).post("/letters/delegates/alice/end/")

    assert browser_of(alice).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("person", "until"), [("alice", "2020-01-01"), ("alice", "soon"), ("alice", ""), ("dina", "2099-01-01")]
)
def test_a_delegate_needs_a_day_to_come_and_is_another(person, until, dina, alice, browser_of):
    answer = browser_of(dina).post("/letters/delegates/", {"person": person, "until": until})

    assert answer.status_code == 422
    assert not Delegate.objects.exists()


def test_an_employee_names_no_delegates(alice, browser_of):
    assert browser_of(alice).get("/letters/delegates/").status_code == 403


def test_the_guide_opens_the_real_thing_and_is_offered_once(cell, dina, browser_of):
    browser = browser_of(dina)
    assert "Ny her?" in text_of(browser.get("/letters/"))

    page = text_of(browser.get("/guide/"))
    browser.post("/guide/", {"wish": "done"})

    assert f'href="/pain-points/{cell.pk}/answer/"' in page
    assert GuideReading.objects.get().user == dina
    assert "Ny her?" not in text_of(browser.get("/letters/"))
    assert 'href="/guide/"' in text_of(browser.get("/letters/"))


def test_the_guide_looks_a_draft_through_and_keeps_nothing(dina, browser_of):
    page = text_of(browser_of(dina).post("/guide/", {"wish": "check", "text": "Jeg har sett det."}))

    assert "Sier hva du har hørt" in page
    assert not Post.objects.exists()


def test_the_guide_is_for_leaders_and_the_method_for_everybody(alice, browser_of):
    browser = browser_of(alice)

    assert browser.get("/guide/").status_code == 403
    assert browser.get("/method/").status_code == 200
    assert 'href="/guide/"' not in text_of(browser.get("/method/"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_method_sheet_shows_the_thresholds_in_force(language, alice, browser_of):
    alice.language = language
    alice.save()

    words = " ".join(re.sub("<[^>]+>", " ", text_of(browser_of(alice).get("/method/"))).split())

    for number in (5, 10, 15, 50):
        assert f" {number} person" in words or f" {number} people" in words
    assert "2400" in words.replace("\xa0", "").replace(",", "")
