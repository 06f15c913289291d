import pytest

from ideas.models import Idea
from tests.microblog.api.rest import errors


@pytest.fixture
def planned(idea) -> Idea:
    Idea.objects.filter(pk=idea.pk).update(status="planned")
    return idea


def test_work_is_shared_from_the_first_task_to_the_last_tick(rest_of, alice, bob, planned):
    planner, helper = rest_of(alice), rest_of(bob)

    made = planner.post(f"/ideas/{planned.pk}/tasks", {"title": "Bestille tavla", "hours": 2.5})
    key = made.json()["id"]
    offered = helper.put(f"/tasks/{key}/offers", {"hours": 3})
    accepted = helper.put(f"/ideas/{planned.pk}/spread/acceptance", {})
    ticked = helper.patch(f"/tasks/{key}", {"state": "done"})

    assert (made.status_code, made.json()["hours"]) == (201, 2.5)
    assert (offered.json()["offered_hours"], offered.json()["my_offer"]) == (3.0, 3.0)
    assert accepted.json()["is_accepted"] is True
    assert accepted.json()["shares"][0]["tasks"] == [{"task": {"id": key, "title": "Bestille tavla"}, "hours": 2.5}]
    assert ticked.json()["state"] == "done"
    assert helper.get(f"/ideas/{planned.pk}").json()["tasks"] == {"done": 1, "total": 1}
    assert [task["id"] for task in helper.items(f"/ideas/{planned.pk}/tasks")] == [key]
    assert helper.get(f"/tasks/{key}").json()["title"] == "Bestille tavla"
    assert helper.get(f"/ideas/{planned.pk}/spread").json()["is_accepted"] is True


def test_what_cannot_be_offered_is_named(rest_of, alice, bob, planned):
    key = rest_of(alice).post(f"/ideas/{planned.pk}/tasks", {"title": "Bestille tavla", "hours": 2}).json()["id"]
    helper = rest_of(bob)

    assert errors(helper.put(f"/tasks/{key}/offers", {"hours": -3})) == {"hours": "out_of_range"}
    assert errors(helper.put(f"/tasks/{key}/offers", {"hours": 400})) == {"hours": "out_of_range"}
    assert errors(helper.put(f"/tasks/{key}/offers", {"hours": "3"})) == {"hours": "invalid"}
    assert errors(helper.put(f"/tasks/{key}/offers", {"hours": 0.3})) == {"hours": "invalid"}
    assert helper.put(f"/ideas/{planned.pk}/spread/acceptance", {}).status_code == 409


def test_an_offer_and_a_yes_are_taken_back(rest_of, alice, bob, planned):
    key = rest_of(alice).post(f"/ideas/{planned.pk}/tasks", {"title": "Bestille tavla", "hours": 2}).json()["id"]
    helper = rest_of(bob)
    helper.put(f"/tasks/{key}/offers", {"hours": 2})
    helper.put(f"/ideas/{planned.pk}/spread/acceptance", {})

    assert helper.delete(f"/ideas/{planned.pk}/spread/acceptance").status_code == 204
    assert helper.get(f"/ideas/{planned.pk}/spread").json()["is_accepted"] is False
    assert helper.delete(f"/tasks/{key}/offers").status_code == 204
    assert helper.get(f"/ideas/{planned.pk}/spread").json()["shares"] == []


def test_tasks_belong_to_what_will_be_done(rest_of, alice, bob, idea):
    refused = rest_of(alice).post(f"/ideas/{idea.pk}/tasks", {"title": "For tidlig", "hours": 2})

    assert refused.status_code == 409
