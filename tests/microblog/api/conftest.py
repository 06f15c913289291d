import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.microblog.api.rest import Rest


@pytest.fixture
def rest_of(token_of) -> Callable[..., Rest]:
    """The REST face as one person sees it."""
    return lambda user, scopes="read write": Rest(token_of(user, scopes))


class Clock:
    """The time of day, to be moved on by hand."""

    def __init__(self, start: dt.datetime) -> None:
        self.now = start

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    found = Clock(timezone.now())
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


@pytest.fixture
def anyone(db) -> Rest:
    """The REST face as somebody sees it who is not signed in."""
    return Rest()
