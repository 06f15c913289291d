import hashlib

import pytest

from microblog.actions.release import release_anonymous
from microblog.models import AccessToken, Answered, Post, SealedItem

pytestmark = pytest.mark.usefixtures("names_may_stay_away")


def secret_of(number: int) -> tuple[str, str]:
    secret = f"{number:032x}"
    return secret, hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def body(number: int, **more: object) -> dict[str, object]:
    return {
        "kind": "pain", "text": f"Vaktlista kom for sent igjen, uke {number}.", "anonymous": True,
        "receipt_hash": secret_of(number)[1], **more,
    }  # fmt: skip


@pytest.fixture
def three_wrote(rest_of, colleagues, clock):
    """Three people write; the slot opens. Returns the posts by number."""
    for number, person in enumerate(colleagues[:3], start=1):
        assert rest_of(person).post("/posts", body(number)).status_code == 201
    clock.move(86_400)
    release_anonymous(now=clock.now)
    return {number: Post.objects.get(anonymous__receipt_hash=secret_of(number)[1]) for number in (1, 2, 3)}


def test_a_post_without_a_name_is_answered_with_the_hash_and_the_first_day(rest_of, colleagues):
    answer = rest_of(colleagues[0]).post("/posts", body(1))

    assert answer.status_code == 201
    assert answer.json().keys() == {"receipt_hash", "earliest"}
    assert answer.json()["receipt_hash"] == secret_of(1)[1]
    assert not Post.objects.exists()


def test_the_same_receipt_twice_is_one_post(rest_of, colleagues):
    first, second = (rest_of(colleagues[0]).post("/posts", body(1)) for _time in range(2))

    assert first.json() == second.json()
    assert SealedItem.objects.count() == 1


def test_no_row_of_the_person_is_written(rest_of, colleagues, django_assert_num_queries):
    rest = rest_of(colleagues[0])
    rest.get("/me")
    before = AccessToken.objects.values().get(user=colleagues[0])

    rest.post("/posts", body(1))

    assert AccessToken.objects.values().get(user=colleagues[0]) == before
    assert not Answered.objects.exists()


def test_an_idempotency_key_is_refused_as_the_receipt_is_the_key(rest_of, colleagues):
    answer = rest_of(colleagues[0]).post("/posts", body(1), idempotency_key="a")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "not_with_anonymous"
    assert not Answered.objects.exists()


def test_what_came_out_has_a_pseudonym_and_a_day_and_no_author(rest_of, alice, three_wrote):
    shown = rest_of(alice).get(f"/posts/{three_wrote[1].pk}", accept_language="en").json()

    assert shown["author"] is None
    assert shown["pseudonym"] == "Anonymous 1" or shown["pseudonym"] == "Anonym kollega 1"
    assert len(shown["published_at"]) == len("2026-11-24")
    assert shown["can"]["edit"] is False
    assert three_wrote[1].pk in {int(item["id"]) for item in rest_of(alice).items("/feeds/home")}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"media": ["1"]}, "media"),
        ({"may_be_quoted": True}, "may_be_quoted"),
        ({"receipt_hash": "abc"}, "receipt_hash"),
        ({"kind": "announcement"}, "kind"),
    ],
)
def test_what_needs_a_name_is_refused(rest_of, colleagues, more, field):
    answer = rest_of(colleagues[0]).post("/posts", body(1) | more)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not SealedItem.objects.exists()


def test_a_receipt_is_needed(rest_of, colleagues):
    sent = body(1)
    del sent["receipt_hash"]

    answer = rest_of(colleagues[0]).post("/posts", sent)

    assert answer.status_code == 422


def test_the_sixth_of_a_day_is_one_too_many(rest_of, colleagues):
    answers = [rest_of(colleagues[0]).post("/posts", body(number)) for number in range(1, 7)]

    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert "Retry-After" in answers[-1]
    assert SealedItem.objects.count() == 5


def test_a_receipt_opens_what_waits_without_a_sign_in(rest_of, colleagues, anyone):
    rest_of(colleagues[0]).post("/posts", body(1))

    opened = anyone.get("/receipt", lest_receipt=secret_of(1)[0])

    assert opened.status_code == 200
    assert opened["Cache-Control"] == "no-store"
    assert (opened.json()["state"], opened.json()["text"]) == ("waiting", body(1)["text"])


def test_what_waits_can_be_changed_and_taken_back_at_once(rest_of, colleagues, anyone):
    rest_of(colleagues[0]).post("/posts", body(1))

    changed = anyone.patch("/receipt", {"text": "Nye ord."}, lest_receipt=secret_of(1)[0])
    removed = anyone.delete("/receipt", lest_receipt=secret_of(1)[0])

    assert changed.json()["text"] == "Nye ord."
    assert removed.status_code == 204
    assert anyone.get("/receipt", lest_receipt=secret_of(1)[0]).status_code == 404


def test_what_is_out_is_changed_and_deleted_at_the_next_slot(rest_of, alice, anyone, three_wrote, clock):
    post, secret = three_wrote[2], secret_of(2)[0]

    changed = anyone.patch("/receipt", {"text": "Nye ord."}, lest_receipt=secret)
    before = rest_of(alice).get(f"/posts/{post.pk}").json()["text"]
    clock.move(86_400)
    release_anonymous(now=clock.now)
    after = rest_of(alice).get(f"/posts/{post.pk}").json()["text"]
    anyone.delete("/receipt", lest_receipt=secret)
    clock.move(86_400)
    release_anonymous(now=clock.now)

    assert (changed.json()["change"], before, after) == ("edit", body(2)["text"], "Nye ord.")
    assert rest_of(alice).get(f"/posts/{post.pk}").status_code == 404
    assert anyone.get("/receipt", lest_receipt=secret).json()["state"] == "deleted"


def test_replies_are_read_with_the_receipt(rest_of, alice, anyone, three_wrote):
    rest_of(alice).post(f"/posts/{three_wrote[3].pk}/replies", {"text": "Det ser vi på."})

    replies = anyone.get("/receipt", lest_receipt=secret_of(3)[0]).json()["replies"]

    assert [(reply["author"]["name"], reply["text"]) for reply in replies] == [("Alice", "Det ser vi på.")]


def test_an_answer_without_a_name_stands_under_its_pseudonym(rest_of, alice, colleagues, three_wrote, clock):
    root = three_wrote[1]
    for number, person in enumerate([colleagues[0], *colleagues[4:7]], start=10):
        sent = {"text": f"Det stemmer {number}.", "anonymous": True, "receipt_hash": secret_of(number)[1]}
        rest_of(person).post(f"/posts/{root.pk}/replies", sent)

    clock.move(86_400)
    release_anonymous(now=clock.now)

    replies = rest_of(alice).items(f"/posts/{root.pk}/replies")
    by_text = {reply["text"]: reply["pseudonym"] for reply in replies}
    assert by_text["Det stemmer 10."].endswith(" 1")  # who began the thread
    assert len(set(by_text.values())) == 4
    assert {reply["author"] for reply in replies} == {None}


@pytest.mark.parametrize("secret", ["", "x", "0" * 32, "f" * 33])
def test_a_receipt_of_nothing_opens_nothing(anyone, secret):
    assert anyone.get("/receipt", lest_receipt=secret).status_code == 404
