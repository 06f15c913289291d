import pytest

from ideas.models import Assessment
from tests.microblog.api.rest import errors

CARD = {"reach": 4, "impact": 3, "confidence": 2, "effort": 2, "note": "Lett å prøve ut."}


def test_who_was_asked_fills_in_a_card_and_the_span_is_shown_not_a_mean(rest_of, lena, bob, charlie, idea):
    leader, path = rest_of(lena), f"/ideas/{idea.pk}"
    asked = [leader.put(f"{path}/assessors/{person.pk}", {}) for person in (bob, charlie)]

    first = rest_of(bob).post(f"{path}/assessments", CARD)
    rest_of(charlie).post(f"{path}/assessments", {**CARD, "effort": 5})
    shown = leader.get(f"{path}/assessments").json()

    assert [one["name"] for one in asked[1].json()["items"]] == ["Bob", "Charlie"]
    assert (first.status_code, first.json()["score"]) == (201, 12.0)
    assert shown["span"] == {"lowest": 4.8, "highest": 12.0}
    assert [card["person"]["name"] for card in shown["items"]] == ["Bob", "Charlie"]


def test_a_card_is_changed_by_its_owner(rest_of, lena, bob, idea):
    rest_of(lena).put(f"/ideas/{idea.pk}/assessors/{bob.pk}", {})
    rest = rest_of(bob)

    rest.post(f"/ideas/{idea.pk}/assessments", CARD)
    rest.post(f"/ideas/{idea.pk}/assessments", {**CARD, "reach": 5})

    assert [card["score"] for card in rest.items(f"/ideas/{idea.pk}/assessments")] == [15.0]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"reach": 0}, {"reach": "out_of_range"}),
        ({"effort": 6}, {"effort": "out_of_range"}),
        ({"impact": "3"}, {"impact": "invalid"}),
    ],
)
def test_a_mark_is_one_to_five(rest_of, lena, bob, idea, sent, expected):
    rest_of(lena).put(f"/ideas/{idea.pk}/assessors/{bob.pk}", {})

    assert errors(rest_of(bob).post(f"/ideas/{idea.pk}/assessments", {**CARD, **sent})) == expected
    assert not Assessment.objects.exists()


def test_nobody_else_asks_or_fills_in_a_card(rest_of, lena, bob, charlie, idea):
    rest, path = rest_of(bob), f"/ideas/{idea.pk}"

    assert rest.put(f"{path}/assessors/{charlie.pk}", {}).status_code == 403
    assert rest.post(f"{path}/assessments", CARD).status_code == 403
    rest_of(lena).put(f"{path}/assessors/{bob.pk}", {})
    assert rest_of(lena).delete(f"{path}/assessors/{bob.pk}").status_code == 204
    assert rest.post(f"{path}/assessments", CARD).status_code == 403


def test_who_may_not_see_the_idea_is_not_asked(rest_of, lena, charlie, alice, closed_community, make_idea):
    idea = make_idea(alice, closed_community)
    closed_community.memberships.create(user=lena)

    assert errors(rest_of(lena).put(f"/ideas/{idea.pk}/assessors/{charlie.pk}", {})) == {"person": "cannot_see"}
