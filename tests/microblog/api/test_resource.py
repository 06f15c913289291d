"""The conventions that every resource keeps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from microblog.actions.people import issue_token
from microblog.models import Answered, Post
from tests.microblog.api.rest import Rest, errors

UPDATE = {"kind": "update", "text": "Kaffemaskinen virker igjen."}


@pytest.fixture
def rest(rest_of, alice) -> Rest:
    return rest_of(alice)


@pytest.mark.parametrize("path", ["/me", "/people", "/feeds/home", "/units", "/communities", "/me/tokens"])
def test_both_forms_of_an_address_answer_without_redirect(rest, path):
    bare, slashed = rest.get(path), rest.get(f"{path}/")

    assert (bare.status_code, slashed.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/posts/99999999999999999999", {}, 404),
        ("GET", "/posts/9999999999999999999", {}, 404),
        ("GET", "/posts/abc", {}, 404),
        ("GET", "/posts/0", {}, 404),
        ("GET", "/people/-1", {}, 404),
        ("PUT", "/posts/1/reactions/hate", {}, 404),
        ("PUT", "/me", {}, 405),
        ("OPTIONS", "/me", {}, 405),
        ("GET", "/me", {"accept": "text/html"}, 406),
    ],
)
def test_every_refusal_is_a_problem_in_json(rest, method, path, headers, status):
    answer = rest.call(method, path, **headers)

    problem = answer.json()
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert problem["instance"] == f"/rest/v1{path}"


def test_a_wrong_method_is_told_the_right_ones(rest):
    answer = rest.put("/me", {})

    assert answer["Allow"] == "GET, HEAD, PATCH"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"text": "\xc3"}', "application/json", 400),
        (b'{"text": NaN}', "application/json", 400),
        (b'{"text": "a", "text": "b"}', "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"kind=update&text=hei", "application/x-www-form-urlencoded", 415),
        (b"<post/>", "text/xml", 415),
        (b'"' + b"a" * 1_000_001 + b'"', "application/json", 413),
    ],
)
def test_what_is_not_json_is_refused(rest, body, content_type, status):
    answer = rest.post("/posts", body, content_type=content_type)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([], {"": "invalid"}),
        ("kind", {"": "invalid"}),
        ({}, {"kind": "required", "text": "required"}),
        ({**UPDATE, "author": "1", "hidden": True}, {"author": "unknown_field", "hidden": "unknown_field"}),
        ({**UPDATE, "message": "a", "code": "b"}, {"message": "unknown_field", "code": "unknown_field"}),
        ({**UPDATE, "text": ""}, {"text": "required"}),
        ({**UPDATE, "text": "   \n"}, {"text": "required"}),
        ({**UPDATE, "text": "a" * 10_001}, {"text": "too_long"}),
        ({**UPDATE, "text": "a\x00b"}, {"text": "control_character"}),
        ({**UPDATE, "text": "a\x1bb"}, {"text": "control_character"}),
        ({**UPDATE, "text": 5}, {"text": "invalid"}),
        ({**UPDATE, "text": None}, {"text": "null"}),
        ({**UPDATE, "text": ["a"]}, {"text": "invalid"}),
        ({**UPDATE, "kind": "shout"}, {"kind": "invalid_choice"}),
        ({**UPDATE, "kind": {}}, {"kind": "invalid_choice"}),
        ({**UPDATE, "kind": "idea"}, {"kind": "use_ideas"}),
        ({**UPDATE, "kind": "poll"}, {"poll": "required"}),
        ({**UPDATE, "community": 1}, {"community": "invalid"}),
        ({**UPDATE, "community": "én"}, {"community": "invalid"}),
        ({**UPDATE, "community": "9" * 30}, {"community": "invalid"}),
        ({**UPDATE, "may_be_quoted": "yes"}, {"may_be_quoted": "invalid"}),
        ({**UPDATE, "language": "fr"}, {"language": "invalid_choice"}),
    ],
)
def test_fields_that_cannot_be_taken_are_named(rest, everybody, body, expected):
    answer = rest.post("/posts", body)

    assert errors(answer) == expected
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", {"limit": "invalid"}),
        ("limit=101", {"limit": "invalid"}),
        ("limit=-1", {"limit": "invalid"}),
        ("limit=ti", {"limit": "invalid"}),
        ("limit=", {"limit": "invalid"}),
        ("limit=٣", {"limit": "invalid"}),
        ("limit=5&limit=6", {"limit": "repeated"}),
        ("author=1", {"author": "unknown_field"}),
        ("format=xml", {"format": "unknown_field"}),
        ("order=relevant", {"order": "invalid_choice"}),
        ("cursor=a&since=b", {"since": "one_of"}),
    ],
)
def test_a_query_that_cannot_be_taken_is_named(rest, query, expected):
    assert errors(rest.get(f"/feeds/home?{query}")) == expected


def test_null_is_no_post(rest):
    assert errors(rest.post("/posts", b"null")) == {"": "invalid"}


def test_one_thing_takes_no_query(rest):
    assert errors(rest.get("/me?fields=name")) == {"fields": "unknown_field"}


def test_a_method_without_fields_takes_none(rest, bob):
    assert errors(rest.put(f"/people/{bob.pk}/follow", {"loud": True})) == {"loud": "unknown_field"}


@pytest.mark.parametrize(("language", "detail"), [("nb", "Skriv noe her."), ("en-GB,en;q=0.9", None), ("nn", None)])
def test_errors_speak_the_language_that_is_asked_for(rest, language, detail):
    answer = rest.post("/posts", {**UPDATE, "text": ""}, accept_language=language)

    assert answer["Content-Language"] == language[:2]
    if detail:
        assert answer.json()["errors"][0]["detail"] == detail


def test_an_object_is_answered_unchanged_by_its_etag(rest):
    tag = rest.get("/me")["ETag"]

    again = rest.get("/me", if_none_match=f'"other", W/{tag}')

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert rest.get("/me", if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("path", ["/feeds/home", "/communities", "/people", "/units"])
def test_an_unchanged_list_keeps_its_etag(rest, alice, everybody, make_posts, path):
    make_posts(25, author=alice, community=everybody)
    tag = rest.get(path)["ETag"]

    assert rest.get(path, if_none_match=tag).status_code == 304


def test_a_feed_with_a_new_post_has_a_new_etag(rest, alice, everybody, make_post):
    tag = rest.get("/feeds/home")["ETag"]
    make_post(alice, everybody)

    assert rest.get("/feeds/home", if_none_match=tag).status_code == 200


def test_an_answer_is_for_its_reader_alone(rest):
    answer = rest.get("/me")

    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_a_change_of_what_has_changed_meanwhile_is_refused_with_the_present_state(rest, alice, everybody, make_post):
    path = f"/posts/{make_post(alice, everybody, 'Først').pk}"
    tag = rest.get(path)["ETag"]

    changed = rest.patch(path, {"text": "Så"}, if_match=tag)
    stale = rest.patch(path, {"text": "Til slutt"}, if_match=tag)

    assert changed.status_code == 200
    assert stale.status_code == 412
    assert stale.json()["current"]["text"] == "Så"
    assert stale["ETag"] == changed["ETag"] == rest.get(path)["ETag"]


@pytest.mark.parametrize("method", ["put", "delete"])
def test_conditions_also_hold_for_what_belongs_to_a_post(rest, alice, everybody, make_post, method):
    path = f"/posts/{make_post(alice, everybody).pk}"

    stale = getattr(rest, method)(f"{path}/reactions/agree", if_match='"gone"')
    fresh = getattr(rest, method)(f"{path}/reactions/agree", if_match=rest.get(path)["ETag"])
    any_state = getattr(rest, method)(f"{path}/reactions/agree", if_match="*")

    assert stale.status_code == 412
    assert fresh.status_code == any_state.status_code == (200 if method == "put" else 204)


def test_a_repeated_post_is_done_once_and_answered_alike(rest, everybody):
    first = rest.post("/posts", UPDATE, idempotency_key="k1")
    second = rest.post("/posts/", dict(reversed(UPDATE.items())), idempotency_key="k1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Location"] == first["Location"]
    assert Post.objects.count() == 1


def test_a_key_belongs_to_one_person_and_one_request(rest, rest_of, bob, everybody):
    rest.post("/posts", UPDATE, idempotency_key="k1")

    assert rest.post("/posts", {**UPDATE, "text": "Noe annet"}, idempotency_key="k1").status_code == 409
    assert rest.post("/communities", {"name": "Ny"}, idempotency_key="k1").status_code == 409
    assert rest_of(bob).post("/posts", UPDATE, idempotency_key="k1").status_code == 201


def test_a_refused_post_leaves_its_key_free(rest, everybody):
    refused = rest.post("/posts", {**UPDATE, "community": "999"}, idempotency_key="k1")
    mended = rest.post("/posts", UPDATE, idempotency_key="k1")

    assert (refused.status_code, mended.status_code) == (404, 201)


def test_a_key_is_forgotten_after_a_day(rest, everybody, clock):
    first = rest.post("/posts", UPDATE, idempotency_key="k1").json()
    clock.move(24 * 3600 + 60)
    second = rest.post("/posts", UPDATE, idempotency_key="k1").json()

    assert first["id"] != second["id"]
    assert Answered.objects.count() == 1


@pytest.mark.parametrize("key", ["", "k" * 65, "a\tb", "nøkkel"])
def test_a_key_that_is_none_is_refused(rest, everybody, key):
    assert errors(rest.post("/posts", UPDATE, idempotency_key=key)) == {"Idempotency-Key": "invalid"}


def test_a_secret_is_not_kept_for_a_repeated_request(rest):
    body = {"name": "Telefonen", "scopes": ["read"]}

    first = rest.post("/me/tokens", body, idempotency_key="k1").json()
    second = rest.post("/me/tokens", body, idempotency_key="k1").json()

    assert first["token"].startswith("lest_")
    assert second == {**first, "token": None}
    assert first["token"] not in str(list(Answered.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_two_equal_posts_at_once_make_one(everybody, alice):
    _token, secret = issue_token(user=alice, name="test", scopes=["write"])

    def send(_n: int) -> tuple[int, bytes]:
        try:
            answer = Rest(secret).post("/posts", UPDATE, idempotency_key="k1")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(send, range(4)))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    assert Post.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_with_the_same_etag_one_wins(everybody, alice, make_post):
    _token, secret = issue_token(user=alice, name="test", scopes=["read", "write"])
    path = f"/posts/{make_post(alice, everybody).pk}"
    tag = Rest(secret).get(path)["ETag"]

    def change(n: int) -> int:
        try:
            return Rest(secret).patch(path, {"text": f"Ny {n}"}, if_match=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(change, range(4)))

    assert answers == [200, 412, 412, 412]


def test_the_body_limit_is_told_in_the_language_of_the_reader(rest):
    answer = rest.post("/posts", b'"' + b"a" * 1_000_001 + b'"', accept_language="nb")

    assert answer.json()["title"] == "Det du sendte, er for stort"


def test_a_fault_of_our_own_is_told_without_its_cause(rest, monkeypatch):
    monkeypatch.setattr("microblog.api.me.me_object", lambda person: 1 / 0)
    rest.client.raise_request_exception = False

    answer = rest.get("/me")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "Zero" not in answer.content.decode()
