"""The base of every resource: the conventions of `docs/api.md`, kept in one place.

A resource says what it takes and what it can be asked, and answers each method with an object (200), `Made` (201),
`Pending` (202) or None (204). All else is done here: strict input, ETags and conditions, repeated requests.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import APIView

from microblog.access import Invalid
from microblog.actions.idempotency import Answer, answer_once
from microblog.api.errors import Stale
from microblog.api.negotiation import OnlyJSON
from microblog.api.serializers import StrictSerializer
from microblog.limits import count_request
from microblog.models import User
from microblog.queries.locks import hold

Body = dict[str, Any]
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Made:
    """A new thing and its address under `/rest/v1/`. `kept` is what a repeated request is told, if not the same."""

    body: Body
    at: str
    kept: Body | None = None


@dataclass(frozen=True)
class Pending:
    """What the thing is like while the request waits for somebody's answer."""

    body: Body


class Resource(APIView):
    """One address. Set `scope`, `takes`, `asks` and `shows`; define the methods, and `found` and `shown` for one thing.

    Of what is declared here the OpenAPI description is made (`openapi.py`): a method whose return type is `Object`
    answers 200, `Made` 201, `Pending` 202, None 204.
    """

    scope: str | None = None
    # By method: the fields of the body, and those of the query string.
    takes: dict[str, type[StrictSerializer]] = {}
    asks: dict[str, type[StrictSerializer]] = {}
    # The shape (`shapes.py`) of the object at this address, and of other answers by method, or by "POST 201".
    shows: Any = None
    gives: dict[str, Any] = {}
    # What a file at this address is, with an example of it.
    serves, sample = "application/octet-stream", ""
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    content_negotiation_class = OnlyJSON
    sent: Body
    asked: Body

    def found(self, *args: Any, **ids: Any) -> models.Model:
        """Return what the address names.

        :raises Http404: if there is nothing for the viewer to know.
        """
        raise NotImplementedError

    def shown(self, row: Any) -> Body:
        """Return what `GET` answers of it."""
        raise NotImplementedError

    @property
    def has_state(self) -> bool:
        """Tell whether there is one thing here that `If-Match` can be about."""
        return type(self).found is not Resource.found

    @property
    def viewer(self) -> User:
        user: User = self.request.user  # type: ignore[assignment]
        return user

    def dispatch(self, request: HttpRequest, *args: Any, **ids: Any) -> HttpResponseBase:
        """Do what APIView does, and the conventions around the method."""
        ids = {name: as_key(value) for name, value in ids.items()}
        self.args, self.kwargs = args, ids
        self.request = self.initialize_request(request, *args, **ids)
        self.headers = self.default_response_headers
        try:
            self.initial(self.request, *args, **ids)
            self.count()
            answer: Any = self.answer(self.request, **ids)
        except Exception as refused:
            answer = self.handle_exception(refused)
        self.response = self.finalize_response(self.request, answer, *args, **ids)
        return self.response

    def count(self) -> None:
        """Count the request among those of its person, and say in the headers what is left.

        :raises Throttled: if nothing is.
        """
        method, path = self.request.method or "", self.request.path
        standing = count_request(person=self.viewer.pk, method=method, path=path)
        if standing:
            self.headers |= standing.headers(timezone.now().timestamp())
            if standing.is_refused:
                raise exceptions.Throttled(wait=standing.resets_in)

    def answer(self, request: Request, **ids: Any) -> HttpResponseBase:
        """Check what came in, call the method and return its answer with all that surrounds it."""
        method = request.method or ""
        handler = getattr(self, method.lower(), None) if method.lower() in self.http_method_names else None
        if handler is None:
            raise exceptions.MethodNotAllowed(method)
        self.asked = checked(self.asks.get("GET" if method in READING else method), query_of(request))
        if method in READING:
            found = handler(request, **ids)
            return found if isinstance(found, HttpResponseBase) else read_answer(request, found)
        self.sent = checked(self.takes.get(method), request.data)
        if method == "POST":
            return self.answer_post(request, handler, ids)
        if "If-Match" not in request.headers or not self.has_state:
            return response_of(answer_of(handler(request, **ids)))
        with transaction.atomic():
            self.refuse_stale(request.headers["If-Match"], ids)
            return response_of(answer_of(handler(request, **ids)))

    def answer_post(self, request: Request, handler: Any, ids: dict[str, Any]) -> HttpResponse:
        """Do a POST; one with an `Idempotency-Key` once a day."""
        if "Idempotency-Key" not in request.headers:
            return response_of(answer_of(handler(request, **ids)))

        def act() -> tuple[Answer, Answer]:
            result = handler(request, **ids)
            if isinstance(result, Made) and result.kept is not None:
                return answer_of(result), answer_of(Made(result.kept, result.at))
            return (answer_of(result),) * 2

        key, digest = key_of(request), digest_of(request)
        return response_of(answer_once(actor=self.viewer, key=key, digest=digest, now=timezone.now(), act=act))

    def refuse_stale(self, tags: str, ids: dict[str, Any]) -> None:
        """Let pass who has seen the present state, and hold it until the change is written.

        :raises Stale: if it has changed since.
        """
        hold(self.found(**ids))
        state = self.shown(self.found(**ids))
        tag = tag_of(text_of(state))
        if tags.strip() != "*" and tag not in parse_etags(tags):
            raise Stale(state, tag)


