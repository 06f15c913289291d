import datetime as dt

import pytest
from django.utils import timezone

from analytics.models import Delegate
from ideas.models import StatusChange
from tests.microblog.api.rest import errors

REASON = "Vi har ikke råd til dette i år."


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_a_leader_answers_moves_and_promises_and_the_owner_finishes(rest_of, lena, bob, idea, company):
    rest, path = rest_of(lena), f"/ideas/{idea.pk}"
    promise = {
        "text": "Tavla henger på veggen",
        "owner": str(bob.pk),
        "due_on": in_days(9),
        "pain_point": {"theme": "pay", "unit": str(company.pk)},
    }

    answered = rest.put(f"{path}/answer", {"text": "Dette gjør vi til våren.", "to": "planned", "promise": promise})
    started = rest.post(f"{path}/moves", {"to": "started", "reason": "Da er vi i gang."})
    key = answered.json()["promise"]["id"]
    finished = rest_of(bob).patch(f"/promises/{key}", {"state": "done"})
    again = rest_of(bob).patch(f"/promises/{key}", {"state": "done"})

    assert answered.status_code == 200
    assert answered.json()["answer"]["actor"]["name"] == "Lena"
    assert answered.json()["promise"]["state"] == "open"
    assert (started.status_code, started.json()["status"]) == (201, "started")
    assert set(finished.json()) == {*("id", "text", "owner", "due_on", "state", "done_on", "watch_until", "pain_point")}
    assert (finished.json()["state"], finished.json()["watch_until"]) == ("watching", in_days(42))
    assert again.status_code == 409
    assert [item["id"] for item in rest.items(f"{path}/promises")] == [key]
    assert [item["to"] for item in rest.items(f"{path}/moves")] == ["planned", "started"]


def test_a_move_that_is_not_allowed_names_those_that_are(rest_of, bob, lena, idea):
    leaders = rest_of(lena).post(f"/ideas/{idea.pk}/moves", {"to": "verified", "reason": REASON})
    others = rest_of(bob).post(f"/ideas/{idea.pk}/moves", {"to": "planned", "reason": REASON})

    assert (leaders.status_code, leaders.json()["allowed"]) == (409, ["under_review", "planned", "declined"])
    assert (others.status_code, others.json()["allowed"]) == (409, [])


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"reason_kind": "cost"}, {"reason": "too_short"}),
        ({"reason": REASON}, {"reason_kind": "required"}),
        ({"reason": REASON, "reason_kind": "cost", "revisit_on": "2020-01-01"}, {"revisit_on": "past"}),
        ({"reason": REASON, "reason_kind": "boring"}, {"reason_kind": "invalid_choice"}),
    ],
)
def test_a_decline_that_cannot_be_taken_is_named(rest_of, lena, idea, sent, expected):
    assert errors(rest_of(lena).post(f"/ideas/{idea.pk}/moves", {"to": "declined", **sent})) == expected
    assert not StatusChange.objects.exists()


def test_the_second_of_two_leaders_gets_the_present_state(rest_of, lena, idea):
    rest, path = rest_of(lena), f"/ideas/{idea.pk}"
    tag = rest.get(path)["ETag"]
    rest.put(f"{path}/answer", {"text": "Dette gjør vi til våren.", "to": "planned"})

    answer = rest.put(f"{path}/answer", {"text": "Dette gjør vi ikke nå."}, if_match=tag)
    move = rest.post(f"{path}/moves", {"to": "started", "reason": REASON}, if_match=tag)

    assert (answer.status_code, answer.json()["current"]["status"]) == (412, "planned")
    assert (move.status_code, move.json()["current"]["status"]) == (412, "planned")


def test_the_wall_is_the_log_of_closing_moves(rest_of, lena, alice, community, make_idea, company):
    rest = rest_of(lena)
    first, second = make_idea(alice, community, "Den første", units=[company]), make_idea(alice, community, "Nummer to")
    for to in ("planned", "started", "completed"):
        rest.post(f"/ideas/{first.pk}/moves", {"to": to, "reason": REASON})
    rest.post(f"/ideas/{second.pk}/moves", {"to": "declined", "reason": REASON, "reason_kind": "rules"})

    lines = rest.items("/said-and-done")

    assert [(line["idea"]["title"], line["to"]) for line in lines] == [
        ("Nummer to", "declined"), ("Den første", "completed"),
    ]  # fmt: skip
    assert [line["idea"]["title"] for line in rest.items(f"/said-and-done?unit={company.pk}")] == ["Den første"]


def test_the_assignee_is_named_and_let_go(rest_of, lena, bob, idea):
    rest, path = rest_of(lena), f"/ideas/{idea.pk}"

    named = rest.put(f"{path}/assignee", {"person": str(bob.pk)})
    idea.refresh_from_db()
    assignee = idea.assignee

    assert (named.status_code, assignee) == (200, bob)
    assert rest_of(bob).put(f"{path}/assignee", {"person": str(bob.pk)}).status_code == 403
    assert rest.delete(f"{path}/assignee").status_code == 204


def test_a_delegate_decides_for_the_leader_and_it_shows(rest_of, lena, bob, idea):
    Delegate.objects.create(leader=lena, person=bob, until=timezone.localdate())

    answered = rest_of(bob).put(f"/ideas/{idea.pk}/answer", {"text": "Dette gjør vi til våren.", "to": "planned"})
    Delegate.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    late = rest_of(bob).put(f"/ideas/{idea.pk}/answer", {"text": "Dette gjør vi likevel ikke."})

    assert answered.json()["answer"]["actor"]["name"] == "Bob"
    assert answered.json()["answer"]["on_behalf_of"] == {"id": str(lena.pk), "name": "Lena"}
    assert answered.json()["moves"][0]["on_behalf_of"]["name"] == "Lena"
    assert late.status_code == 403


def test_a_leader_speaks_for_nobody_else(rest_of, lena, idea):
    answered = rest_of(lena).put(f"/ideas/{idea.pk}/answer", {"text": "Dette gjør vi til våren.", "to": "planned"})

    assert answered.json()["answer"]["on_behalf_of"] is None
    assert answered.json()["moves"][0]["on_behalf_of"] is None


def test_a_promise_is_meant_for_a_pain_that_is_counted(rest_of, lena, bob, idea, company):
    promise = {"text": "Tavla henger", "owner": str(bob.pk), "due_on": in_days(9)}
    pain = {"theme": "boredom", "unit": str(company.pk)}

    refused = rest_of(lena).post(f"/ideas/{idea.pk}/promises", {**promise, "pain_point": pain})

    assert errors(refused) == {"pain_point": "unknown_theme"}
