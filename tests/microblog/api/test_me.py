import datetime as dt

import pytest
from django.utils import timezone

from microblog.actions.people import issue_token
from tests.microblog.api.rest import Rest, errors


def test_i_see_what_others_see_of_me_and_my_own(rest_of, moderator):
    found = rest_of(moderator).get("/me").json()

    assert found["id"] == str(moderator.pk)
    assert (found["email"], found["language"], found["roles"]) == ("", "nb", ["moderator"])
    own = {"email", "language", "roles", "theme", "single_keys", "quote_consent"}
    assert found.keys() - own == rest_of(moderator).get(f"/people/{moderator.pk}").json().keys()


def test_i_choose_my_language(rest_of, alice):
    answer = rest_of(alice).patch("/me", {"language": "nn"})

    alice.refresh_from_db()
    assert (answer.json()["language"], alice.language) == ("nn", "nn")


@pytest.mark.parametrize("field", ["email", "roles", "is_staff", "username", "unit", "is_active"])
def test_i_change_nothing_that_others_decide(rest_of, alice, field):
    assert errors(rest_of(alice).patch("/me", {field: "admin"})) == {field: "unknown_field"}


def test_i_make_a_token_that_opens_until_its_last_day_is_over(rest_of, alice):
    day = timezone.localdate() + dt.timedelta(days=7)

    answer = rest_of(alice).post("/me/tokens", {"name": "Telefonen", "scopes": ["read"], "expires_on": day.isoformat()})

    made = answer.json()
    assert answer.status_code == 201
    assert set(made) == {"id", "name", "scopes", "created_at", "expires_at", "last_used_on", "token"}
    assert timezone.localtime(dt.datetime.fromisoformat(made["expires_at"])).date() == day + dt.timedelta(days=1)
    assert Rest(made["token"]).get("/me").status_code == 200


def test_my_tokens_are_listed_without_their_secrets_and_revoked(rest_of, alice):
    rest = rest_of(alice)
    made = rest.post("/me/tokens", {"name": "Telefonen", "scopes": ["read"]}).json()

    listed = rest.items("/me/tokens")
    revoked, again = rest.delete(f"/me/tokens/{made['id']}"), rest.delete(f"/me/tokens/{made['id']}")

    secret = made.pop("token")
    assert listed[0] == made
    assert (revoked.status_code, again.status_code) == (204, 404)
    assert Rest(secret).get("/me").status_code == 401
    assert len(rest.items("/me/tokens")) == 1


def test_nobody_sees_or_revokes_anothers_token(rest_of, alice, bob):
    token, secret = issue_token(user=alice, name="Telefonen", scopes=["read"])
    rest = rest_of(bob)

    assert rest.delete(f"/me/tokens/{token.pk}").status_code == 404
    assert str(token.pk) not in {item["id"] for item in rest.items("/me/tokens")}
    assert Rest(secret).get("/me").status_code == 200


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scopes": []}, {"scopes": "empty"}),
        ({"scopes": "read"}, {"scopes": "not_a_list"}),
        ({"scopes": ["everything"]}, {"scopes.0": "invalid_choice"}),
        ({"name": ""}, {"name": "required"}),
        ({"expires_on": "2020-01-01"}, {"expires_on": "past"}),
        ({"expires_on": "i morgen"}, {"expires_on": "invalid"}),
        ({"expires_on": 20301231}, {"expires_on": "invalid"}),
    ],
)
def test_a_token_that_cannot_be_is_not_made(rest_of, alice, changed, expected):
    answer = rest_of(alice).post("/me/tokens", {"name": "Telefonen", "scopes": ["read"], **changed})

    assert errors(answer) == expected


def test_a_token_makes_none_that_can_do_more_or_lasts_longer(alice):
    soon = timezone.now() + dt.timedelta(days=2)
    _token, secret = issue_token(user=alice, name="a", scopes=["write", "read:posts"], expires_at=soon)
    rest, tomorrow = Rest(secret), (timezone.localdate() + dt.timedelta(days=1)).isoformat()

    def make(scope: str, day: str | None) -> int:
        return rest.post("/me/tokens", {"name": "b", "scopes": [scope], "expires_on": day}).status_code

    assert make("write:ideas", tomorrow) == 201
    assert make("read", tomorrow) == 403
    assert make("admin:people", tomorrow) == 403
    assert make("write:ideas", None) == 403
    assert make("write:ideas", "2099-01-01") == 403


def test_what_to_ask_one_about_is_told_to_colleagues(rest_of, alice, bob):
    body = {"ask_me_about": ["turnus", "vaktbytte"], "languages": ["polsk"]}

    mine = rest_of(alice).patch("/me", body).json()

    theirs = rest_of(bob).get(f"/people/{alice.pk}").json()
    assert {name: mine[name] for name in body} == body
    assert {name: theirs[name] for name in body} == body
    assert rest_of(alice).patch("/me", {"languages": []}).json()["ask_me_about"] == ["turnus", "vaktbytte"]
    assert [item["id"] for item in rest_of(bob).items("/people?q=vaktbytte")] == [str(alice.pk)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"languages": "polsk"}, {"languages": "not_a_list"}),
        ({"languages": ["x" * 71, "y" * 71]}, {"languages": "too_long"}),
        ({"ask_me_about": ["a\nb"]}, {"ask_me_about.0": "control_character"}),
        ({"ask_me_about": ["x"] * 31}, {"ask_me_about": "max_length"}),
    ],
)
def test_a_profile_that_cannot_be_is_refused(rest_of, alice, body, expected):
    assert errors(rest_of(alice).patch("/me", body)) == expected
