"""The cast: alice writes, bob is in her community, charlie is outside, lena leads."""

import datetime as dt
import os
from collections.abc import Callable

import hypothesis
import pytest
from django.utils import timezone

from microblog.actions.communities import join_community, open_community
from microblog.actions.people import issue_token
from microblog.actions.posts import publish_post, publish_reply
from microblog.models import AccessToken, AnonymitySwitch, Community, Membership, OrgUnit, Post, Role, User, key_at

# No test is timed: machines are noisy. What lands is not decided by chance; at the desk new examples are sought.
hypothesis.settings.register_profile("lest", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("lest")

LONG_AGO = dt.date(2020, 1, 1)
NOW = dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def company(db) -> OrgUnit:
    return OrgUnit.objects.create(name="Lyngholt")


@pytest.fixture
def everybody(company) -> Community:
    return Community.objects.create(slug="alle", name="Alle", is_for_everybody=True)


@pytest.fixture
def make_person(company, everybody) -> Callable[..., User]:
    def make(username: str, **fields: object) -> User:
        fields.setdefault("name", username.capitalize())
        fields.setdefault("unit", company)
        fields.setdefault("on_roster_since", LONG_AGO)
        user = User.objects.create(username=username, password="!", **fields)
        Membership.objects.create(user=user, community=everybody)
        return user

    return make


@pytest.fixture
def alice(make_person) -> User:
    return make_person("alice")


@pytest.fixture
def bob(make_person) -> User:
    return make_person("bob")


@pytest.fixture
def charlie(make_person) -> User:
    return make_person("charlie")


@pytest.fixture
def lena(make_person, company) -> User:
    """The top leader."""
    user = make_person("lena")
    company.leader = user
    company.save()
    return user


@pytest.fixture
def moderator(make_person) -> User:
    return make_person("maud", roles=[Role.MODERATOR])


@pytest.fixture
def community(alice, bob) -> Community:
    """An open community of alice, its host, and bob."""
    found = open_community(actor=alice, name="Verkstedet")
    join_community(actor=bob, community=found)
    return found


@pytest.fixture
def closed_community(alice, bob) -> Community:
    return private_community(alice, bob, "Tillitsvalgte", "closed")


@pytest.fixture
def hidden_community(alice, bob) -> Community:
    return private_community(alice, bob, "Krisestaben", "hidden")


def private_community(host: User, member: User, name: str, visibility: str) -> Community:
    found = open_community(actor=host, name=name, visibility=visibility)
    Membership.objects.create(user=member, community=found)
    Community.objects.filter(pk=found.pk).update(members_count=2)
    return found


@pytest.fixture
def make_post() -> Callable[..., Post]:
    def make(author: User, community: Community, text: str = "Hei", kind: str = "update", now=None) -> Post:
        return publish_post(author=author, community=community, kind=kind, text=text, now=now or timezone.now())

    return make


@pytest.fixture
def make_posts() -> Callable[..., list[Post]]:
    """Many posts at once, a minute apart, with nothing told to anybody."""

    def make(size: int, *, author: User, community: Community, start: dt.datetime = NOW, **fields) -> list[Post]:
        times = [start + dt.timedelta(minutes=n) for n in range(size)]
        return Post.objects.bulk_create(
            Post(
                id=key_at(when, n),
                author=author,
                community=community,
                text=f"Innlegg {n}",
                published_at=when,
                **{"kind": "update", **fields},
            )
            for n, when in enumerate(times)
        )

    return make


@pytest.fixture
def reply_to() -> Callable[..., Post]:
    def reply(author: User, parent: Post, text: str = "Svar", now=None) -> Post:
        return publish_reply(author=author, parent=parent, text=text, now=now or timezone.now())

    return reply


@pytest.fixture
def token_of() -> Callable[..., str]:
    def issue(user: User, scopes: str = "read write") -> str:
        token, secret = issue_token(user=user, name="test", scopes=scopes.split())
        # Used today already: to note the first use of a day takes one statement more.
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=timezone.localdate())
        return secret

    return issue


pytest_plugins = ["tests.house", *(["tests.contract"] if "LEST_CONTRACT" in os.environ else [])]


@pytest.fixture
def representative(make_person) -> User:
    """Signs for the employees."""
    return make_person("rita", roles=[Role.REPRESENTATIVE])


@pytest.fixture
def colleagues(make_person) -> list[User]:
    """Enough people that whoever writes without a name is one of many."""
    return [make_person(f"colleague{number}") for number in range(16)]


@pytest.fixture
def names_may_stay_away(colleagues, representative) -> None:
    """The company lets people write without their names."""
    AnonymitySwitch.objects.create(
        is_on=True, discussed_on=LONG_AGO, countersigned_by=representative, countersigned_at=NOW
    )
