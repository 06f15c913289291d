"""The attacks on people's names, by the numbers of the threat model.

Each runs twice: with the defence it must fail, with the defence switched off it must succeed. So each shows that it
would notice.
"""

from collections.abc import Callable

import pytest

from microblog.actions import release
from microblog.actions.anonymous import post_without_name
from microblog.models import AnonymousPost, Community, Post, User
from tests.attacks.slots import AFTER, NOON
from tests.microblog.api.rest import Rest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "defended" in metafunc.fixturenames:
        metafunc.parametrize("defended", [True, False], ids=["defended", "defence off"])


@pytest.fixture
def rest_of(token_of) -> Callable[..., Rest]:
    return lambda user: Rest(token_of(user, "read write"))


@pytest.fixture
def write(everybody, names_may_stay_away) -> Callable[..., str]:
    """Let somebody write without a name; returns the hash of the receipt."""

    def post(author: User, text: str = "Vaktlista kom for sent igjen.", number: int | None = None, **more) -> str:
        receipt = f"{author.pk if number is None else number:064x}"
        sent = {"author": author, "community": everybody, "kind": "pain", "text": text, "now": NOON} | more
        post_without_name(receipt_hash=receipt, **sent)
        return receipt

    return post


@pytest.fixture
def posts_of(write, colleagues, alice) -> Callable[..., Post]:
    """Alice and two colleagues write, the slot opens; returns the post of alice."""

    def released(text: str = "Vaktlista kom for sent igjen.") -> Post:
        receipts = [write(person, text) for person in (alice, *colleagues[:2])]
        release.release_anonymous(now=AFTER)
        return AnonymousPost.objects.get(receipt_hash=receipts[0]).post

    return released


@pytest.fixture
def name_is_kept(monkeypatch, alice) -> Callable[[bool], None]:
    """Unless defended, let the release know who wrote and say so, as a careless product would."""

    def switch(defended: bool) -> None:
        if not defended:
            monkeypatch.setattr(release, "nobody", lambda: alice)
            made = Post.objects.create

            def named(**fields):
                return made(**fields | {"pseudonym": None})

            monkeypatch.setattr(Post.objects, "create", named)

    return switch


@pytest.fixture
def narrow(everybody) -> Community:
    """Where only a few are."""
    return Community.objects.create(slug="smal", name="Smal")
