import datetime as dt

import pytest
from django.utils import timezone

from analytics.access import can_answer, readable_letter_units
from analytics.actions.acts import answer_pain_point, end_delegation, hand_over, name_delegate, put_answer
from analytics.actions.letters import rebuild_letter
from analytics.models import Delegate, Handover, Letter, PainPoint, PainPointAnswer
from analytics.queries.acts import answer_to, community_of_unit, status_of
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.communities import open_community
from microblog.actions.posts import delete_post
from microblog.models import Post
from tests.analytics.conftest import PERIOD
from tests.analytics.web.conftest import berit, dina, frozen, talk

__all__ = ["berit", "dina", "frozen", "talk"]

TEXT = "Jeg har lest det dere skriver. Vi ser på vaktene. Dere får svar fredag 27. november."


@pytest.fixture
def cell(frozen, units) -> PainPoint:
    """Working hours in Drammen, which Dina leads."""
    return PainPoint.objects.get(period=PERIOD, unit=units[0], theme="working_hours_shifts")


def answer(actor, cell, text=TEXT, stance="acting") -> PainPointAnswer:
    return answer_pain_point(actor=actor, cell=cell, text=text, stance=stance, now=timezone.now())


def test_an_answer_is_one_post_to_the_whole_unit_and_names_it(cell, dina, everybody, units):
    before = Post.objects.count()

    given = answer(dina, cell)

    assert Post.objects.count() == before + 1
    assert given.post.community == everybody
    assert given.post.parent is None
    assert given.post.kind == "announcement"
    assert given.post.text == f"**Til alle i {units[0].name}**\n\n{TEXT}"
    assert status_of(answer_to(cell)) == "acted_on"


def test_a_unit_with_a_community_of_its_name_is_answered_there(cell, dina, units):
    own = open_community(actor=dina, name=units[0].name)

    given = answer(dina, cell)

    assert community_of_unit(units[0]) == own
    assert given.post.community == own
    assert given.post.text == TEXT


def test_a_closed_community_of_the_units_name_is_not_the_whole_unit(units, dina, everybody):
    open_community(actor=dina, name=units[0].name, visibility="closed")

    assert community_of_unit(units[0]) == everybody


def test_the_leader_above_answers_too_and_others_do_not(cell, lena, berit, alice):
    assert can_answer(lena, cell.unit)
    for stranger in (berit, alice):
        assert not can_answer(stranger, cell.unit)
        with pytest.raises(NotAllowed):
            answer(stranger, cell)
    assert not PainPointAnswer.objects.exists()


def test_a_theme_is_answered_once_a_period(cell, dina, lena):
    answer(dina, cell)

    with pytest.raises(Conflict):
        answer(lena, cell)


def test_a_deleted_answer_leaves_the_theme_open(cell, dina):
    given = answer(dina, cell)
    delete_post(actor=dina, post=given.post, now=timezone.now())

    assert answer_to(cell) is None
    assert status_of(answer_to(cell)) == "new"
    assert answer(dina, cell).pk != given.pk


def test_putting_an_answer_again_gives_the_same_post_new_words(cell, dina, lena, units):
    first = put_answer(actor=dina, cell=cell, text=TEXT, stance="seen", now=timezone.now())
    second = put_answer(actor=dina, cell=cell, text="Nytt svar.", stance="not_now", now=timezone.now())

    assert second.post_id == first.post_id
    assert answer_to(cell).post.text == f"**Til alle i {units[0].name}**\n\nNytt svar."
    with pytest.raises(Conflict):
        put_answer(actor=lena, cell=cell, text="Mitt svar.", stance="seen", now=timezone.now())


def test_acts_change_no_letter(cell, dina, alice):
    letters = {letter.pk: letter.content for letter in Letter.objects.all()}
    letter = Letter.objects.get(unit=cell.unit)

    answer(dina, cell)
    hand_over(actor=dina, letter=letter, act="answer", person=alice, now=timezone.now())

    assert {found.pk: found.content for found in Letter.objects.all()} == letters
    assert all(rebuild_letter(found) for found in Letter.objects.all())


def test_an_act_is_given_to_one_colleague_and_then_to_another(cell, dina, alice, bob):
    letter = Letter.objects.get(unit=cell.unit)

    for person in (alice, bob):
        hand_over(actor=dina, letter=letter, act="answer", person=person, now=timezone.now())

    assert Handover.objects.get().person == bob


def test_a_delegate_reads_and_answers_for_the_leader_and_the_post_says_so(cell, dina, alice, units):
    name_delegate(leader=dina, person=alice, until=timezone.localdate())

    given = answer(alice, cell)

    assert units[0] in readable_letter_units(alice)
    assert given.on_behalf_of == dina
    assert given.post.author == alice
    assert given.post.text.endswith("På vegne av Dina")


def test_a_leader_who_stands_in_for_another_signs_for_the_other(cell, dina, berit):
    name_delegate(leader=dina, person=berit, until=timezone.localdate())

    assert answer(berit, cell).on_behalf_of == dina


def test_a_right_that_ended_yesterday_opens_nothing(cell, dina, alice):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Delegate.objects.create(leader=dina, person=alice, until=yesterday)

    assert readable_letter_units(alice) == []
    assert not can_answer(alice, cell.unit)


def test_a_right_that_is_taken_back_opens_nothing(cell, dina, alice):
    name_delegate(leader=dina, person=alice, until=timezone.localdate())
    end_delegation(leader=dina, person=alice)

    assert readable_letter_units(alice) == []


def test_naming_a_delegate_again_changes_the_day(dina, alice):
    today = timezone.localdate()
    for until in (today, today + dt.timedelta(days=30)):
        name_delegate(leader=dina, person=alice, until=until)

    assert Delegate.objects.get().until == today + dt.timedelta(days=30)


def test_only_leaders_name_colleagues_until_a_day_to_come(dina, alice, bob):
    today = timezone.localdate()
    bob.is_active = False
    bob.save()

    with pytest.raises(NotAllowed):
        name_delegate(leader=alice, person=dina, until=today)
    for person, until in ((dina, today), (bob, today), (alice, today - dt.timedelta(days=1))):
        with pytest.raises(Invalid):
            name_delegate(leader=dina, person=person, until=until)
    assert not Delegate.objects.exists()
