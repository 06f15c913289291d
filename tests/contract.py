"""Every answer of the REST face in every test is held to its description: status, media type, headers, fields."""

import json
import re
from functools import cache
from typing import Any

import jsonschema
import pytest

from microblog.api.openapi import description
from microblog.api.resource import Resource

Form = dict[str, Any]


class BrokenContract(AssertionError):
    """An answer is not what the description says."""


@cache
def addresses() -> list[tuple[re.Pattern[str], Form]]:
    """Return the described addresses, those with the fewest blanks first."""
    paths = sorted(description()["paths"].items(), key=lambda entry: entry[0].count("{"))
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + "/?"), methods) for path, methods in paths]


def operation_of(method: str, path: str) -> Form | None:
    for pattern, methods in addresses():
        if pattern.fullmatch(path.removeprefix("/rest/v1")):
            return methods.get("get" if method == "HEAD" else method.lower())
    return None


@cache
def components() -> Form:
    """Return the components, with every object closed: what is not described is not served."""
    closed: Form = json.loads(json.dumps(description()["components"]))
    for form in closed["schemas"].values():
        if form.get("type") == "object" and "properties" in form:
            form["additionalProperties"] = False
    closed["schemas"]["Problem"]["additionalProperties"] = True
    return closed


@cache
def judge_of(form: str) -> Any:
    return jsonschema.Draft202012Validator({**json.loads(form), "components": components()})


def faults_of(request: Any, response: Any) -> list[str]:
    """Return what in an answer is not as described."""
    operation = operation_of(request.method, request.path)
    if operation is None or request.method == "HEAD":
        return []
    status = str(response.status_code)
    answer = operation["responses"].get(status)
    if answer is None:
        return [f"status {status} is not described"]
    answer = described(answer)
    missing = [name for name in answer.get("headers", {}) if name in SURE and name not in response.headers]
    media = response.headers.get("Content-Type", "").split(";")[0]
    if not answer.get("content"):
        return missing
    if media not in answer["content"]:
        return [*missing, f"media type {media!r} is not described"]
    if not media.endswith("json"):
        return missing
    judge = judge_of(json.dumps(answer["content"][media]["schema"], sort_keys=True))
    faults = judge.iter_errors(json.loads(response.content))
    return missing + [f"{fault.json_path}: {fault.message[:300]}" for fault in faults]


SURE = {"ETag", "Location", "WWW-Authenticate", "Retry-After"}


def described(answer: Form) -> Form:
    return description()["components"]["responses"][answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer


@pytest.fixture(autouse=True)
def rest_contract(monkeypatch):
    """Refuse an answer that is not as described, where it is made."""
    dispatch = Resource.dispatch

    def judged(self, request, *args, **ids):
        response = dispatch(self, request, *args, **ids)
        if hasattr(response, "render"):
            response.render()
        if faults := faults_of(request, response):
            raise BrokenContract(f"{request.method} {request.path}: {faults}")
        return response

    monkeypatch.setattr(Resource, "dispatch", judged)
