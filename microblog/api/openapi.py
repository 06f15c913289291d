"""The OpenAPI 3.1 description, made from what the resources declare.

A resource says by `takes` and `asks` what it takes, by `shows` and `gives` what it answers, and by the return types of
its methods with which status. All else is a convention of `docs/api.md` and stands here once.
"""

import json
import re
import types
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.http.response import HttpResponseBase
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.parsers import BaseParser, MultiPartParser

from microblog.actions.people import SCOPES
from microblog.api.authentication import scope_of
from microblog.api.examples import example_of
from microblog.api.forms import Form, form_of, serializer_form, whole_form
from microblog.api.resource import Made, Pending, Resource
from microblog.api.shapes import Fault

VERBS = {"POST": "create", "PUT": "set", "PATCH": "change", "DELETE": "delete"}
ALWAYS = {401, 403, 404, 422, 429}
WRITING = {400, 409, 413, 415}
PROBLEMS = {
    400: "Malformed: broken JSON, or the cursor of another list.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "Known, but not allowed: a scope or a right is missing.",
    404: "Not there, or not yours to know.",
    406: "Only JSON is served.",
    409: "Something has changed in the meantime, or the key was used for something else.",
    412: "What you saw has changed; `current` is how it is now.",
    413: "Too large.",
    415: "Only JSON is taken.",
    422: "Checked and refused; `errors` names each field.",
    429: "Too many requests; `Retry-After` says how long to wait.",
}
PATH_EXAMPLES = {"name": "vakt", "kind": "thanks", "period": "2026-W47"}
STATUS_WORDS = {200: "OK", 201: "Made", 202: "Waits for somebody's answer", 204: "Done"}


class ResourceSchema(AutoSchema):
    """What one method of a resource is, as an operation."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Form | None:
        """Return the operation, or None for what is not a resource."""
        resource: Any = self.view
        if not isinstance(resource, Resource):
            return None
        self.path, self.path_regex, self.method, self.registry = path, path_regex, method, registry
        operation: Form = {
            "operationId": self.operation_name(resource),
            "summary": self.operation_name(resource).replace("_", " ").capitalize(),
            "description": description_of(resource, method),
            "tags": [tag_of_path(path)],
            "parameters": self.parameters(resource),
            "security": security_of(resource, method),
            "responses": self.answers(resource) | self.refusals(resource),
        }
        if method in resource.takes:
            operation["requestBody"] = self.body(resource)
        return operation

    def operation_name(self, resource: Resource) -> str:
        """Return such as `list_posts`, `create_post`, `get_post`, `set_post_reaction`."""
        name = type(resource).__name__.removeprefix("One")
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        if self.method != "GET":
            return f"{VERBS[self.method]}_{singular(words) if self.method == 'POST' else words}"
        return f"{'list' if is_list(resource) else 'get'}_{words}"

    def parameters(self, resource: Resource) -> list[Form]:
        found: list[Form] = [path_parameter(name, pattern) for name, pattern in parts_of(self.path_regex)]
        asked = resource.asks.get(self.method)
        if asked:
            found += self.query(asked)
        return [*found, *({"$ref": f"#/components/parameters/{name}"} for name in self.headers(resource))]

    def query(self, asked: Any) -> list[Form]:
        form = whole_form(asked(), self.registry)
        return [
            {"name": name, "in": "query", "required": name in form.get("required", []), "schema": schema}
            for name, schema in form["properties"].items()
        ]

    def headers(self, resource: Resource) -> list[str]:
        names = ["AcceptLanguage"]
        if self.method == "GET":
            names.append("IfNoneMatch")
        elif self.method == "POST":
            names.append("IdempotencyKey")
        elif resource.has_state:
            names.append("IfMatch")
        return names

    def body(self, resource: Resource) -> Form:
        form = serializer_form(resource.takes[self.method](), self.registry)
        example = example_of(form, "", self.schemas())
        media = {kind: {"schema": form, "example": example} for kind in media_of(resource)}
        return {
            "required": bool(self.schemas()[form["$ref"].rpartition("/")[2]].get("required")),
            "content": media,
        }

    def schemas(self) -> dict[str, Form]:
        found: dict[str, Form] = self.registry.build({}).get("schemas", {})
        return found

    def answers(self, resource: Resource) -> Form:
        """Return the answers that the handler's return type tells of, by status."""
        found: Form = {}
        for status, kind in sorted(statuses_of(getattr(resource, self.method.lower()), self.method).items()):
            answer: Form = {"description": STATUS_WORDS[status], "headers": limit_headers()}
            if isinstance(kind, type) and issubclass(kind, HttpResponseBase):
                media = resource.serves
                answer["content"] = {media: {"schema": {"type": "string"}, "example": resource.sample}}
            elif status != 204:
                answer["content"] = {"application/json": self.content(resource, status)}
            answer["headers"] |= header_refs(["ETag"] if status != 204 else [])
            if status == 201:
                answer["headers"] |= header_refs(["Location"])
            if status == 200 and is_list(resource) and self.method == "GET":
                answer["headers"] |= header_refs(["Link"])
            found[str(status)] = answer
        if self.method == "GET":
            found["304"] = {"description": "Not changed since the ETag of `If-None-Match`."}
        return found

    def content(self, resource: Resource, status: int) -> Form:
        shape = shape_of(resource, self.method, status)
        form = {} if shape is None else form_of(shape, self.registry)
        return {"schema": form, "example": example_of(form, "", self.schemas())}

    def refusals(self, resource: Resource) -> Form:
        asked = resource.asks.get(self.method)
        codes = set(ALWAYS)
        if self.method == "GET":
            codes |= {406} | ({400} if asked and "cursor" in asked().fields else set())
        else:
            codes |= WRITING | {406} | ({412} if "IfMatch" in self.headers(resource) else set())
        if self.method == "POST" and resource.has_state:
            codes.add(412)
        return {str(code): {"$ref": f"#/components/responses/Problem{code}"} for code in sorted(codes)}


