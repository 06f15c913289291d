"""The description of the REST face is whole, honest and checked in."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from microblog.api.openapi import description, text_of_description
from microblog.api.resource import Resource
from tests.contract import components, faults_of

CHECKED_IN = settings.BASE_DIR / "docs" / "openapi.json"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def media_of(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each body of an operation with where it stands."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        yield "request", media
    for status, answer in operation["responses"].items():
        for media in answer.get("content", {}).values():
            yield status, media


def rest_views(patterns: Any) -> Iterator[type[Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from rest_views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and issubclass(
            found := getattr(pattern.callback, "cls", object), Resource
        ):
            yield found


def test_the_description_that_is_checked_in_is_that_of_the_code():
    assert CHECKED_IN.read_text() == text_of_description(), "run ./lest manage write_openapi"


def test_every_name_of_an_operation_is_its_own():
    names = [operation["operationId"] for _method, _path, operation in operations()]

    assert len(names) > 100
    assert sorted(set(names)) == sorted(names)


def test_every_resource_is_described_with_each_of_its_methods():
    described = len(list(operations()))

    methods = [
        method
        for view in rest_views(get_resolver().url_patterns)
        for method in view.http_method_names
        if method != "head" and hasattr(view, method)
    ]
    assert described == len(methods)


def test_every_answer_and_every_body_has_a_shape_and_an_example():
    bare = [
        f"{operation['operationId']} {where}"
        for _method, _path, operation in operations()
        for where, media in media_of(operation)
        if not media["schema"] or "example" not in media
    ]

    assert bare == []


def test_every_field_that_comes_in_says_its_form():
    fields = [
        f"{name}.{field}"
        for name, form in description()["components"]["schemas"].items()
        for field, part in form.get("properties", {}).items()
        if set(part) == {"title"}
    ]

    assert fields == [], "give these fields of serializers a `form`, or a line in forms.py:FORMS"


@pytest.mark.parametrize(("method", "path", "operation"), list(operations()), ids=lambda part: str(part)[:40])
def test_every_example_is_one(method, path, operation):
    for _where, media in media_of(operation):
        if isinstance(media["example"], str):
            continue
        judge = jsonschema.Draft202012Validator({**media["schema"], "components": components()})

        assert [fault.message for fault in judge.iter_errors(media["example"])] == []


def test_every_operation_can_be_refused_in_the_ways_of_the_conventions():
    for method, path, operation in operations():
        codes = set(operation["responses"])

        assert {"401", "403", "422", "429"} <= codes, operation["operationId"]
        assert ("404" in codes) or "{" not in path, operation["operationId"]
        assert operation["security"]
        assert (method != "POST") or {"400", "409", "413", "415"} <= codes


def test_the_description_is_served_to_everybody_and_has_a_page_of_its_own(db):
    visitor = Client()

    served = [visitor.get(f"/rest/v1/{address}") for address in ("openapi.json", "schema", "schema/")]
    page = visitor.get("/rest/v1/docs")

    assert [json.loads(answer.content) for answer in served] == [description()] * 3
    assert page.status_code == 200
    assert "https://" not in page.text.replace('lang="', "")


class Answer:
    """An answer as the judge of the contract sees it."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self.status_code, self.content = status, json.dumps(body).encode()
        self.headers = {"Content-Type": "application/json", "ETag": '"x"', **headers}


class Asked:
    method, path = "GET", "/rest/v1/topics/vakt"


def test_the_contract_finds_what_is_not_described():
    topic = {"name": "vakt", "is_following": False}

    assert faults_of(Asked, Answer(200, topic)) == []
    assert faults_of(Asked, Answer(200, {**topic, "secret": 1})) != []
    assert faults_of(Asked, Answer(200, {"name": "vakt"})) != []
    assert faults_of(Asked, Answer(418, topic)) != []
    assert faults_of(Asked, Answer(200, topic, **{"Content-Type": "text/html"})) != []
