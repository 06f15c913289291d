import datetime as dt
import json
import re

import pytest

from analytics.actions import letters as actions
from analytics.actions.letters import (
    DisclosureRefused,
    NotOver,
    freeze_due_letters,
    freeze_letters,
    rebuild_letter,
)
from analytics.models import Letter, PainPoint
from analytics.scoring import periods
from microblog.models import Event, Post, User
from tests.analytics.conftest import CALM, PERIOD

MONDAY = periods.bounds(PERIOD)[1] + dt.timedelta(hours=6)


@pytest.fixture
def talk(company, units, staff, say) -> None:
    say(staff[units[0].pk][:17])
    say(staff[units[1].pk][:8])
    say(staff[units[0].pk][20:40], CALM)


def test_a_letter_is_frozen_for_the_company_and_each_unit_of_fifty(talk, company, units):
    letters = freeze_letters(period=PERIOD, now=MONDAY)

    assert {letter.unit for letter in letters} == {company, units[0]}
    assert Event.objects.filter(type="letter.published").count() == 2


def test_the_letter_names_what_pinches_in_bands_and_never_exactly(talk, company):
    freeze_letters(period=PERIOD, now=MONDAY)

    letter = Letter.objects.get(unit=company)
    content = json.loads(letter.content)
    assert content["pains"][0]["theme"] == "working_hours_shifts"
    assert content["pains"][0]["people_band"] == "~25"
    drammen = PainPoint.objects.get(unit__name="Terminal Drammen", theme="working_hours_shifts")
    assert drammen.authors == 17
    without_keys = re.sub(r'"(\w+_)?id":"\d+"', "", letter.content)
    assert not re.search(r"(?<!\d)(17|25)(?!\d)(?<!~25)", without_keys)


def test_freezing_twice_changes_nothing(talk):
    first = freeze_letters(period=PERIOD, now=MONDAY)
    second = freeze_letters(period=PERIOD, now=MONDAY + dt.timedelta(days=1))

    assert [letter.pk for letter in first] == [letter.pk for letter in second]
    assert Letter.objects.count() == 2


def test_a_period_that_runs_is_not_frozen(talk):
    with pytest.raises(NotOver):
        freeze_letters(period=PERIOD, now=MONDAY - dt.timedelta(hours=7))


@pytest.mark.parametrize(("hours", "frozen"), [(-1, False), (0, True), (30, True)])
def test_letters_are_due_on_monday_at_six_and_a_missed_run_is_caught_up(hours, frozen, talk):
    freeze_due_letters(now=MONDAY + dt.timedelta(hours=hours))

    assert Letter.objects.filter(period=PERIOD).exists() == frozen


def test_a_letter_is_rebuilt_to_the_byte_also_after_deletes_moves_and_erasures(talk, units):
    freeze_letters(period=PERIOD, now=MONDAY)
    Post.objects.update(deleted_at=MONDAY)
    User.objects.update(unit=units[1], name="Tidligere kollega")
    units[0].name = "Et annet navn"
    units[0].save()

    assert all(rebuild_letter(letter) for letter in Letter.objects.all())


def test_a_changed_letter_is_found(talk, company):
    freeze_letters(period=PERIOD, now=MONDAY)
    letter = Letter.objects.get(unit=company)
    letter.content = letter.content.replace("~25", "~30")

    assert not rebuild_letter(letter)


def test_when_the_auditor_refuses_nothing_is_published(talk, monkeypatch, company, units):
    real = actions.find_pain_points

    def leaking(period: str) -> list[PainPoint]:
        real(period)
        # Show everything, also what the rules hide.
        PainPoint.objects.filter(period=period).update(is_released=True)
        return list(PainPoint.objects.filter(period=period))

    monkeypatch.setattr(actions, "find_pain_points", leaking)

    with pytest.raises(DisclosureRefused) as refused:
        freeze_letters(period=PERIOD, now=MONDAY)

    assert refused.value.findings
    assert not Letter.objects.exists()
    assert not Event.objects.filter(type="letter.published").exists()


def test_a_week_with_too_few_voices_says_so(company, units, staff, say):
    say(staff[units[0].pk][:6])

    freeze_letters(period=PERIOD, now=MONDAY)

    content = json.loads(Letter.objects.get(unit=company).content)
    assert content["pains"] == []


def test_a_company_of_fourteen_gets_no_letter(company, make_person):
    for n in range(14):
        make_person(f"p{n}")

    assert freeze_letters(period=PERIOD, now=MONDAY) == []
