"""Logs: a line of JSON each, with the request that it belongs to, and no word that a person wrote."""

import datetime as dt
import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")

HEADER = "X-Request-ID"
PLAIN = re.compile(r"[\w.-]{1,64}", re.ASCII)
# What Celery tells of a task: what it was given, and what it said when it failed.
TOLD_OF_TASKS = {"args", "kwargs", "exc", "traceback", "return_value"}
LONGEST_CHAIN = 5


class JsonFormatter(logging.Formatter):
    """One object a line: `time`, `level`, `logger`, `message`, and where there are any `request` and `errors`.

    The message of an exception is left out: a database names the row that it refuses, and a row holds what a person
    wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if request := request_id.get():
            line["request"] = request
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [describe(error) for error in chain_of(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    message = str(record.msg)
    if not record.args:
        return message
    try:
        return message % without_words(record.args)
    except (TypeError, ValueError, KeyError):
        return message


def without_words(arguments: tuple[object, ...] | Mapping[str, object]) -> object:
    if isinstance(arguments, Mapping):
        return {name: "…" if name in TOLD_OF_TASKS else told(value) for name, value in arguments.items()}
    return tuple(told(value) for value in arguments)


def told(value: object) -> object:
    return name_of(value) if isinstance(value, BaseException) else value


def describe(error: BaseException) -> dict[str, Any]:
    """Return what an exception was and where: `type`, `at`, and of a refused row `sqlstate` and `constraint`."""
    said: dict[str, Any] = {"type": name_of(error), "at": places_of(error)}
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        said |= {"sqlstate": diagnosis.sqlstate, "constraint": diagnosis.constraint_name}
    return said


def name_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def places_of(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what caused it."""
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


class RequestIdMiddleware:
    """Give every request a name in the logs, the one of the proxy where it has one, and tell it to the client."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if PLAIN.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers[HEADER] = name
        return response


@before_task_publish.connect
def send_along(headers: dict[str, Any], **_: object) -> None:
    """A task carries the name of the request that asked for it."""
    headers["lest_request"] = request_id.get()


@task_prerun.connect
def take_up(task: Any, **_: object) -> None:
    request_id.set(task.request.get("lest_request") or "")


@task_postrun.connect
def put_down(**_: object) -> None:
    request_id.set("")
