"""JSON out, whatever else the reader would also take."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

ACCEPTED = {"*/*", "application/*", "application/json", "application/problem+json"}


class OnlyJSON(DefaultContentNegotiation):
    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """Return the one renderer.

        :raises NotAcceptable: if the reader does not take JSON.
        """
        ranges = (request.headers.get("Accept") or "*/*").split(",")
        if not any(wanted.split(";")[0].strip().lower() in ACCEPTED for wanted in ranges):
            raise NotAcceptable
        (renderer,) = renderers
        return renderer, renderer.media_type or ""
