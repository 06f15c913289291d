"""Two web processes and two workers on the same servers: nobody notices, and no log holds a word of anybody."""

import asyncio
import contextlib

import pytest

from analytics.models import SentimentReading
from microblog.models import Post
from tests.house import Visitor, hear_of_new_post, open_web, open_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def houses(transactional_db, tmp_path):
    """Two web processes; behind them two workers, one with the clock."""
    with contextlib.ExitStack() as stack:
        webs = [stack.enter_context(open_web(tmp_path, LEST_LOG_LEVEL="INFO")) for _ in range(2)]
        stack.enter_context(open_worker(tmp_path, "-l", "INFO", name="first", LEST_LOG_LEVEL="INFO"))
        clock = ("-l", "INFO", "-B", "-s", str(tmp_path / "beat"))
        stack.enter_context(open_worker(tmp_path, *clock, name="second", LEST_LOG_LEVEL="INFO"))
        yield webs


def test_a_journey_over_two_web_and_two_worker_processes(houses, alice, bob, everybody, token_of, tmp_path):
    first, second = houses
    bob.set_password("et langt passord")
    bob.save()
    reader = Visitor(first)
    reader.sign_in("bob", "et langt passord")
    body = {"kind": "pain", "community": str(everybody.pk), "text": "Turnusen går ikke i hop, sier kanarifuglen."}
    token, answers = token_of(alice), []

    def write_twice() -> None:
        for house in houses:
            named = {"Idempotency-Key": "one-and-the-same", "X-Request-ID": "a-post-and-its-tasks"}
            answers.append(house.call("POST", "/posts", body, token, **named))

    hint = asyncio.run(hear_of_new_post(second, reader.session, write_twice))

    post = Post.objects.get(author=alice)
    assert [status for status, _ in answers] == [201, 201]
    assert {answer["id"] for _, answer in answers} == {hint["id"]} == {str(post.pk)}
    assert "kanarifuglen" in reader.get(f"/posts/{post.pk}/")
    wait_until(lambda: SentimentReading.objects.filter(post=post).exists(), "the reading")
    refused, _ = second.call("POST", "/posts", {**body, "kind": "kanarifugl"}, token)
    assert refused == 422
    logs = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    assert (
        '"request": "a-post-and-its-tasks"'
        in (tmp_path / "first.log").read_text() + (tmp_path / "second.log").read_text()
    )
    assert "kanarifugl" not in logs
    assert "alice" not in logs
