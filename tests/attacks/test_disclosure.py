"""T1–T7: what is released about units, looked at by those who know much already."""

import random

import pytest

from analytics.actions import anonymous, facts
from analytics.disclosure import LIMITS, Limits, release
from analytics.disclosure.bands import band_of, direction
from analytics.disclosure.release import OrgTree, Verdict, own_verdict, release_theme
from analytics.models import RosterEntry
from analytics.queries import facts as facts_asked
from microblog.api.serializers import StrictSerializer
from microblog.models import AnonymousCount, User
from tests.attacks.slots import NOON

WORLDS = 400
OPEN = Limits(people=1, headcount=1)


def world(seed: int) -> tuple[OrgTree, dict[int, int]]:
    """Return a company of three levels and the authors of one theme in it."""
    dice = random.Random(seed)
    parents: dict[int, int | None] = {0: None}
    own: dict[int, int] = {0: dice.randint(0, 3)}
    for division in range(1, dice.randint(3, 5)):
        parents[division], own[division] = 0, dice.randint(0, 6)
        for _team in range(dice.randint(1, 5)):
            key = len(parents) + 100
            parents[key], own[key] = division, dice.randint(1, 40)
    wrote = {unit: sum(dice.random() < 0.2 for _person in range(people)) for unit, people in own.items()}
    return OrgTree(parents, summed(own, parents)), summed(wrote, parents)


def summed(own: dict[int, int], parents: dict[int, int | None]) -> dict[int, int]:
    total = dict.fromkeys(parents, 0)
    for start, number in own.items():
        unit: int | None = start
        while unit is not None:
            total[unit] += number
            unit = parents[unit]
    return total


def isolates(tree: OrgTree, authors: dict[int, int], shown: set[int]) -> bool:
    """Tell whether some shown unit minus the nearest shown ones below it leaves one to four people."""

    def nearest(unit: int) -> list[int]:
        below = []
        for child in tree.children[unit]:
            below += [child] if child in shown else nearest(child)
        return below

    return any(0 < authors[unit] - sum(authors[below] for below in nearest(unit)) < 5 for unit in shown)


def test_t01_no_unit_minus_its_parts_leaves_a_few(defended, monkeypatch):
    if not defended:
        monkeypatch.setattr(release, "_protect_parts", lambda *_: None)

    exposed = 0
    for seed in range(WORLDS):
        tree, authors = world(seed)
        verdicts = release_theme(tree, authors)
        exposed += isolates(tree, authors, {unit for unit, verdict in verdicts.items() if verdict is Verdict.SHOWN})

    assert (exposed > 0) is not defended


def test_t02_one_more_person_shows_at_the_edges_of_a_band_alone(defended):
    limits = LIMITS if defended else OPEN

    def published(people: int) -> object:
        return (
            (band_of(people) or people)
            if own_verdict(authors=people, headcount=400, limits=limits) is Verdict.SHOWN
            else None
        )

    told = [n for n in range(8) if published(n) != published(n + 1)]

    assert (told != [4]) is not defended
    assert defended is (published(0) == published(1) == published(4))


def test_t03_no_second_dimension_is_answered(defended, client, token_of, lena, monkeypatch):
    if not defended:
        monkeypatch.setattr(StrictSerializer, "unknown", lambda self, data: {})

    bearer = {"authorization": f"Bearer {token_of(lena, 'read:letters')}"}
    answers = [client.get(f"/rest/v1/pain-points?{more}=1", headers=bearer) for more in ("community", "project", "q")]

    assert all(answer.status_code == (422 if defended else 200) for answer in answers)


def test_t04_who_leaves_in_mid_period_changes_no_cell(defended, company, make_person):
    people = [make_person(f"p{number}") for number in range(16)]
    facts.freeze_roster("2026-W48")
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    if not defended:
        RosterEntry.objects.filter(period="2026-W48").delete()
        from microblog.models import JobRun

        JobRun.objects.filter(job="roster").delete()

    facts.freeze_roster("2026-W48")

    assert (facts_asked.counted_tree("2026-W48").headcounts[company.pk] == 15) is not defended
    assert direction(ratio=3.0, people=9, before=5) == "level"


@pytest.mark.parametrize("colluders", range(1, 5))
def test_t05_those_who_tell_leave_the_rest_at_least_k_minus_their_number(defended, colluders):
    limits = LIMITS if defended else OPEN

    left = [
        people - colluders
        for people in range(colluders, 60)
        if own_verdict(authors=people, headcount=100, limits=limits) is Verdict.SHOWN
    ]

    assert (min(left) < LIMITS.people - colluders) is not defended


def test_t06_leaders_newcomers_and_services_lift_no_cell(defended, lena, make_person):
    seeds = [
        lena,
        make_person("ny", on_roster_since=NOON.date()),
        make_person("robot", is_service=True),
    ]
    people = [make_person(f"p{number}") for number in range(16)]
    facts.freeze_roster("2026-W48")
    if not defended:
        RosterEntry.objects.update(is_counted=True)

    batch = [("Vi er for få på jobb.", "pain", "nb", anonymous.count_tokens(person, NOON)) for person in seeds]
    anonymous.count_words(batch, NOON)

    assert people
    assert AnonymousCount.objects.exists() is not defended


def test_t07_a_cell_in_which_everybody_said_it_is_withheld(defended, monkeypatch):
    if not defended:
        judge = release.own_verdict

        def lax(**cell: object) -> Verdict:
            verdict = judge(**cell)
            return Verdict.SHOWN if verdict is Verdict.ALMOST_EVERYBODY else verdict

        monkeypatch.setattr(release, "own_verdict", lax)

    verdicts = release_theme(OrgTree({1: None}, {1: 15}), {1: 15})

    assert (verdicts[1] is Verdict.SHOWN) is not defended
