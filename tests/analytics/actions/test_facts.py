import datetime as dt

import pytest

from analytics.actions.facts import freeze_roster, refresh_facts
from analytics.models import AuthorFact, RosterEntry, WordFact
from analytics.scoring import periods
from microblog.models import JobRun, Post, Reaction, User
from tests.analytics.conftest import CALM, PERIOD

THEME = "working_hours_shifts"


def negative(theme: str = THEME) -> int:
    return AuthorFact.objects.filter(period=PERIOD, theme=theme, negative_posts__gt=0).count()


def active() -> int:
    return AuthorFact.objects.filter(period=PERIOD, theme="").count()


def test_people_are_counted_not_posts(units, staff, say):
    person = staff[units[0].pk][0]
    say([person] * 50)

    assert negative() == 1
    assert active() == 1
    assert AuthorFact.objects.get(period=PERIOD, theme=THEME).negative_posts == 50


def test_who_wrote_something_else_is_active_and_not_negative(units, staff, say):
    people = staff[units[0].pk]
    say(people[:3])
    say(people[3:10], CALM)

    assert negative() == 3
    assert active() == 10


def test_leaders_newcomers_service_accounts_and_the_departed_are_not_counted(units, staff, say):
    leader, newcomer, robot, gone, counted = staff[units[0].pk][:5]
    units[0].leader = leader
    units[0].save()
    start = periods.first_day(PERIOD)
    User.objects.filter(pk=newcomer.pk).update(on_roster_since=start - dt.timedelta(days=29))
    User.objects.filter(pk=robot.pk).update(is_service=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=counted.pk).update(on_roster_since=start - dt.timedelta(days=30))

    say([leader, newcomer, robot, gone, counted])

    assert [fact.author for fact in AuthorFact.objects.filter(period=PERIOD, theme=THEME)] == [counted]


def test_the_roster_stays_as_the_period_began(units, staff, say):
    mover = staff[units[0].pk][0]
    freeze_roster(PERIOD)
    User.objects.filter(pk=mover.pk).update(unit=units[1])
    freeze_roster(PERIOD)

    say([mover])

    assert RosterEntry.objects.get(period=PERIOD, user=mover).unit == units[0]
    assert AuthorFact.objects.get(period=PERIOD, theme=THEME).unit == units[0]


def test_me_too_counts_the_person_as_one_who_said_it_and_an_author_only_once(units, staff, say):
    author, other = staff[units[0].pk][:2]
    (post,) = say([author], kind="pain")
    for person in (author, other):
        Reaction.objects.create(post=post, user=person, kind="me_too", created_at=post.published_at)

    refresh_facts(PERIOD)

    assert negative() == 2
    assert active() == 2
    assert AuthorFact.objects.get(author=author, theme=THEME).negative_posts == 1


def test_an_agreeing_reaction_counts_nobody(units, staff, say):
    author, other = staff[units[0].pk][:2]
    (post,) = say([author], kind="pain")
    Reaction.objects.create(post=post, user=other, kind="agree", created_at=post.published_at)

    refresh_facts(PERIOD)

    assert active() == 1


@pytest.mark.parametrize("field", ["deleted_at", "hidden_at"])
def test_what_is_taken_away_while_the_period_is_open_no_longer_counts(field, units, staff, say):
    (post,) = say(staff[units[0].pk][:1])
    Post.objects.filter(pk=post.pk).update(**{field: post.published_at})

    refresh_facts(PERIOD, [post.author_id])

    assert negative() == active() == 0
    assert not WordFact.objects.exists()


def test_a_closed_period_stays_as_it_is(units, staff, say):
    (post,) = say(staff[units[0].pk][:1])
    JobRun.objects.create(job="letters", period=PERIOD)
    Post.objects.filter(pk=post.pk).update(deleted_at=post.published_at)

    refresh_facts(PERIOD)

    assert negative() == 1


def test_facts_made_for_some_equal_those_made_for_all(units, staff, say):
    people = staff[units[0].pk]
    say(people[:6])
    say(people[3:9], CALM)
    columns = ("unit_id", "author_id", "theme", "posts", "negative_posts", "tone")
    whole = sorted(AuthorFact.objects.values_list(*columns))

    AuthorFact.objects.filter(author__in=people[:4]).delete()
    refresh_facts(PERIOD, [person.pk for person in people[:4]])

    assert sorted(AuthorFact.objects.values_list(*columns)) == whole