def singular(words: str) -> str:
    if words.endswith("ies"):
        return f"{words[:-3]}y"
    return words.removesuffix("s") if not words.endswith("ss") else words


def description_of(resource: Resource, method: str) -> str:
    """Return what the handler says of itself, else the resource, without its address."""
    words = getattr(resource, method.lower()).__doc__ or type(resource).__doc__ or ""
    return " ".join(re.sub(r"^`/[^`]*`[:,]?", "", words.strip()).split())


def tag_of_path(path: str) -> str:
    return path.removeprefix("/rest/v1/").split("/")[0].split(".")[0]


def is_list(resource: Resource) -> bool:
    shape = shape_of(resource, "GET", 200)
    name = getattr(get_origin(shape) or shape, "__name__", "")
    return name.endswith("Page") or name in ("Thread", "Finds")


def shape_of(resource: Resource, method: str, status: int) -> Any:
    """Return the shape of an answer, or None where the resource says nothing."""
    return resource.gives.get(f"{method} {status}") or resource.gives.get(method) or resource.shows


def statuses_of(handler: Any, method: str) -> dict[int, Any]:
    """Return what a handler's return type says: status → kind of answer."""
    hint = get_type_hints(handler).get("return")
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    status: dict[Any, int] = {types.NoneType: 204, None: 204, Made: 201, Pending: 202}
    return {status.get(kind, 200): kind for kind in kinds}


def media_of(resource: Resource) -> list[str]:
    parsers: list[type[BaseParser]] = [parser for parser in resource.parser_classes if parser is not None]
    if any(issubclass(parser, MultiPartParser) for parser in parsers):
        return ["multipart/form-data"]
    return ["application/json"]


def security_of(resource: Resource, method: str) -> list[Form]:
    return [{"oauth": [scope_of(resource, method)]}, {"token": []}, {"session": []}]


def parts_of(path_regex: str) -> list[tuple[str, str]]:
    """Return name and pattern of each named group of an address."""
    found = []
    for match in re.finditer(r"\(\?P<(\w+)>", path_regex):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(path_regex[end], 0)
            end += 1
        found.append((match[1], path_regex[match.end() : end - 1]))
    return found


def path_parameter(name: str, pattern: str) -> Form:
    example = PATH_EXAMPLES.get(name, "42")
    schema = {"type": "string", "pattern": f"^({pattern})$"}
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def header_refs(names: list[str]) -> Form:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def limit_headers() -> Form:
    return header_refs(["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"])


def tidy_addresses(endpoints: list[tuple[Any, ...]], **_others: Any) -> list[tuple[Any, ...]]:
    """Take the slash off the end: both forms answer, one is told."""
    return [(path.rstrip("/").replace("\\", ""), *rest) for path, *rest in endpoints if path.startswith("/rest/v1/")]


