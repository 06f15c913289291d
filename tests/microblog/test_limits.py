"""A person may ask so often and no more, on one page as on the other, also at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from microblog import limits
from microblog.limits import count_request, limits_of

READ = {"method": "GET", "path": "/rest/v1/me"}


@pytest.fixture
def limit(settings, request):
    """Three requests in five minutes, counted anew in each test."""
    client = redis.Redis.from_url(settings.LIMITS_URL)
    for key in client.scan_iter("limit:*"):
        client.delete(key)
    settings.RATE_LIMIT = 3
    limits.counted_here.clear()


def ask(person: int = 1, **request: str) -> limits.Standing:
    standing = count_request(person=person, **(request or READ))
    assert standing is not None
    return standing


def test_what_is_left_falls_with_each_request_until_one_is_refused(limit):
    standings = [ask() for _request in range(5)]

    assert [standing.left for standing in standings] == [2, 1, 0, 0, 0]
    assert [standing.is_refused for standing in standings] == [False, False, False, True, True]
    assert 0 < standings[-1].resets_in <= limits.FIVE_MINUTES


def test_each_person_has_a_limit_of_their_own(limit):
    for _request in range(4):
        ask(person=1)

    assert not ask(person=2).is_refused


def test_requests_at_the_same_moment_do_not_pass_the_limit_together(limit, settings):
    settings.RATE_LIMIT = 20

    with ThreadPoolExecutor(16) as many:
        standings = list(many.map(lambda _request: ask(), range(60)))

    assert sum(not standing.is_refused for standing in standings) == 20


def test_a_refused_request_is_not_counted_and_does_not_prolong_the_wait(limit, settings):
    for _request in range(10):
        ask()
    settings.RATE_LIMIT = 4

    assert not ask().is_refused


def test_with_zero_nothing_is_counted(limit, settings):
    settings.RATE_LIMIT = 0

    assert count_request(person=1, **READ) is None


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/rest/v1/posts", "post"),
        ("POST", "/rest/v1/posts/", "post"),
        ("POST", "/rest/v1/posts/12/replies", "post"),
        ("POST", "/posts/new/", "post"),
        ("POST", "/posts/12/replies/", "post"),
        ("POST", "/rest/v1/ideas", "post"),
        ("POST", "/ideas/new/", "post"),
        ("PUT", "/rest/v1/ideas/12/vote", "vote"),
        ("POST", "/ideas/12/vote/", "vote"),
        ("GET", "/rest/v1/search", "search"),
        ("GET", "/search/", "search"),
    ],
)
def test_both_faces_fall_under_the_same_limits(method, path, kind):
    assert [limit.kind for limit in limits_of(method, path)] == ["all", kind]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/rest/v1/posts/12"), ("GET", "/"), ("DELETE", "/rest/v1/posts/1")]
)
def test_other_requests_fall_under_the_common_limit_alone(method, path):
    assert [limit.kind for limit in limits_of(method, path)] == ["all"]


def test_the_scarcer_limit_is_the_one_that_is_told(limit, settings):
    settings.RATE_LIMIT = 300

    assert ask(method="POST", path="/rest/v1/posts").most == 120
    assert ask().most == 300


def test_without_redis_the_process_counts_for_itself(limit, monkeypatch):
    def away(**_arguments):
        raise redis.ConnectionError

    monkeypatch.setattr(limits, "script", lambda: away)

    assert [ask().is_refused for _request in range(5)] == [False, False, False, True, True]


def test_the_rest_face_says_what_is_left_and_then_refuses(limit, alice, token_of, client):
    bearer = {"Authorization": f"Bearer {token_of(alice, 'read')}"}

    answers = [client.get("/rest/v1/me", headers=bearer) for _request in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["X-RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[-1]["X-RateLimit-Limit"] == "3"
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert answers[-1].json()["status"] == 429


def test_a_page_is_refused_in_the_readers_language_with_the_time_to_wait(limit, alice, client):
    client.force_login(alice)

    answers = [client.get("/ideas/") for _request in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "minutt" in answers[-1].content.decode()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_counts_for_nobody(limit, client):
    answers = [client.get("/ideas/") for _request in range(5)]

    assert {answer.status_code for answer in answers} == {302}
