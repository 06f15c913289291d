from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from microblog.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def fresh_process():
    """What a process remembers for a minute does not pass from one test to the next."""
    caches["process"].clear()


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
