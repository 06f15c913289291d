import datetime as dt
from collections.abc import Callable

import pytest

from analytics.actions.facts import refresh_facts
from analytics.actions.readings import record_readings
from analytics.scoring import periods
from microblog.models import OrgUnit, Post, User, key_at
from tests.conftest import LONG_AGO

PERIOD = "2026-W46"
PAIN = "Vi får beskjed om nytt skift kvelden før, og alle er utslitte av vaktbyttene."
CALM = "Takk for god hjelp i dag, dette var kjempebra!"


@pytest.fixture
def units(company) -> list[OrgUnit]:
    """Two units of the company."""
    return [OrgUnit.objects.create(name=name, parent=company) for name in ("Terminal Drammen", "Terminal Bergen")]


@pytest.fixture
def staff(company, units, everybody) -> dict[int, list[User]]:
    """Sixty people in Drammen, forty in Bergen, by unit."""
    return {
        unit.pk: User.objects.bulk_create(
            User(
                username=f"{unit.pk}-{n}",
                name=f"Navn{n} Etternavn{unit.pk}",
                password="!",
                unit=unit,
                on_roster_since=LONG_AGO,
            )
            for n in range(size)
        )
        for unit, size in zip(units, (60, 40), strict=True)
    }


@pytest.fixture
def say(everybody) -> Callable[..., list[Post]]:
    """Let people write in a period, and have it read."""

    def speak(people: list[User], text: str = PAIN, period: str = PERIOD, kind: str = "update") -> list[Post]:
        start, _end = periods.bounds(period)
        posts = []
        for n, person in enumerate(people):
            when = start + dt.timedelta(hours=9, seconds=Post.objects.count() + n)
            posts.append(
                Post(
                    id=key_at(when, n),
                    author=person,
                    community=everybody,
                    kind=kind,
                    text=f"{text} ({n})",
                    published_at=when,
                )
            )
        Post.objects.bulk_create(posts)
        record_readings(posts)
        refresh_facts(period)
        return posts

    return speak