def as_key(value: str) -> int | str:
    return int(value) if value.isdigit() else value


def checked(fields: type[StrictSerializer] | None, data: Any) -> Body:
    """Return the fields of `data` that were sent, in their normal form.

    :raises Invalid: if it is not an object.
    :raises ValidationError: if a field is unknown or can't be taken.
    """
    if not isinstance(data, dict):
        raise Invalid("", "invalid", _("Send et JSON-objekt."))
    serializer = (fields or StrictSerializer)(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def query_of(request: Request) -> dict[str, str]:
    """Return the query string, each name once.

    :raises Invalid: if one stands there twice.
    """
    for name, values in request.query_params.lists():
        if len(values) > 1:
            raise Invalid(name, "repeated", _("Send denne bare én gang."))
    return request.query_params.dict()


def text_of(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def tag_of(text: str) -> str:
    """Return the ETag of a body. That of a list is weak and leaves out its last field `previous`: the mark of a feed
    says when it was read, and an unchanged list shall count as unchanged."""
    content, is_list, _previous = text.rpartition('"previous":')
    digest = hashlib.blake2b((content if is_list else text).encode(), digest_size=16).hexdigest()
    return f'W/"{digest}"' if is_list else f'"{digest}"'


def key_of(request: Request) -> str:
    """Return the `Idempotency-Key`.

    :raises Invalid: if it is not 1 to 64 printable characters.
    """
    key = request.headers["Idempotency-Key"]
    if not re.fullmatch(r"[\x20-\x7e]{1,64}", key):
        raise Invalid("Idempotency-Key", "invalid", _("Bruk 1 til 64 synlige tegn som nøkkel."))
    return key


def digest_of(request: Request) -> str:
    """Return what tells one request from another: address and content."""
    content = json.dumps([request.path.rstrip("/"), request.data], sort_keys=True, default=digest_of_file)
    return hashlib.sha256(content.encode()).hexdigest()


def digest_of_file(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def answer_of(result: Body | Made | Pending | None) -> Answer:
    """Return status, body and own headers for what a method returned."""
    if result is None:
        return Answer(204, "")
    if isinstance(result, Made):
        text = text_of(result.body)
        return Answer(201, text, {"ETag": tag_of(text), "Location": f"/rest/v1/{result.at}"})
    status, body = (202, result.body) if isinstance(result, Pending) else (200, result)
    text = text_of(body)
    return Answer(status, text, {"ETag": tag_of(text)})


def read_answer(request: Request, body: Body) -> HttpResponse:
    """Return the answer to a GET: 304 if the reader has it already, and for a list the way to its next page."""
    answer = answer_of(body)
    if has_tag(request, answer.headers["ETag"]):
        answer = Answer(304, "", answer.headers)
    response = response_of(answer)
    if body.get("next"):
        query = {**request.query_params.dict(), "cursor": body["next"]}
        query.pop("since", None)
        response["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'
    return response


def has_tag(request: Request, tag: str) -> bool:
    """Tell whether `If-None-Match` names this tag, strong or weak (RFC 9110, 13.1.2)."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in tags or tag.removeprefix("W/") in {known.removeprefix("W/") for known in tags}


def response_of(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers, content_type="application/json")
    if not answer.body:
        del response["Content-Type"]
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    return response
