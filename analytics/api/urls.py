"""Addresses of letters and pain points under `/rest/v1/`."""

from typing import Any

from analytics.api.letters import Letters, OneLetter
from analytics.api.pain_points import OnePainPoint, PainPoints, PainPointTable
from microblog.api.routes import route

urlpatterns: list[Any] = [
    route("letters", Letters),
    route(r"letters/(?P<period>[0-9]{4}-W[0-9]{2})", OneLetter),
    route("pain-points", PainPoints),
    route(r"pain-points\.csv", PainPointTable),
    route("pain-points/:id", OnePainPoint),
]