def add_common_parts(result: Form, registry: Any = None, generator: Any = None, **_others: Any) -> Form:
    """Add what all operations share: problems, headers, parameters, ways to sign in; and the links between them."""
    components = result.setdefault("components", {})
    kept = ComponentRegistry()
    form_of(Fault, kept)
    components["schemas"] = {**components.get("schemas", {}), **kept.build({})["schemas"], "Problem": PROBLEM}
    components["responses"] = {f"Problem{code}": problem_answer(code) for code in PROBLEMS}
    components["headers"] = HEADERS
    components["parameters"] = PARAMETERS
    components["securitySchemes"] = SECURITY
    result["servers"] = [{"url": "/rest/v1"}]
    result["paths"] = {path.removeprefix("/rest/v1"): methods for path, methods in result["paths"].items()}
    add_links(result["paths"])
    return result


def add_links(paths: Form) -> None:
    """Lead from what a POST has made to what can be done with it: `/posts` to `/posts/{id}` and below."""
    for path, methods in paths.items():
        made = methods.get("post", {}).get("responses", {}).get("201")
        if made:
            links = {
                operation["operationId"]: {
                    "operationId": operation["operationId"],
                    "parameters": {"id": "$response.body#/id"},
                }
                for other, others in paths.items()
                if other.startswith(f"{path}/{{id}}") and other.count("{") == 1
                for operation in others.values()
            }
            if links:
                made["links"] = links


def problem_answer(code: int) -> Form:
    example: Form = {"type": "about:blank", "title": PROBLEMS[code].split(":")[0].rstrip("."), "status": code}
    example |= {"detail": PROBLEMS[code], "instance": "/rest/v1/posts"}
    if code == 422:
        example["errors"] = [{"field": "text", "code": "required", "detail": "Write something here."}]
    answer: Form = {
        "description": PROBLEMS[code],
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
    header = {401: "WWW-Authenticate", 429: "Retry-After", 412: "ETag"}.get(code)
    if header:
        answer["headers"] = header_refs([header])
    return answer


PROBLEM: Form = {
    "type": "object",
    "description": "RFC 9457, in the reader's language.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "current": {"type": "object", "description": "With 412: how it is now."},
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "With 409 of a move."},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}


def header(description: str, kind: str = "string") -> Form:
    return {"description": description, "schema": {"type": kind}}


HEADERS: Form = {
    "ETag": header("The state; of a list without its `previous`."),
    "Location": header("Where what was made is."),
    "Link": header("`rel=next`: the next page."),
    "X-RateLimit-Limit": header("Requests of the limit that is nearest to being used up.", "integer"),
    "X-RateLimit-Remaining": header("How many of them are left.", "integer"),
    "X-RateLimit-Reset": header("When it begins anew, in seconds since 1970.", "integer"),
    "Retry-After": header("Seconds to wait."),
    "WWW-Authenticate": header("How to sign in."),
}


def parameter(name: str, description: str, example: str, **form: Any) -> Form:
    schema = {"type": "string", **form}
    return {"name": name, "in": "header", "description": description, "schema": schema, "example": example}


PARAMETERS: Form = {
    "AcceptLanguage": parameter("Accept-Language", "`nb`, `nn` or `en`.", "nb"),
    "IfNoneMatch": parameter("If-None-Match", "An ETag that the reader has; the same gives 304.", '"e6a1"'),
    "IfMatch": parameter("If-Match", "The ETag that was seen; another state gives 412.", "*"),
    "IdempotencyKey": parameter(
        "Idempotency-Key",
        "The same key within a day gets the first answer.",
        "5e0f9a52-2d5a-4c62-9f9d-0a0c3f1f7b11",
        pattern="^[ -~]{1,64}$",
    ),
}
SECURITY: Form = {
    "oauth": {
        "type": "oauth2",
        "description": "Authorization code with PKCE (S256).",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/identity/o/authorize",
                "tokenUrl": "/identity/o/api/token",
                "refreshUrl": "/identity/o/api/token",
                "scopes": {scope: f"`{scope}`" for scope in SCOPES},
            }
        },
    },
    "token": {"type": "http", "scheme": "bearer", "description": "A personal access token."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "For own pages."},
}


@cache
def description() -> Form:
    """Return the whole description, made once for the process."""
    with translation.override("en"):
        found: Form = SchemaGenerator().get_schema(request=None, public=True)
    return found


@cache
def text_of_description() -> str:
    return json.dumps(description(), indent=1, ensure_ascii=False) + "\n"
