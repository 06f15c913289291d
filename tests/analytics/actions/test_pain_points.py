from analytics.actions.pain_points import find_pain_points
from analytics.models import PainPoint
from analytics.scoring.themes import THEMES
from microblog.models import JobRun
from tests.analytics.conftest import CALM, PERIOD

THEME = "working_hours_shifts"


def cell(unit, theme: str = THEME, period: str = PERIOD) -> PainPoint:
    return PainPoint.objects.get(period=period, unit=unit, theme=theme)


def test_every_unit_has_a_cell_for_every_theme(company, units, staff, say):
    say(staff[units[0].pk][:12])
    say(staff[units[1].pk][:3], CALM)

    find_pain_points(PERIOD)

    assert PainPoint.objects.count() == len(THEMES) * 3
    assert cell(company).authors == cell(units[0]).authors == 12
    assert cell(company).active == 15
    assert cell(company).headcount == 100


def test_few_people_are_hidden_whatever_their_number(company, units, staff, say):
    say(staff[units[0].pk][:4])

    find_pain_points(PERIOD)

    assert not PainPoint.objects.filter(is_released=True).exists()


def test_a_cell_that_would_give_its_neighbour_away_is_hidden_too(company, units, staff, say):
    say(staff[units[0].pk][:12])
    say(staff[units[1].pk][:2])

    find_pain_points(PERIOD)

    # Company minus Drammen would leave two people in Bergen.
    assert not cell(units[0]).is_released or not cell(company).is_released


def test_running_it_again_gives_the_same_rows(company, units, staff, say):
    say(staff[units[0].pk][:12])
    say(staff[units[1].pk][:8])
    find_pain_points(PERIOD)
    before = list(PainPoint.objects.order_by("pk").values())

    find_pain_points(PERIOD)

    assert list(PainPoint.objects.order_by("pk").values()) == before


def test_a_run_of_periods_remembers_when_it_began(company, units, staff, say):
    for period in ("2026-W44", "2026-W45", "2026-W46"):
        say(staff[units[0].pk][:12], period=period)
        say(staff[units[1].pk][:8], period=period)
        find_pain_points(period)

    assert cell(company).since == "2026-W44"
    assert cell(company).persistence >= 1


def test_a_rise_is_an_alarm_and_a_level_is_not(company, units, staff, say):
    drammen, bergen = (staff[unit.pk] for unit in units)
    for period in ("2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44", "2026-W45"):
        say(drammen[:30] + bergen[:20], CALM, period=period)
        say(drammen[30:31], period=period)
    say(drammen[:20] + bergen[:20], CALM)
    say(drammen[30:45])

    find_pain_points(PERIOD)

    assert cell(units[0]).is_alarm
    assert cell(units[0]).ratio > 1.5
    assert not cell(units[0], "pay").is_alarm
    assert not cell(units[1]).is_alarm


def test_words_need_ten_people_and_are_never_names(company, units, staff, say):
    say(staff[units[0].pk][:12])
    say(staff[units[1].pk][:6])

    find_pain_points(PERIOD)

    assert cell(company).words
    assert cell(units[0]).words
    assert not cell(units[1]).words
    assert not {word.lower() for word in cell(company).words} & {"navn1", "navn2"}


def test_a_closed_period_is_left_alone(company, units, staff, say):
    say(staff[units[0].pk][:12])
    find_pain_points(PERIOD)
    JobRun.objects.create(job="letters", period=PERIOD)
    PainPoint.objects.filter(unit=company, theme=THEME).update(authors=99)

    find_pain_points(PERIOD)

    assert cell(company).authors == 99
