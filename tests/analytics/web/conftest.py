"""A frozen letter about odd numbers of people, and those who may read it."""

import datetime as dt
from html.parser import HTMLParser

import pytest

from analytics.actions.letters import freeze_letters
from analytics.models import Letter
from analytics.scoring import periods
from analytics.scoring.letter import canonical_json, compose_letter
from microblog.models import OrgUnit, User
from tests.analytics.conftest import CALM, PERIOD
from tests.analytics.scoring.test_letter import make_fullest_inputs
from tests.microblog.api.conftest import rest_of
from tests.microblog.web.conftest import browser_of

__all__ = ["browser_of", "rest_of"]

MONDAY = periods.bounds(PERIOD)[1] + dt.timedelta(hours=6)
# How many in Drammen, in Bergen and in all tell of their shifts; nobody may ever read these.
DRAMMEN, BERGEN, ALL = 37, 11, 48


@pytest.fixture
def talk(units, staff, say) -> None:
    say(staff[units[0].pk][:DRAMMEN])
    say(staff[units[1].pk][:BERGEN])
    say(staff[units[1].pk][BERGEN : BERGEN + 20], CALM)


@pytest.fixture
def frozen(talk, lena, dina, berit) -> list[Letter]:
    return freeze_letters(period=PERIOD, now=MONDAY)


@pytest.fixture
def dina(units, make_person) -> User:
    """The leader of Drammen, which has a letter of its own."""
    return leader_of(units[0], make_person("dina", unit=units[0]))


@pytest.fixture
def berit(units, make_person) -> User:
    """The leader of Bergen, which is too small for one."""
    return leader_of(units[1], make_person("berit", unit=units[1]))


def leader_of(unit: OrgUnit, person: User) -> User:
    unit.leader = person
    unit.save()
    return person


@pytest.fixture
def fullest(company, frozen) -> Letter:
    """The company's letter of the period, as long as letters get."""
    letter = Letter.objects.get(unit=company)
    inputs = {**make_fullest_inputs(), "period": PERIOD}
    letter.content = canonical_json(compose_letter(inputs)).decode()
    letter.save()
    return letter


class Text(HTMLParser):
    """The words of a page; `skip` names tags and classes whose words are left out."""

    EMPTY = {"link", "meta", "input", "br", "img", "hr"}

    def __init__(self, skip: set[str] = frozenset({"script"})) -> None:
        super().__init__()
        self.skip, self.stack, self.words = skip, [], []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in self.EMPTY:
            self.stack.append({tag, *(dict(attrs).get("class") or "").split()})

    def handle_startendtag(self, tag, attrs) -> None:
        """Pass over what holds nothing, such as the shapes of a drawing."""

    def handle_endtag(self, tag) -> None:
        while self.stack and tag not in self.stack.pop():
            pass

    def handle_data(self, data) -> None:
        if not any(names & self.skip for names in self.stack):
            self.words += data.split()


def words_of(html: str, skip: set[str] = frozenset({"script"})) -> list[str]:
    reader = Text(skip)
    reader.feed(html)
    return reader.words
