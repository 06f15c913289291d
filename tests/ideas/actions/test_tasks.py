import datetime as dt

import pytest

from ideas.actions.moves import move_idea
from ideas.actions.tasks import accept_share, add_task, change_task, offer_hours, withdraw_offer
from ideas.models import Idea, Task
from ideas.queries.tasks import spread_of, tasks_of, uncovered
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.models import Event
from tests.conftest import NOW


@pytest.fixture
def planned(idea, lena) -> Idea:
    return move_idea(actor=lena, idea=idea, to="planned", reason="Dette gjør vi til våren.", now=NOW)


@pytest.fixture
def make_task(planned, alice):
    def make(title="Bestille tavla", half_hours=8, actor=alice, **fields) -> Task:
        return add_task(actor=actor, idea=planned, title=title, half_hours=half_hours, now=NOW, **fields)

    return make


def shares_of(idea) -> dict[str, tuple[float, bool]]:
    return {share.person.username: (share.hours, share.is_accepted) for share in spread_of(idea, list(tasks_of(idea)))}


def test_offers_become_a_fair_spread_that_each_accepts(planned, make_task, alice, bob, charlie):
    first, second = make_task(half_hours=8), make_task("Henge den opp", half_hours=8)
    offer_hours(actor=bob, task=first, half_hours=8)
    offer_hours(actor=bob, task=second, half_hours=8)
    offer_hours(actor=charlie, task=second, half_hours=6)

    accept_share(actor=charlie, idea=planned, now=NOW)

    assert shares_of(planned) == {"bob": (5.0, False), "charlie": (3.0, True)}
    with pytest.raises(Conflict):
        accept_share(actor=alice, idea=planned, now=NOW)


def test_a_yes_counts_for_the_very_share_it_was_said_to(planned, make_task, bob, charlie):
    task = make_task(half_hours=4)
    offer_hours(actor=bob, task=task, half_hours=4)
    accept_share(actor=bob, idea=planned, now=NOW)
    assert shares_of(planned) == {"bob": (2.0, True)}

    offer_hours(actor=charlie, task=task, half_hours=4)
    assert shares_of(planned) == {"bob": (1.0, False), "charlie": (1.0, False)}

    withdraw_offer(actor=charlie, task=task)
    change_task(actor=bob, task=task, now=NOW, state="done")
    assert shares_of(planned) == {"bob": (2.0, True)}


def test_hours_that_nobody_has_offered_are_named(planned, make_task, bob):
    task = make_task(half_hours=8)
    offer_hours(actor=bob, task=task, half_hours=3)
    rows = list(tasks_of(planned))

    assert uncovered(rows, spread_of(planned, rows)) == [(task, 5)]


def test_the_last_tick_proposes_that_the_idea_is_completed_and_moves_nothing(planned, make_task, bob):
    first, second = make_task(), make_task("Henge den opp")
    offer_hours(actor=bob, task=second, half_hours=2)

    change_task(actor=first.made_by, task=first, now=NOW, state="done")
    assert not Event.objects.filter(type="idea.tasks_done").exists()
    change_task(actor=bob, task=second, now=NOW, state="done")

    planned.refresh_from_db()
    assert planned.status == "planned"
    assert Event.objects.filter(type="idea.tasks_done", subject_id=planned.post_id).count() == 1


@pytest.mark.parametrize("half_hours", [-6, 0, 81, 800])
def test_an_offer_is_half_an_hour_to_forty(make_task, bob, half_hours):
    with pytest.raises(Invalid) as refused:
        offer_hours(actor=bob, task=make_task(), half_hours=half_hours)

    assert refused.value.code == "out_of_range"


def test_an_idea_has_a_hundred_tasks_at_most(planned, make_task, alice):
    make_task()
    Task.objects.bulk_create(
        Task(idea=planned, title=f"Oppgave {n}", half_hours=2, made_by=alice, made_at=NOW) for n in range(99)
    )

    with pytest.raises(Conflict):
        make_task("Den hundreogførste")


def test_who_has_nothing_to_do_with_the_idea_adds_and_ticks_nothing(make_task, bob):
    with pytest.raises(NotAllowed):
        make_task(actor=bob)
    with pytest.raises(NotAllowed):
        change_task(actor=bob, task=make_task(), now=NOW, state="done")


def test_who_helps_changes_the_state_and_no_more(make_task, bob):
    task = make_task()
    offer_hours(actor=bob, task=task, half_hours=2)

    assert change_task(actor=bob, task=task, now=NOW, state="doing").state == "doing"
    with pytest.raises(NotAllowed):
        change_task(actor=bob, task=task, now=NOW, title="Noe annet")


def test_an_idea_that_is_not_planned_has_no_tasks(idea, alice):
    with pytest.raises(Conflict):
        add_task(actor=alice, idea=idea, title="For tidlig", half_hours=2, now=NOW)


def test_a_day_that_is_over_is_no_day_for_a_task(make_task):
    with pytest.raises(Invalid):
        make_task(due_on=NOW.date() - dt.timedelta(days=1))
