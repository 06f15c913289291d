"""Addresses as `docs/api.md` writes them: `posts/:id/replies`, with or without a slash at the end."""

import re
from typing import Any

from django.urls import URLPattern, re_path

PARTS = {
    # A key as it is written in answers. What cannot be one has no address: 404.
    ":id": r"(?P<id>0|[1-9][0-9]{0,18})",
    ":person": r"(?P<person>0|[1-9][0-9]{0,18})",
    ":post": r"(?P<post>0|[1-9][0-9]{0,18})",
    ":reply": r"(?P<reply>0|[1-9][0-9]{0,18})",
    ":name": r"(?P<name>[^/]{1,200})",
    ":kind": r"(?P<kind>[a-z_]+)",
}


def route(address: str, view: type[Any]) -> URLPattern:
    """Return the pattern of an address."""
    pattern = re.sub(r":\w+", lambda part: PARTS[part[0]], address)
    return re_path(rf"^{pattern}/?$", view.as_view())
