import datetime as dt

import pytest

from analytics.actions import anonymous, facts
from analytics.actions.letters import freeze_letters
from analytics.actions.pain_points import find_pain_points
from analytics.models import AuthorFact, PainPoint
from microblog import keys
from microblog.models import AnonymousCount, OrgUnit

MONDAY = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
PERIOD = "2026-W47"
SENT = "Vi er altfor få på jobb, og ingen vikar kommer."


@pytest.fixture
def ward(company, make_person):
    """A unit of sixteen with a team of four in it, on the frozen roster."""
    ward = OrgUnit.objects.create(name="Sengepost", parent=company)
    team = OrgUnit.objects.create(name="Natt", parent=ward)
    ward.people_of_it = [make_person(f"ward{n}", unit=ward) for n in range(12)]
    ward.team_of_it = [make_person(f"night{n}", unit=team) for n in range(4)]
    facts.freeze_roster(PERIOD)
    return ward


def say(*people, text=SENT, now=MONDAY):
    batch = [(text, "pain", "nb", anonymous.count_tokens(person, now)) for person in people]
    anonymous.count_words(batch, now + dt.timedelta(hours=4))


def test_each_person_is_counted_once_per_theme_however_often_they_write(ward):
    person = ward.people_of_it[0]

    for _time in range(5):
        say(person)

    rows = AnonymousCount.objects.values_list("theme", "unit", "is_negative")
    assert sorted(rows) == [("active", ward.pk, False), ("mood", ward.pk, False), ("staffing", ward.pk, True)]


def test_no_two_rows_of_a_person_share_a_token(ward):
    say(ward.people_of_it[0])
    say(ward.people_of_it[0], now=MONDAY + dt.timedelta(days=7))

    tokens = list(AnonymousCount.objects.values_list("token", flat=True))
    assert len(tokens) == len(set(tokens)) == 6


def test_who_stands_in_a_small_unit_is_counted_in_the_next_larger_one(ward):
    say(ward.team_of_it[0])

    assert set(AnonymousCount.objects.values_list("unit", flat=True)) == {ward.pk}


def test_leaders_and_newcomers_are_counted_nowhere_and_sealed_alike(ward, lena, make_person, settings):
    newcomer = make_person("nina", on_roster_since=dt.date(2026, 11, 10))

    say(lena, newcomer)
    shapes = [
        {period: sorted(part["tokens"]) for period, part in anonymous.count_tokens(person, MONDAY).items()}
        for person in (lena, newcomer, ward.people_of_it[0])
    ]

    assert not AnonymousCount.objects.exists()
    assert shapes[0] == shapes[1] == shapes[2]


def test_the_period_is_that_of_the_slot(ward):
    sunday = MONDAY + dt.timedelta(days=6, hours=11)
    counts = anonymous.count_tokens(ward.people_of_it[0], sunday)

    anonymous.count_words([(SENT, "pain", "nb", counts)], sunday + dt.timedelta(hours=12))

    assert set(AnonymousCount.objects.values_list("period", flat=True)) == {"2026-W48"}


def test_named_and_nameless_complaints_together_make_a_cell(ward, everybody):
    write_by_name(ward, ward.people_of_it[:3])
    say(*ward.people_of_it[3:6], ward.team_of_it[0])

    cells = find_pain_points(PERIOD)

    assert cell_of(cells, ward).authors == 7
    assert cell_of(cells, ward).is_released


def test_who_complains_with_and_without_a_name_is_one_person_when_the_period_closes(ward, everybody):
    write_by_name(ward, ward.people_of_it[:4])
    say(ward.people_of_it[0])
    before = cell_of(find_pain_points(PERIOD), ward)

    freeze_letters(period=PERIOD, now=MONDAY + dt.timedelta(days=8))

    after = PainPoint.objects.get(unit=ward, theme="staffing")
    assert (before.authors, before.is_released) == (5, True)
    assert (after.authors, after.is_released) == (4, False)


def test_without_the_key_process_the_period_does_not_close(ward, settings):
    write_by_name(ward, ward.people_of_it[:1])
    say(ward.people_of_it[0])
    settings.KEYS_SOCKET = "/nowhere/keys.sock"

    with pytest.raises(keys.KeysAway):
        freeze_letters(period=PERIOD, now=MONDAY + dt.timedelta(days=8))

    assert not facts.is_closed(PERIOD)


def test_a_small_hidden_unit_is_not_found_by_subtraction(company, make_person):
    wide, small, other = (OrgUnit.objects.create(name=name, parent=company) for name in ("Dag", "Natt", "Kveld"))
    day = [make_person(f"day{n}", unit=wide) for n in range(20)]
    night = [make_person(f"night{n}", unit=small) for n in range(8)]
    [make_person(f"evening{n}", unit=other) for n in range(8)]
    facts.freeze_roster(PERIOD)

    say(*day[:7], *night[:2])

    cells = find_pain_points(PERIOD)
    assert cell_of(cells, company).is_released
    assert not cell_of(cells, wide).is_released


def test_old_keys_are_destroyed_and_tokens_cannot_be_made_again():
    scopes = [anonymous.scope_of(period, "staffing") for period in ("2019-W08", "2019-W09", "2019-W10")]
    for scope in scopes:
        keys.token(scope, 1)

    gone = anonymous.destroy_old_keys(now=dt.datetime(2019, 3, 18, 9, tzinfo=dt.UTC))

    assert gone == 2
    assert keys.token(scopes[2], 1)
    for scope in scopes[:2]:
        with pytest.raises(keys.KeyGone):
            keys.token(scope, 1)


def write_by_name(unit, people):
    for person in people:
        for theme, negative in (("", 1), ("staffing", 1)):
            AuthorFact.objects.create(
                period=PERIOD, unit=unit, author=person, theme=theme, posts=1, negative_posts=negative, tone=0
            )


def cell_of(cells, unit):
    return next(cell for cell in cells if cell.unit_id == unit.pk and cell.theme == "staffing")
