import datetime as dt
import itertools
import re

import pytest
from django.utils import timezone

from analytics.actions.radar import look_for_due_groups, look_for_groups, take_part
from analytics.models import FoundGroup
from analytics.scoring import periods
from microblog.actions.communities import join_community, open_community
from microblog.models import Community, Membership, OrgUnit, Post, PostTopic, User, key_at
from tests.analytics.conftest import PERIOD
from tests.conftest import LONG_AGO

START, END = periods.bounds(PERIOD)


@pytest.fixture
def circle(company, everybody) -> list[User]:
    """Twelve people, six of either of two units."""
    units = [OrgUnit.objects.create(name=name, parent=company) for name in ("Lager", "Salg")]
    return User.objects.bulk_create(
        User(username=f"c{n}", name=f"Navn{n}", password="!", unit=units[n % 2], on_roster_since=LONG_AGO)
        for n in range(12)
    )


def chat(people: list[User], community: Community, times: int = 3, topic: str = "") -> None:
    """Let everybody reply to everybody so many times."""
    posts, numbers = [], itertools.count(Post.objects.count())
    for n, author in enumerate(people):
        when = START + dt.timedelta(minutes=n)
        root = Post.objects.create(
            id=key_at(when, Post.objects.count()), author=author, community=community, text="Hei", published_at=when
        )
        if topic:
            PostTopic.objects.create(post=root, name=topic)
        posts += [
            Post(
                id=key_at(when + dt.timedelta(hours=1), next(numbers)),
                author=other,
                community=community,
                text="Svar",
                published_at=when + dt.timedelta(hours=1),
                parent=root,
                root=root,
            )
            for other in people
            if other != author
            for _time in range(times)
        ]
    Post.objects.bulk_create(posts)


def text_of(response) -> str:
    return response.content.decode()


def test_a_group_is_shown_in_bands_with_what_it_shares_and_without_names(circle, lena, everybody, browser_of, rest_of):
    chat(circle, everybody, topic="sykkel")
    look_for_groups(PERIOD)

    page = text_of(browser_of(lena).get("/radar/"))
    (group,) = rest_of(lena).get("/radar").json()["groups"]

    assert "10–19 personer" in page
    assert "Lager (5–9 personer), Salg (5–9 personer)" in page
    assert '<a href="/topics/sykkel/">#sykkel</a>' in page
    assert group["people_band"] == "10–19"
    assert [part["people_band"] for part in group["units"]] == ["5–9", "5–9"]
    assert group["topics"] == ["sykkel"]
    assert not re.search(r"Navn\d", page)


def test_few_of_a_unit_are_not_named_nor_those_whom_they_would_give_away(circle, lena, everybody, company):
    third = OrgUnit.objects.create(name="IT", parent=company)
    User.objects.filter(pk__in=[one.pk for one in circle[:2]]).update(unit=third)
    chat(circle, everybody)

    look_for_groups(PERIOD)

    group = FoundGroup.objects.get()
    assert group.people == 12
    # Five of either unit and two of the third: naming both would leave the two.
    assert [people for _unit, people in group.units] == [5]
    assert group.people - sum(people for _unit, people in group.units) >= 5


@pytest.mark.parametrize("visibility", [Community.Visibility.CLOSED, Community.Visibility.HIDDEN])
def test_private_spaces_add_nothing(visibility, circle, alice):
    chat(circle, open_community(actor=alice, name="Stille rom", visibility=visibility))

    look_for_groups(PERIOD)

    assert not FoundGroup.objects.exists()


def test_deleted_and_hidden_posts_add_nothing(circle, everybody):
    chat(circle, everybody)
    Post.objects.filter(parent__isnull=False).update(deleted_at=END)

    look_for_groups(PERIOD)

    assert not FoundGroup.objects.exists()


def test_who_opts_out_is_not_counted_and_who_comes_back_is(circle, everybody):
    chat(circle, everybody)
    for person in circle[:4]:
        take_part(actor=person, takes_part=False)
    look_for_groups(PERIOD)
    assert FoundGroup.objects.get(period=PERIOD).people == 8

    take_part(actor=circle[0], takes_part=True)
    look_for_groups("2026-W47")

    assert FoundGroup.objects.get(period="2026-W47").people == 9


def test_four_left_after_opting_out_are_no_group(circle, everybody):
    chat(circle, everybody)
    for person in circle[:8]:
        take_part(actor=person, takes_part=False)

    look_for_groups(PERIOD)

    assert not FoundGroup.objects.exists()


def test_a_community_of_the_same_people_is_no_find(circle, everybody, community):
    Membership.objects.bulk_create(Membership(user=one, community=community) for one in circle)
    chat(circle, everybody)

    look_for_groups(PERIOD)

    assert not FoundGroup.objects.exists()


def test_it_is_looked_once_for_the_newest_period(frozen):
    assert look_for_due_groups() == PERIOD
    assert look_for_due_groups() is None


def test_communities_without_leaders_are_shown_and_those_with_one_are_not(
    alice, bob, lena, browser_of, rest_of, make_post, staff, units
):
    now = timezone.now()
    names = {}
    for name in ("Sykkelklubben", "Kantina", "Stille"):
        names[name] = open_community(actor=alice, name=name)
        for person in staff[units[0].pk][:6]:
            join_community(actor=person, community=names[name])
    join_community(actor=lena, community=names["Kantina"])
    for name in ("Sykkelklubben", "Kantina"):
        make_post(alice, names[name], now=now)

    page = text_of(browser_of(lena).get("/radar/")).split('id="h-quiet"')[1]
    found = rest_of(lena).get("/radar").json()["communities"]

    assert [one["name"] for one in found] == ["Sykkelklubben"]
    assert found[0]["members_count"] == 7
    assert "Sykkelklubben" in page
    assert "Kantina" not in page
    assert "Stille" not in page


def test_closed_communities_are_never_named(alice, lena, make_post, staff, units, rest_of):
    closed = open_community(actor=alice, name="Tillitsvalgte", visibility="closed")
    Membership.objects.bulk_create(Membership(user=one, community=closed) for one in staff[units[0].pk])
    Community.objects.filter(pk=closed.pk).update(members_count=61)
    make_post(alice, closed, now=timezone.now())

    assert rest_of(lena).get("/radar").json()["communities"] == []


def test_an_employee_does_not_see_the_radar_but_has_a_choice(alice, browser_of, rest_of):
    browser = browser_of(alice)

    assert browser.get("/radar/").status_code == 403
    assert rest_of(alice).get("/radar").status_code == 403
    assert "Du kan bli talt med" in text_of(browser.get("/radar/me/"))
    assert browser.post("/radar/me/", {"wish": "0"}).status_code == 303
    assert "Du blir ikke talt med" in text_of(browser.get("/radar/me/"))
    assert rest_of(alice).get("/me/radar").json() == {"takes_part": False}


def test_the_choice_is_made_over_rest_and_nonsense_is_refused(alice, rest_of):
    rest = rest_of(alice)

    assert rest.put("/me/radar", {"takes_part": False}).json() == {"takes_part": False}
    assert rest.get("/me/radar").json() == {"takes_part": False}
    assert rest.put("/me/radar", {"takes_part": "no"}).status_code == 422
    assert rest.put("/me/radar", {"takes_part": True, "who": "bob"}).status_code == 422
    assert rest.put("/me/radar", {"takes_part": True}).json() == {"takes_part": True}
