import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection

from config.logs import JsonFormatter, put_down, request_id, send_along, take_up
from microblog.tasks import relay_events


def line_of(message: str, *arguments: object, error: bool = False) -> dict:
    record = logging.LogRecord(
        "lest", logging.ERROR, __file__, 1, message, arguments, sys.exc_info() if error else None
    )
    return json.loads(JsonFormatter().format(record))


def test_a_line_says_when_how_bad_who_and_what():
    line = line_of("%s waits for %d", "relay", 3)

    assert line["message"] == "relay waits for 3"
    assert (line["level"], line["logger"]) == ("ERROR", "lest")
    assert line["time"].endswith("+00:00")


@pytest.mark.django_db
def test_a_refused_row_is_named_by_its_constraint_and_not_by_its_words(alice, community, make_post):
    post = make_post(alice, community)

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "update microblog_post set text = repeat('canary', 9), author_id = -1 where id = %s", [post.pk]
            )
            cursor.execute("set constraints all immediate")
    except IntegrityError:
        line = line_of("failed", error=True)

    assert "canary" not in json.dumps(line)
    assert "author" in line["errors"][1]["constraint"]
    assert line["errors"][1]["sqlstate"] == "23503"
    assert "test_logs.py" in line["errors"][0]["at"][0]


def test_an_exception_among_the_arguments_is_named_and_not_quoted():
    assert line_of("relay failed: %s", ValueError("canary"))["message"] == "relay failed: builtins.ValueError"


def test_what_a_task_was_given_and_said_stays_out_of_its_line():
    line = line_of("Task %(name)s raised: %(exc)s %(args)s", {"name": "tag", "exc": "canary", "args": "canary"})

    assert line["message"] == "Task tag raised: … …"


def test_a_line_that_does_not_fit_its_arguments_is_written_all_the_same():
    assert line_of("a third %z", 1)["message"] == "a third %z"


@pytest.mark.django_db
def test_a_request_keeps_the_name_that_a_proxy_gave_and_no_other(client):
    given = client.get("/healthz", headers={"X-Request-ID": "abc-1"}, follow=True)
    odd = client.get("/healthz", headers={"X-Request-ID": "a b\n"}, follow=True)

    assert given.headers["X-Request-ID"] == "abc-1"
    assert odd.headers["X-Request-ID"].isalnum()
    assert len(odd.headers["X-Request-ID"]) == 32


def test_a_task_carries_the_name_of_its_request_and_the_next_one_does_not():
    token = request_id.set("abc-1")
    headers: dict = {}
    send_along(headers=headers)
    request_id.reset(token)

    relay_events.push_request(**headers)
    take_up(task=relay_events)
    named = request_id.get()
    put_down()
    relay_events.pop_request()

    assert named == "abc-1"
    assert request_id.get() == ""
