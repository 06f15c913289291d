import pytest

from ideas.actions.votes import cast_vote
from ideas.models import Idea
from tests.conftest import NOW
from tests.microblog.api.rest import errors

REASON = "De ber om det samme, sier begge."
PART = {"title": "Bare varslingen", "problem": "Vi får vite det for sent.", "proposal": "En melding til alle."}


@pytest.fixture
def other(bob, community, make_idea) -> Idea:
    return make_idea(bob, community, "En tavle for bytter")


def test_a_merge_is_made_listed_and_undone(rest_of, lena, charlie, idea, other):
    cast_vote(actor=charlie, idea=idea, choice="agree", now=NOW)
    rest = rest_of(lena)

    made = rest.post(f"/ideas/{idea.pk}/merge", {"into": str(other.pk)})
    source, target = rest.get(f"/ideas/{idea.pk}").json(), rest.get(f"/ideas/{other.pk}").json()
    listed = rest.items(f"/ideas/{other.pk}/merges")
    undone = rest.post(f"/merges/{made.json()['id']}/undo", {})
    again = rest.post(f"/merges/{made.json()['id']}/undo", {})

    assert made.status_code == 201
    assert (made.json()["from"], made.json()["into"], made.json()["can_undo"]) == (str(idea.pk), str(other.pk), True)
    assert (source["status"], source["merged_into"]) == ("duplicate", str(other.pk))
    assert (target["score"]["agree"], [one["name"] for one in target["credits"]]) == (1, ["Alice"])
    assert [merge["id"] for merge in listed] == [made.json()["id"]]
    assert (undone.status_code, undone.json()["can_undo"]) == (200, False)
    assert again.status_code == 409
    assert rest.get(f"/ideas/{idea.pk}").json()["status"] == "open"


def test_the_move_to_duplicate_is_the_same_merge(rest_of, lena, idea, other):
    rest = rest_of(lena)
    sent = {"to": "duplicate", "reason": REASON, "duplicate_of": str(other.pk)}

    moved = rest.post(f"/ideas/{idea.pk}/moves", sent)

    assert (moved.status_code, moved.json()["merged_into"]) == (201, str(other.pk))
    assert moved.json()["moves"][0]["reason"] == REASON


def test_what_cannot_be_merged_is_named(rest_of, lena, bob, idea, other):
    rest = rest_of(lena)

    itself = rest.post(f"/ideas/{idea.pk}/merge", {"into": str(idea.pk)})
    nowhere = rest.post(f"/ideas/{idea.pk}/merge", {"into": "1"})
    elsewhere = rest.post(
        f"/ideas/{idea.pk}/moves", {"to": "under_review", "reason": REASON, "duplicate_of": str(other.pk)}
    )
    unexplained = rest.post(f"/ideas/{idea.pk}/moves", {"to": "duplicate", "duplicate_of": str(other.pk)})
    stranger = rest_of(bob).post(f"/ideas/{idea.pk}/merge", {"into": str(other.pk)})
    rest.post(f"/ideas/{idea.pk}/merge", {"into": str(other.pk)})
    circle = rest.post(f"/ideas/{other.pk}/merge", {"into": str(idea.pk)})

    assert errors(itself) == {"into": "itself"}
    assert errors(nowhere) == {"into": "unknown"}
    assert errors(elsewhere) == {"duplicate_of": "not_here"}
    assert errors(unexplained) == {"reason": "too_short"}
    assert stranger.status_code == 403
    assert errors(circle) == {"into": "circle"}


def test_the_later_merge_of_a_chain_is_undone_first(rest_of, lena, charlie, community, idea, other, make_idea):
    rest, third = rest_of(lena), make_idea(charlie, community, "Den tredje")
    first = rest.post(f"/ideas/{idea.pk}/merge", {"into": str(other.pk)}).json()
    second = rest.post(f"/ideas/{other.pk}/merge", {"into": str(third.pk)}).json()

    refused = rest.post(f"/merges/{first['id']}/undo", {})

    assert (refused.status_code, refused.json()["merge"]) == (409, second["id"])


def test_a_split_makes_parts_that_name_where_they_come_from(rest_of, lena, idea):
    rest = rest_of(lena)

    made = rest.post(f"/ideas/{idea.pk}/split", {"ideas": [PART, {**PART, "title": "Bare tavla"}]})
    empty = rest.post(f"/ideas/{idea.pk}/split", {"ideas": []})

    assert made.status_code == 201
    assert [part["title"] for part in made.json()["items"]] == ["Bare varslingen", "Bare tavla"]
    assert {part["split_from"] for part in made.json()["items"]} == {str(idea.pk)}
    assert {part["credits"][0]["name"] for part in made.json()["items"]} == {"Alice"}
    assert errors(empty) == {"ideas": "empty"}
