"""From a colleague's sigh to what worked, and from a no for now to a yes: through the pages, with a real worker."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from ideas.actions.promises import run_hour
from ideas.models import Idea, Promise, StatusChange, Task
from microblog.actions.posts import publish_post
from microblog.models import Notification
from tests.house import Visitor, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "et langt passord"
WORDS = {"title": "Felles byttetavle", "problem": "Vi ringer rundt kvelden før.", "proposal": "En tavle som alle ser."}


@pytest.fixture
def visit(house):
    def sign_in(person) -> Visitor:
        person.set_password(PASSWORD)
        person.save()
        visitor = Visitor(house)
        visitor.sign_in(person.username, PASSWORD)
        return visitor

    return sign_in


def move(visitor: Visitor, idea: Idea, to: str, **more: str) -> str:
    """Answer an idea through its form, as somebody who has just read it."""
    address = f"/ideas/{idea.pk}/move/"
    seen = re.search(r'name="seen" value="([^"]+)"', visitor.get(address))[1]
    return visitor.post(address, to=to, reason="Dette har jeg tenkt på lenge.", seen=seen, **more)


def status_of(idea: Idea) -> str:
    return Idea.objects.get(pk=idea.pk).status


def is_told(person, idea: Idea) -> bool:
    return Notification.objects.filter(recipient=person, kind="idea", post=idea.post_id).exists()


def test_from_a_colleagues_sigh_to_what_worked(visit, alice, bob, charlie, lena, everybody):
    sigh = publish_post(author=bob, community=everybody, kind="pain", text=WORDS["problem"], now=timezone.now())
    writer, helper, voter, leader = (visit(person) for person in (alice, bob, charlie, lena))

    writer.post(f"/ideas/new/?post={sigh.pk}", community=everybody.slug, **WORDS)
    idea = Idea.objects.get()
    voter.post(f"/ideas/{idea.pk}/vote/", choice="agree")
    move(leader, idea, "planned")
    wait_until(lambda: is_told(charlie, idea), "charlie hears of it")
    assert Notification.objects.filter(recipient=charlie, kind="idea").count() == 1

    writer.post(f"/ideas/{idea.pk}/tasks/", title="Bestille tavla", half_hours="2,5")
    task = Task.objects.get()
    helper.post(f"/tasks/{task.pk}/offer/", half_hours="3")
    helper.post(f"/ideas/{idea.pk}/spread/acceptance/", wish="1")
    move(leader, idea, "started")
    helper.post(f"/tasks/{task.pk}/", wish="1")
    wait_until(lambda: Notification.objects.filter(recipient=lena, kind="work").exists(), "lena hears that all is done")
    assert "Er idéen gjennomført?" in leader.get(f"/ideas/{idea.pk}/")

    today = timezone.localdate().isoformat()
    leader.post(f"/ideas/{idea.pk}/promise/", text="Tavla henger", owner="bob", due_on=today, watch_weeks="6")
    helper.post(f"/promises/{Promise.objects.get().pk}/done/")
    move(leader, idea, "completed")
    run_hour(now=timezone.now() + dt.timedelta(weeks=6))

    page = voter.get(f"/ideas/{idea.pk}/")
    assert status_of(idea) == "verified"
    assert "Det virket" in page
    assert "Bob" in page
    assert [move.after for move in StatusChange.objects.order_by("pk")] == [
        "planned",
        "started",
        "completed",
        "verified",
    ]
    assert "Felles byttetavle" in voter.get("/said-and-done/")


def test_what_was_declined_for_now_comes_back_and_is_planned(visit, alice, bob, lena, everybody):
    writer, voter, leader = (visit(person) for person in (alice, bob, lena))
    writer.post("/ideas/new/", community=everybody.slug, **WORDS)
    idea, day = Idea.objects.get(), timezone.localdate() + dt.timedelta(days=30)
    voter.post(f"/ideas/{idea.pk}/vote/", choice="agree")

    move(leader, idea, "declined", reason_kind="cost", revisit_on=day.isoformat())
    assert "Ikke nå" in voter.get(f"/ideas/{idea.pk}/")
    wait_until(lambda: is_told(bob, idea), "bob hears of the no")
    run_hour(now=timezone.now() + dt.timedelta(days=29))
    assert status_of(idea) == "declined"
    run_hour(now=timezone.now() + dt.timedelta(days=30))
    assert status_of(idea) == "open"
    move(leader, idea, "planned")

    page = voter.get(f"/ideas/{idea.pk}/")
    assert status_of(idea) == "planned"
    assert "Dagen for ny vurdering er kommet." in page
