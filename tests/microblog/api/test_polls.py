"""Polls, praise, pains and shares over REST."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from microblog import ballots
from microblog.actions.polls import count_due
from microblog.keys import KeyGone
from microblog.models import Event, PollOption, PollVote, Post, PraiseValue, SealedBallot
from microblog.queries.polls import counting_time
from tests.microblog.api.rest import Rest, errors


def in_days(days: float) -> str:
    return (timezone.now() + dt.timedelta(days=days)).isoformat()


def poll_body(**poll: object) -> dict[str, object]:
    asked = {"options": ["Mandag", "Tirsdag", "Onsdag"], "closes_at": in_days(7), **poll}
    return {"kind": "poll", "text": "Når passer det best?", "poll": asked}


@pytest.fixture
def ask(rest_of, alice):
    """Let alice ask; return the path of the votes and of the post."""

    def publish(**poll: object) -> tuple[str, str]:
        answer = rest_of(alice).post("/posts", poll_body(**poll))
        assert answer.status_code == 201, answer.content
        return f"/polls/{answer.json()['id']}/votes", f"/posts/{answer.json()['id']}"

    return publish


def votes_in(post: dict) -> list[int | None]:
    return [option["votes"] for option in post["poll"]["options"]]


def test_alice_asks_and_bob_sees_the_result_when_he_has_voted(rest_of, alice, bob, ask):
    votes, post = ask()
    bobs = rest_of(bob)
    before = bobs.get(post).json()["poll"]

    answer = bobs.put(votes, {"options": [1]})

    assert [option["text"] for option in before["options"]] == ["Mandag", "Tirsdag", "Onsdag"]
    assert votes_in({"poll": before}) == [None, None, None]
    assert (before["has_voted"], before["is_closed"], before["voters_count"]) == (False, False, 0)
    assert answer.status_code == 200
    assert votes_in(answer.json()) == [0, 1, 0]
    assert [option["mine"] for option in answer.json()["poll"]["options"]] == [False, True, False]
    assert Event.objects.get(type="poll.voted").actor is None


def test_a_vote_is_changed_and_taken_back(rest_of, bob, ask):
    votes, post = ask()
    bobs = rest_of(bob)
    bobs.put(votes, {"options": [1]})

    changed = bobs.put(votes, {"options": [2]}).json()
    gone = bobs.delete(votes)
    again = bobs.delete(votes)

    assert votes_in(changed) == [0, 0, 1]
    assert changed["poll"]["voters_count"] == 1
    assert (gone.status_code, again.status_code) == (204, 204)
    assert not PollVote.objects.exists()
    assert bobs.get(post).json()["poll"]["voters_count"] == 0


def test_several_options_where_the_author_lets_one(rest_of, bob, ask):
    votes, _post = ask(multiple=True)

    found = rest_of(bob).put(votes, {"options": [0, 2, 2]}).json()

    assert votes_in(found) == [1, 0, 1]
    assert found["poll"]["voters_count"] == 1


def test_results_after_closing_are_hidden_until_then(rest_of, bob, ask, clock):
    votes, post = ask(results="after_close")
    open_yet = rest_of(bob).put(votes, {"options": [0]}).json()

    clock.move(8 * 86_400)

    assert votes_in(open_yet) == [None, None, None]
    assert votes_in(rest_of(bob).get(post).json()) == [1, 0, 0]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nobody_votes_after_closing(rest_of, bob, ask, clock, method):
    votes, _post = ask()
    clock.move(8 * 86_400)

    answer = rest_of(bob).call(method, votes, {"options": [0]} if method == "PUT" else None)

    assert answer.status_code == 409
    assert not PollVote.objects.exists()


@pytest.mark.parametrize(
    ("poll", "field", "code"),
    [
        ({"options": ["Ja"]}, "poll.options", "too_few"),
        ({"options": []}, "poll.options", "too_few"),
        ({"options": ["Ja", "JA"]}, "poll.options", "duplicate"),
        ({"options": [str(n) for n in range(11)]}, "poll.options", "max_length"),
        ({"options": ["Ja", "x" * 141]}, "poll.options", "too_long"),
        ({"options": ["Ja", ""]}, "poll.options", "required"),
        ({"closes_at": "2020-01-01T00:00:00.000Z"}, "poll.closes_at", "past"),
        ({"closes_at": in_days(366.5)}, "poll.closes_at", "too_late"),
        ({"closes_at": "i morgen"}, "poll.closes_at", "invalid"),
        ({"results": "never"}, "poll.results", "invalid_choice"),
        ({"anonymous": True, "results": "after_vote"}, "poll.results", "too_early"),
        ({"colour": "red"}, "poll.colour", "unknown_field"),
    ],
)
def test_a_poll_that_cannot_be_is_refused(rest_of, alice, everybody, poll, field, code):
    answer = rest_of(alice).post("/posts", poll_body(**poll))

    found = errors(answer)
    assert {name.split("[")[0].removesuffix(".1"): kind for name, kind in found.items()} == {field: code}
    assert not Post.objects.exists()


def test_a_poll_asks_something_and_no_other_kind_does(rest_of, alice, everybody):
    rest = rest_of(alice)

    assert errors(rest.post("/posts", {"kind": "poll", "text": "Når?"})) == {"poll": "required"}
    assert errors(rest.post("/posts", {**poll_body(), "kind": "update"})) == {"poll": "wrong_kind"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], "required"),
        ([3], "unknown"),
        ([0, 1], "too_many"),
        ([-1], "invalid"),
        (["0"], "invalid"),
        ([True], "invalid"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(rest_of, bob, ask, options, code):
    votes, _post = ask()

    assert set(errors(rest_of(bob).put(votes, {"options": options})).values()) == {code}


def test_a_vote_in_what_asks_nothing_is_refused(rest_of, alice, everybody, make_post):
    post = make_post(alice, everybody)

    assert errors(rest_of(alice).put(f"/polls/{post.pk}/votes", {"options": [0]})) == {"id": "wrong_kind"}


def test_a_poll_of_others_rooms_does_not_exist(rest_of, alice, charlie, closed_community):
    body = {**poll_body(), "community": str(closed_community.pk)}
    key = rest_of(alice).post("/posts", body).json()["id"]

    assert rest_of(charlie).put(f"/polls/{key}/votes", {"options": [0]}).status_code == 404


def test_the_database_takes_one_vote_of_a_person(rest_of, bob, ask):
    votes, _post = ask()
    rest_of(bob).put(votes, {"options": [0]})
    vote = PollVote.objects.get()
    other = PollOption.objects.get(poll=vote.poll, place=1)

    with pytest.raises(IntegrityError):
        PollVote.objects.create(poll=vote.poll, option=other, person=bob, is_only=True)


def test_an_anonymous_poll_keeps_sums_and_nothing_else(rest_of, ask, colleagues, clock):
    votes, post = ask(anonymous=True)
    for number, person in enumerate(colleagues[:12]):
        assert rest_of(person).put(votes, {"options": [0 if number < 9 else 1]}).status_code == 200
    rest_of(colleagues[0]).put(votes, {"options": [0]})
    rest_of(colleagues[11]).delete(votes)
    waiting = rest_of(colleagues[0]).get(post).json()["poll"]

    clock.move(8 * 86_400)
    early = rest_of(colleagues[0]).get(post).json()["poll"]
    assert count_due(now=clock.now) == 1
    shown = rest_of(colleagues[0]).get(post).json()["poll"]

    assert (waiting["has_voted"], waiting["voters_count"], votes_in({"poll": waiting})) == (None, None, [None] * 3)
    assert votes_in({"poll": early}) == [None] * 3
    # Two votes cannot be told from none, and the number of voters would tell them.
    assert (votes_in({"poll": shown}), shown["voters_count"]) == ([9, None, None], None)
    assert {option["mine"] for option in shown["options"]} == {None}
    assert not PollVote.objects.exists()
    assert not SealedBallot.objects.exists()
    assert not Event.objects.filter(type="poll.voted").exists()


def test_what_an_anonymous_poll_keeps_while_it_is_open_names_nobody(rest_of, ask, bob):
    votes, _post = ask(anonymous=True)

    rest_of(bob).put(votes, {"options": [1]})
    first = bytes(SealedBallot.objects.get().sealed)
    rest_of(bob).put(votes, {"options": [1]})

    ballot = SealedBallot.objects.get()
    assert {field.name for field in SealedBallot._meta.get_fields()} == {"id", "poll", "token", "sealed"}
    assert len(ballot.token) == 64
    # The same choice is another seal, of the same length.
    assert bytes(ballot.sealed) != first
    assert len(bytes(ballot.sealed)) == len(first)


def test_a_counted_poll_s_key_is_gone(rest_of, ask, bob, clock):
    votes, _post = ask(anonymous=True)
    rest_of(bob).put(votes, {"options": [1]})
    clock.move(8 * 86_400)

    counted = [count_due(now=clock.now), count_due(now=clock.now)]

    assert counted == [1, 0]
    with pytest.raises(KeyGone):
        ballots.token_of(Post.objects.get().pk, bob.pk)


def test_ballots_wait_for_a_slot_after_the_closing(rest_of, ask, bob, clock):
    votes, _post = ask(anonymous=True)
    rest_of(bob).put(votes, {"options": [1]})
    slot = counting_time(Post.objects.get().poll.closes_at)

    assert count_due(now=slot - dt.timedelta(seconds=1)) == 0
    assert count_due(now=slot) == 1


def test_bob_is_praised_for_a_value_and_hears_of_it(rest_of, alice, bob, charlie, everybody):
    PraiseValue.objects.create(key="care", nb="Omsorg", nn="Omsorg", en="Care")
    praise = {"people": [str(bob.pk), str(charlie.pk)], "value": "care"}

    found = rest_of(alice).post("/posts", {"kind": "praise", "text": "Takk for i går", "praise": praise}).json()

    assert [person["name"] for person in found["praise"]["people"]] == ["Bob", "Charlie"]
    assert found["praise"]["value"] == {"key": "care", "name": "Omsorg"}
    assert rest_of(alice).get("/values").json() == {"items": [{"key": "care", "name": "Omsorg"}]}
    assert rest_of(alice).get("/values", accept_language="en").json()["items"][0]["name"] == "Care"


@pytest.mark.parametrize(
    ("people", "value", "field", "code"),
    [
        ([], None, "praise.people", "required"),
        (["alice"], None, "praise.people", "yourself"),
        (["nobody"], None, "praise.people", "unknown"),
        (["bob"], "courage", "praise.value", "unknown"),
        (["bob"] * 11, None, "praise.people", "max_length"),
    ],
)
def test_a_praise_that_cannot_be_is_refused(rest_of, alice, bob, people, value, field, code):
    keys = {"alice": str(alice.pk), "bob": str(bob.pk), "nobody": "999999"}
    praise = {"people": [keys[name] for name in people], **({"value": value} if value else {})}

    answer = rest_of(alice).post("/posts", {"kind": "praise", "text": "Takk", "praise": praise})

    assert errors(answer) == {field: code}
    assert not Post.objects.exists()


def test_a_pain_says_since_when_and_what_would_help(rest_of, alice, everybody):
    pain = {"since": "2026-09-01", "would_help": "Nye batterier"}

    found = rest_of(alice).post("/posts", {"kind": "pain", "text": "Skannerne fryser", "pain": pain}).json()

    assert found["pain"] == pain


def test_a_pain_does_not_begin_tomorrow(rest_of, alice, everybody):
    body = {"kind": "pain", "text": "Skannerne fryser", "pain": {"since": in_days(2)[:10]}}

    assert errors(rest_of(alice).post("/posts", body)) == {"pain.since": "future"}


def test_a_post_is_shared_and_counted_until_the_share_is_deleted(rest_of, alice, bob, everybody, community, make_post):
    post = make_post(alice, everybody, "Ny port i hall 2")
    body = {"community": str(community.pk), "text": "Se her"}

    answer = rest_of(bob).post(f"/posts/{post.pk}/share", body)
    share = answer.json()

    assert answer.status_code == 201
    assert share["shared"]["is_readable"] is True
    assert share["shared"]["post"]["text"] == "Ny port i hall 2"
    assert rest_of(bob).get(f"/posts/{post.pk}").json()["share_count"] == 1
    rest_of(bob).delete(f"/posts/{share['id']}")
    assert rest_of(bob).get(f"/posts/{post.pk}").json()["share_count"] == 0


def test_who_may_not_read_the_original_sees_nothing_of_it(
    rest_of, alice, bob, charlie, everybody, closed_community, make_post
):
    secret = make_post(alice, closed_community, "Bare for oss")
    share = rest_of(bob).post(f"/posts/{secret.pk}/share", {"text": "Viktig"}).json()

    outside = rest_of(charlie).get(f"/posts/{share['id']}")

    assert outside.json()["shared"] == {"is_readable": False, "post": None}
    assert "Bare for oss" not in outside.content.decode()
    assert rest_of(charlie).post(f"/posts/{secret.pk}/share", {"text": "Viktig"}).status_code == 404


def test_a_share_needs_words_and_a_room_that_one_may_write_in(
    rest_of, alice, charlie, everybody, closed_community, make_post
):
    post = make_post(alice, everybody)
    rest = rest_of(charlie)

    assert errors(rest.post(f"/posts/{post.pk}/share", {"text": " "})) == {"text": "required"}
    body = {"text": "Se", "community": str(closed_community.pk)}
    assert rest.post(f"/posts/{post.pk}/share", body).status_code == 404


@pytest.mark.parametrize("size", [1, 10])
def test_polls_cost_a_feed_one_statement(rest_of, alice, everybody, size):
    rest = rest_of(alice)
    rest.post("/posts", {"kind": "update", "text": "Hei"})
    rest.get("/feeds/home")
    without = count_statements(rest)
    for _number in range(size):
        rest.post("/posts", poll_body())

    assert count_statements(rest) == without + 1


def count_statements(rest: Rest) -> int:
    with CaptureQueriesContext(connection) as captured:
        rest.get("/feeds/home")
    return len(captured)
