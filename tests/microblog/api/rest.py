"""A client of the REST face, as a phone or a script would be one."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Rest:
    """Speaks JSON with a token; `headers` are given as keywords, with `_` for `-`."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}"} if token else None)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        content_type = headers.pop("content_type", "application/json")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, f"/rest/v1{path}", sent, content_type=content_type, headers=named)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("DELETE", path, body, **headers)

    def items(self, path: str) -> list[dict[str, Any]]:
        return self.get(path).json()["items"]

    def walk(self, path: str) -> list[str]:
        """Return the ids of a list, page by page to its end."""
        found, mark = [], "&" if "?" in path else "?"
        page = self.get(path).json()
        found += [item["id"] for item in page["items"]]
        while page["next"]:
            page = self.get(f"{path}{mark}cursor={page['next']}").json()
            found += [item["id"] for item in page["items"]]
        return found


def errors(response: HttpResponse) -> dict[str, str]:
    """Return the codes of a 422 by field."""
    assert response.status_code == 422, response.content
    return {error["field"]: error["code"] for error in response.json()["errors"]}
