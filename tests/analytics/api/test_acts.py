import datetime as dt

import pytest
from django.utils import timezone

from analytics.models import Delegate, PainPoint
from tests.analytics.conftest import PERIOD

TEXT = "Jeg har lest det dere skriver. Vi ser på vaktene. Dere får svar fredag 27. november."


@pytest.fixture
def cell(frozen, units) -> PainPoint:
    return PainPoint.objects.get(period=PERIOD, unit=units[0], theme="working_hours_shifts")


def test_a_leader_answers_a_theme_and_the_pain_point_shows_it(cell, dina, rest_of):
    rest, address = rest_of(dina), f"/pain-points/{cell.pk}"
    assert rest.get(f"{address}/answer").status_code == 404

    answer = rest.put(f"{address}/answer", {"text": TEXT, "stance": "acting"})

    assert answer.status_code == 200
    assert set(answer.json()) == {"post", "author", "on_behalf_of", "stance", "text", "answered_at"}
    pain = rest.get(address).json()
    assert pain["answer"] == answer.json() == rest.get(f"{address}/answer").json()
    assert pain["status"] == "acted_on"
    items = rest.get(f"/pain-points?unit={cell.unit_id}&theme={cell.theme}").json()["items"]
    assert items[0]["status"] == "acted_on"


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": TEXT, "stance": "x"}, {"text": TEXT, "foo": 1}])
def test_an_answer_that_cannot_be_taken_is_refused_with_its_field(body, cell, dina, rest_of):
    assert rest_of(dina).put(f"/pain-points/{cell.pk}/answer", body).status_code == 422


def test_who_leads_another_unit_and_a_token_without_writing_answer_nothing(cell, dina, berit, rest_of):
    address = f"/pain-points/{cell.pk}/answer"

    assert rest_of(dina, "read:letters").put(address, {"text": TEXT}).status_code == 403
    assert rest_of(berit).put(address, {"text": TEXT}).status_code == 403


def test_the_acts_of_a_letter_stand_alone(frozen, dina, alice, rest_of):
    acts = rest_of(dina).get(f"/letters/{PERIOD}/acts").json()["items"]

    assert [act["act"] for act in acts] == ["answer"]
    assert set(acts[0]) == {"act", "heading", "sentence", "target", "given_to"}
    assert rest_of(alice).get(f"/letters/{PERIOD}/acts").status_code == 403


def test_a_leader_names_lists_and_ends_a_delegate(frozen, dina, alice, rest_of):
    leader, delegate = rest_of(dina), rest_of(alice)
    until = timezone.localdate() + dt.timedelta(days=7)

    made = leader.put(f"/me/delegates/{alice.pk}", {"until": until.isoformat()})

    assert made.json()["until"] == until.isoformat()
    assert [row["person"]["id"] for row in leader.get("/me/delegates").json()["items"]] == [str(alice.pk)]
    assert delegate.get(f"/letters/{PERIOD}").status_code == 200
    assert leader.delete(f"/me/delegates/{alice.pk}").status_code == 204
    assert delegate.get(f"/letters/{PERIOD}").status_code == 403


def test_a_right_that_ended_yesterday_gets_403_for_every_period(frozen, dina, alice, rest_of):
    Delegate.objects.create(leader=dina, person=alice, until=timezone.localdate() - dt.timedelta(days=1))

    answers = [rest_of(alice).get(f"/letters/{period}") for period in (PERIOD, "2026-W45")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert rest_of(dina).get("/me/delegates").json()["items"] == []


@pytest.mark.parametrize("body", [{}, {"until": "2020-01-01"}, {"until": "x"}, {"until": None}])
def test_a_delegate_without_a_day_to_come_is_refused(body, dina, alice, rest_of):
    assert rest_of(dina).put(f"/me/delegates/{alice.pk}", body).status_code == 422


def test_nobody_delegates_to_themself_or_without_leading(dina, alice, rest_of):
    until = {"until": timezone.localdate().isoformat()}

    assert rest_of(dina).put(f"/me/delegates/{dina.pk}", until).status_code == 422
    assert rest_of(dina).put("/me/delegates/999999", until).status_code == 404
    assert rest_of(alice).put(f"/me/delegates/{dina.pk}", until).status_code == 403


def test_everybody_reads_the_method(alice, rest_of):
    sheet = rest_of(alice, "read").get("/method").json()

    assert sheet["thresholds"] == {
        "people": 5,
        "people_for_text": 10,
        "headcount": 15,
        "headcount_for_quotes": 25,
        "headcount_for_letter": 50,
    }
    assert len(sheet["themes"]) == 14
    assert {row["language"] for row in sheet["accuracy"]["languages"]} == {"nb", "nn", "en"}
