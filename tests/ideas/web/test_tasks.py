import pytest

from ideas.models import Idea, Task


@pytest.fixture
def planned(alice, make_idea) -> Idea:
    idea = make_idea(alice)
    Idea.objects.filter(pk=idea.pk).update(status="planned")
    return idea


def text_of(response) -> str:
    return response.content.decode()


def test_work_is_shared_without_a_script(alice, bob, lena, planned, browser_of):
    planner, helper, address = browser_of(alice), browser_of(bob), f"/ideas/{planned.pk}/tasks/"
    planner.post(address, {"title": "Bestille tavla", "half_hours": "2,5"})
    task = Task.objects.get()

    helper.post(f"/tasks/{task.pk}/offer/", {"half_hours": "3"})
    proposed = text_of(helper.get(address))
    helper.post(f"/ideas/{planned.pk}/spread/acceptance/")
    accepted = text_of(planner.get(address))
    helper.post(f"/tasks/{task.pk}/", {"wish": "1"})
    page = text_of(browser_of(lena).get(f"/ideas/{planned.pk}/"))

    assert task.half_hours == 5
    assert "Ja til min del" in proposed
    assert "har sagt ja" in accepted
    assert "1 av 1 oppgave er gjort" in page
    assert "Er idéen gjennomført?" in page
    assert "Er idéen gjennomført?" not in text_of(helper.get(f"/ideas/{planned.pk}/"))


@pytest.mark.parametrize("hours", ["-3", "400", "mange", "0,3"])
def test_an_offer_that_cannot_be_taken_is_explained(alice, bob, planned, browser_of, hours):
    browser_of(alice).post(f"/ideas/{planned.pk}/tasks/", {"title": "Bestille tavla", "half_hours": "2"})

    refused = browser_of(bob).post(f"/tasks/{Task.objects.get().pk}/offer/", {"half_hours": hours})

    assert refused.status_code == 422
    assert 'role="alert"' in text_of(refused)


def test_a_task_that_cannot_be_taken_keeps_what_was_written(alice, planned, browser_of):
    refused = browser_of(alice).post(f"/ideas/{planned.pk}/tasks/", {"title": "Bestille tavla", "half_hours": "900"})

    assert refused.status_code == 422
    assert "Bestille tavla" in text_of(refused)
