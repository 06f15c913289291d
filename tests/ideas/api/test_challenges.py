import datetime as dt

import pytest
from django.utils import timezone

from tests.microblog.api.rest import errors

WORDS = {"title": "Felles byttetavle", "problem": "Vi bytter på SMS.", "proposal": "Én tavle for alle bytter."}


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def asked(**changed: object) -> dict[str, object]:
    days = {"starts_on": in_days(0), "ends_on": in_days(7), "voting_ends_on": in_days(14)}
    return {"title": "Ti minutter", "question": "Hva stjeler tid?", **days, **changed}


def test_a_leader_asks_people_answer_and_vote_until_it_is_ended(rest_of, lena, bob, charlie, everybody):
    rest = rest_of(lena)
    made = rest.post("/challenges", asked())
    key = made.json()["id"]
    idea = rest_of(bob).post("/ideas", {**WORDS, "challenge": key}).json()["id"]
    vote = rest_of(charlie).put(f"/ideas/{idea}/vote", {"choice": "agree"})

    ended = rest.patch(f"/challenges/{key}", {"closed": True})
    late = rest_of(lena).put(f"/ideas/{idea}/vote", {"choice": "agree"})
    late_idea = rest_of(bob).post("/ideas", {**WORDS, "challenge": key})

    assert (made.status_code, made.json()["takes_ideas"]) == (201, True)
    assert vote.status_code == 200
    assert (ended.json()["takes_votes"], ended.json()["ideas_count"]) == (False, 1)
    assert (late.status_code, late_idea.status_code) == (409, 409)
    assert [item["id"] for item in rest.items(f"/challenges/{key}/ideas")] == [idea]
    assert rest.patch(f"/challenges/{key}", {"closed": True}).status_code == 409


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"ends_on": in_days(-1)}, {"ends_on": "before_start"}),
        ({"voting_ends_on": in_days(6)}, {"voting_ends_on": "before_start"}),
        ({"starts_on": "i morgen"}, {"starts_on": "invalid"}),
        ({"title": "Ti"}, {"title": "too_short"}),
    ],
)
def test_a_challenge_that_cannot_be_taken_is_refused(rest_of, lena, everybody, changed, expected):
    assert errors(rest_of(lena).post("/challenges", asked(**changed))) == expected


def test_only_leaders_ask_and_only_the_asker_ends(rest_of, lena, bob, everybody):
    key = rest_of(lena).post("/challenges", asked()).json()["id"]

    assert rest_of(bob).post("/challenges", asked()).status_code == 403
    assert rest_of(bob).patch(f"/challenges/{key}", {"closed": True}).status_code == 403
    assert [item["id"] for item in rest_of(bob).items("/challenges")] == [key]
