import datetime as dt
import re

from django.utils import timezone

from analytics.models import Delegate
from ideas.actions.promises import run_hour
from ideas.models import Idea, Promise, StatusChange

ANSWER = "Dette gjør vi til våren."


def text_of(response) -> str:
    return response.content.decode()


def seen_on(page: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_an_idea_from_proposal_to_what_worked(alice, bob, lena, browser_of, make_idea):
    idea, leader, owner = make_idea(alice), browser_of(lena), browser_of(bob)
    address = f"/ideas/{idea.pk}/move/"

    for to in ("planned", "started", "completed"):
        leader.post(address, {"to": to, "reason": ANSWER, "seen": seen_on(text_of(leader.get(address)))})
    leader.post(
        f"/ideas/{idea.pk}/promise/",
        {"text": "Tavla henger", "owner": "bob", "due_on": in_days(0), "watch_weeks": "6"},
    )
    promised = text_of(owner.get(f"/ideas/{idea.pk}/"))
    owner.post(f"/promises/{Promise.objects.get().pk}/done/")
    watched = text_of(owner.get(f"/ideas/{idea.pk}/"))
    run_hour(now=timezone.now() + dt.timedelta(weeks=6))
    kept = text_of(owner.get(f"/ideas/{idea.pk}/"))

    assert "Svar fra Lena" in promised
    assert "Løftet er gjort" in promised
    assert "Gjort, følges" in watched
    assert "Løftet er gjort" not in watched
    assert "Holdt" in kept
    assert Idea.objects.get().status == "verified"


def test_an_overdue_promise_stands_on_the_page(alice, bob, lena, browser_of, make_idea):
    idea = make_idea(alice)
    browser_of(lena).post(
        f"/ideas/{idea.pk}/promise/",
        {"text": "Tavla henger", "owner": "bob", "due_on": in_days(0), "watch_weeks": "6"},
    )
    Promise.objects.update(due_on=timezone.localdate() - dt.timedelta(days=40))

    assert "Over fristen" in text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))


def test_the_second_of_two_leaders_compares_and_may_insist(alice, lena, browser_of, make_idea):
    idea, leader = make_idea(alice), browser_of(lena)
    address = f"/ideas/{idea.pk}/move/"
    seen = seen_on(text_of(leader.get(address)))
    leader.post(address, {"to": "planned", "reason": ANSWER, "seen": seen})

    late = leader.post(address, {"to": "open", "reason": "Jeg vil høre flere først.", "seen": seen})
    insisted = leader.post(
        address, {"to": "under_review", "reason": "Jeg vil høre flere først.", "seen": seen_on(text_of(late))}
    )

    assert late.status_code == 412
    assert ANSWER in text_of(late)
    assert "Jeg vil høre flere først." in text_of(late)
    assert insisted.status_code == 303
    assert Idea.objects.get().status == "under_review"


def test_a_decline_without_its_reason_is_shown_again(alice, lena, browser_of, make_idea):
    idea, leader = make_idea(alice), browser_of(lena)
    address = f"/ideas/{idea.pk}/move/"
    sent = {"to": "declined", "reason": "Det har vi ikke råd til.", "seen": seen_on(text_of(leader.get(address)))}

    refused = leader.post(address, sent)
    past = leader.post(address, {**sent, "reason_kind": "cost", "revisit_on": "2020-01-01"})
    taken = leader.post(address, {**sent, "reason_kind": "cost", "revisit_on": in_days(90)})

    assert (refused.status_code, past.status_code, taken.status_code) == (422, 422, 303)
    assert "Velg en grunn fra listen." in text_of(refused)
    assert "Velg en dag fram i tid." in text_of(past)
    assert Idea.objects.get().status == "declined"


def test_the_author_withdraws_and_a_passer_by_may_not_move(alice, bob, browser_of, make_idea):
    idea = make_idea(alice)
    address = f"/ideas/{idea.pk}/move/"
    author = browser_of(alice)

    withdrawn = author.post(address, {"to": "withdrawn", "reason": "", "seen": seen_on(text_of(author.get(address)))})

    assert browser_of(bob).get(address).status_code == 403
    assert withdrawn.status_code == 303
    assert Idea.objects.get().status == "withdrawn"


def test_the_board_has_a_lane_for_each_state_on_the_way(alice, browser_of, make_idea):
    idea = make_idea(alice, "Den planlagte")
    Idea.objects.filter(pk=idea.pk).update(status="planned")
    for n in range(7):
        make_idea(alice, f"Ny nummer {n}")

    page = text_of(browser_of(alice).get("/ideas/board/"))

    assert page.count('class="lane"') == 5
    assert page.count("Ny nummer") == 5
    assert "Vis alle 7" in page
    assert "Den planlagte" in page


def test_the_wall_shows_the_closing_moves_of_all_units_or_of_one(alice, lena, company, browser_of, make_idea):
    ours, theirs = make_idea(alice, "Vår idé"), make_idea(alice, "Deres idé")
    ours.units.add(company)
    for idea in (ours, theirs):
        StatusChange.objects.create(
            idea=idea, actor=lena, before="started", after="completed", reason="Ferdig i dag.", moved_at=timezone.now()
        )
    StatusChange.objects.create(idea=ours, actor=lena, before="open", after="planned", moved_at=timezone.now())
    browser = browser_of(alice)

    everything = text_of(browser.get("/said-and-done/"))
    of_one = text_of(browser.get(f"/said-and-done/?unit={company.pk}"))

    assert everything.count('class="railitem"') == 2
    assert of_one.count('class="railitem"') == 1
    assert "Vår idé" in of_one


def test_a_promise_names_the_pain_that_it_is_meant_for(alice, bob, lena, company, browser_of, make_idea):
    idea, leader = make_idea(alice), browser_of(lena)
    words = {"text": "Tavla henger", "owner": "bob", "due_on": in_days(3), "watch_weeks": "6"}

    form = text_of(leader.get(f"/ideas/{idea.pk}/promise/"))
    half = leader.post(f"/ideas/{idea.pk}/promise/", {**words, "theme": "pay"})
    whole = leader.post(f"/ideas/{idea.pk}/promise/", {**words, "theme": "pay", "unit": company.pk})

    assert "Lønn" in form
    assert (half.status_code, whole.status_code) == (422, 303)
    assert "Nevn både tema og avdeling." in text_of(half)
    assert (Promise.objects.get().theme, Promise.objects.get().unit) == ("pay", company)


def test_the_page_says_for_whom_a_delegate_answers(alice, bob, lena, browser_of, make_idea):
    idea, delegate = make_idea(alice), browser_of(bob)
    Delegate.objects.create(leader=lena, person=bob, until=timezone.localdate())
    address = f"/ideas/{idea.pk}/move/"

    delegate.post(address, {"to": "planned", "reason": ANSWER, "seen": seen_on(text_of(delegate.get(address)))})

    page = text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))
    assert "Svar fra Bob" in page
    assert "På vegne av Lena" in page
    assert "Bob på vegne av Lena" in page
