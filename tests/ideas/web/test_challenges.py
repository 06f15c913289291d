import datetime as dt

import pytest
from django.utils import timezone

from ideas.actions.challenges import ask_challenge
from ideas.models import Challenge, Idea
from ideas.queries.challenges import ideas_of_challenge
from ideas.queries.ideas import shown_ideas
from ideas.web.challenges import escaped, folded

WORDS = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle.", "community": "alle"}


def text_of(response) -> str:
    return response.content.decode()


def day(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


@pytest.fixture
def challenge(lena, everybody) -> Challenge:
    today = timezone.localdate()
    return ask_challenge(
        actor=lena,
        community=everybody,
        title="Ti minutter; spart, hver dag",
        question="Hva stjeler tid?",
        starts_on=today,
        ends_on=today + dt.timedelta(days=7),
    )


def test_a_leader_asks_and_a_colleague_answers(lena, bob, everybody, browser_of):
    leader, colleague = browser_of(lena), browser_of(bob)
    asked = {"title": "Ti minutter", "question": "Hva stjeler tid?", "starts_on": day(0), "ends_on": day(7)}

    backwards = leader.post("/challenges/new/", {**asked, "ends_on": day(-1)})
    made = leader.post("/challenges/new/", asked)
    page = text_of(colleague.get(made["Location"]))
    colleague.post(f"/ideas/new/?challenge={Challenge.objects.get().pk}", WORDS)
    leader.post(f"{made['Location']}close/")
    late = colleague.post(f"/ideas/new/?challenge={Challenge.objects.get().pk}", WORDS)

    assert (backwards.status_code, made.status_code, late.status_code) == (422, 303, 409)
    assert "Foreslå: åpent nå" in page
    assert Idea.objects.get().challenge == Challenge.objects.get()
    assert "Felles byttetavle" in text_of(colleague.get(made["Location"]))
    assert "Ti minutter" in text_of(colleague.get("/challenges/"))


def test_only_leaders_ask(bob, everybody, browser_of):
    assert browser_of(bob).get("/challenges/new/").status_code == 403


def test_the_order_is_each_readers_own_until_voting_ends(challenge, alice, bob, make_idea):
    for n in range(12):
        make_idea(alice, f"Idé {n}", challenge=challenge)
    today = timezone.localdate()

    def order(viewer, when) -> list[int]:
        rows = shown_ideas(viewer)
        return [idea.pk for idea in ideas_of_challenge(rows, viewer=viewer, challenge=challenge, today=when)]

    after = challenge.voting_ends_on + dt.timedelta(days=1)
    assert order(alice, today) == order(alice, today)
    assert order(alice, today) != order(bob, today)
    assert order(alice, after) == order(bob, after) == sorted(order(alice, today), reverse=True)


def test_the_days_stand_in_a_calendar(challenge, bob, browser_of):
    answer = browser_of(bob).get("/challenges.ics")

    text = text_of(answer)
    after = challenge.voting_ends_on + dt.timedelta(days=1)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART;VALUE=DATE:{challenge.starts_on:%Y%m%d}\r\n" in text
    assert f"DTEND;VALUE=DATE:{after:%Y%m%d}\r\n" in text
    assert "SUMMARY:Ti minutter\\; spart\\, hver dag\r\n" in text


def test_calendar_texts_are_escaped_and_folded():
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    pieces = folded("ø" * 100).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == "ø" * 100
