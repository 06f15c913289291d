import datetime as dt

import pytest

from analytics.models import PainPoint
from analytics.queries.watch import pain_fell

SINCE, UNTIL = dt.date(2026, 11, 2), dt.date(2026, 11, 16)


@pytest.fixture
def cell(company):
    def make(period: str, authors: int, expected: float, window: int = 1) -> None:
        PainPoint.objects.create(
            period=period,
            unit=company,
            theme="pay",
            authors=authors,
            active=40,
            headcount=60,
            expected=expected,
            ratio=authors / expected,
            window=window,
            p=0.5,
            is_alarm=False,
            severity=0.1,
            reach=1.0,
            persistence=1,
            score=1.0,
            is_released=False,
            since=period,
        )

    return make


@pytest.mark.parametrize(("authors", "fell"), [(9, True), (10, False), (11, False)])
def test_a_pain_fell_when_fewer_people_than_expected_said_it(company, cell, authors, fell):
    cell("2026-W45", authors, 10.0)
    cell("2026-W46", 10, 10.0)

    assert pain_fell("pay", company.pk, SINCE, UNTIL) is fell


def test_weeks_outside_the_window_do_not_count(company, cell):
    cell("2026-W44", 100, 1.0)
    cell("2026-W45", 5, 10.0)
    cell("2026-W47", 100, 1.0)

    assert pain_fell("pay", company.pk, SINCE, UNTIL)


def test_a_longer_trailing_window_gives_its_share(company, cell):
    cell("2026-W45", 9, 20.0, window=2)
    cell("2026-W46", 11, 20.0, window=2)

    assert not pain_fell("pay", company.pk, SINCE, UNTIL)


def test_without_anything_to_judge_it_did_not_fall(company):
    assert not pain_fell("pay", company.pk, SINCE, UNTIL)
