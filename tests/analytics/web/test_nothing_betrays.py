"""What all readers together see of a period lets nobody work out fewer than five, however people spoke."""

import csv
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.disclosure.auditor import ThemeCells, audit
from analytics.disclosure.bands import band_of
from analytics.disclosure.release import OrgTree, Verdict, release_theme
from analytics.models import PainPoint
from analytics.web.words import band_words
from microblog.models import JobRun, OrgUnit
from tests.analytics.conftest import PERIOD

THEME = "staffing"
# People who stand directly in: the company, two parts, and three below the first.
OWN = (2, 20, 40, 16, 25, 18)


@pytest.fixture
def shifts(units) -> list[OrgUnit]:
    """Three units below Drammen."""
    return [OrgUnit.objects.create(name=f"Skift {n}", parent=units[0]) for n in range(3)]


@pytest.fixture
def readers(frozen, lena, dina, berit, shifts, browser_of):
    PainPoint.objects.all().delete()
    JobRun.objects.get_or_create(job="letters", period=PERIOD)
    return [browser_of(reader) for reader in (lena, dina, berit)]


spoken = st.tuples(*(st.integers(0, people) for people in OWN))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=spoken)
def test_table_and_map_of_all_readers_pass_the_auditor(own, readers, company, units, shifts):
    tree, authors = spread(own, company, units, shifts)
    write_cells(tree, authors)

    shown, on_maps = set(), set()
    for reader in readers:
        rows = csv.DictReader(
            io.StringIO(reader.get(f"/rest/v1/pain-points.csv?period={PERIOD}&theme={THEME}").content.decode())
        )
        shown |= {(row["unit"], band_words(row["people_band"])) for row in rows if row["hidden"] == "false"}
        on_maps |= {cell for unit in [company, *units, *shifts] for cell in cells_on_map(reader, unit)}

    names = {one.name: one.pk for one in [company, *units, *shifts]}
    assert audit(tree, {THEME: ThemeCells(authors, {names[unit] for unit, _band in shown})}) == []
    assert shown == on_maps
    assert all(band == band_words(band_of(authors[names[unit]]).text) for unit, band in shown)


def spread(own, company, units, shifts) -> tuple[OrgTree, dict[int, int]]:
    """The tree with its people, and who spoke in each unit with all below it."""
    order = [company, *units, *shifts]
    parents = {one.pk: one.parent_id for one in order}
    totals = []
    for numbers in (OWN, own):
        sums = {one.pk: number for one, number in zip(order, numbers, strict=True)}
        for one in reversed(order[1:]):
            sums[one.parent_id] += sums[one.pk]
        totals.append(sums)
    return OrgTree(parents, totals[0]), totals[1]


def write_cells(tree: OrgTree, authors: dict[int, int]) -> None:
    PainPoint.objects.all().delete()
    verdicts = release_theme(tree, authors)
    PainPoint.objects.bulk_create(
        PainPoint(
            period=PERIOD, unit_id=unit, theme=THEME, authors=number, active=tree.headcounts[unit],
            headcount=tree.headcounts[unit], expected=1.0, ratio=1.0, window=1, p=0.5, is_alarm=False, severity=0.1,
            reach=1.0, persistence=1, score=1.0, is_released=verdicts[unit] is Verdict.SHOWN, since=PERIOD,
        )
        for unit, number in authors.items()
        if number
    )  # fmt: skip


def cells_on_map(reader, unit: OrgUnit) -> set[tuple[str, str]]:
    answer = reader.get(f"/explorer/?unit={unit.pk}&period={PERIOD}")
    if answer.status_code == 404:
        return set()
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td class="num">(.*?)</td></tr>', answer.content.decode())
    return {(name, band) for name, band in rows if band != "skjult"}
