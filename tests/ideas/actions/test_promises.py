import datetime as dt

import pytest

from ideas import watch
from ideas.actions.promises import finish_promise, make_promise, run_hour
from ideas.models import Idea, Promise, StatusChange
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.models import Event
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def promise(idea, lena, bob, company) -> Promise:
    return make_promise(
        actor=lena,
        idea=idea,
        text="Tavla henger på veggen",
        owner=bob,
        due_on=TODAY + dt.timedelta(days=10),
        theme="working_hours_shifts",
        unit=company,
        now=NOW,
    )


@pytest.fixture
def pain(monkeypatch) -> dict[str, bool]:
    """What the ledger says, to be set by the test."""
    said = {"fell": True}
    monkeypatch.setattr(watch, "fell", [lambda *_window: said["fell"]])
    return said


def done(promise, bob) -> Promise:
    Idea.objects.filter(pk=promise.idea_id).update(status="completed")
    return finish_promise(actor=bob, promise=promise, now=NOW)


def after(**time: int) -> dt.datetime:
    return NOW + dt.timedelta(**time)


def state(promise) -> tuple[str, str]:
    found = Promise.objects.select_related("idea").get(pk=promise.pk)
    return found.state, found.idea.status


def test_the_owner_is_reminded_three_days_before_and_on_the_day(promise):
    for hours in range(0, 24 * 12, 7):
        run_hour(now=after(hours=hours))

    assert Event.objects.filter(type="promise.due", subject_id=promise.pk).count() == 2


def test_a_promise_that_is_late_is_overdue_until_it_is_done(promise, bob):
    last = promise.due_on

    assert promise.shown_state(last) == "open"
    assert promise.shown_state(last + dt.timedelta(days=1)) == "overdue"
    assert finish_promise(actor=bob, promise=promise, now=after(days=20)).shown_state(TODAY) == "watching"


def test_nobody_marks_it_kept_while_the_window_runs(promise, bob, pain):
    done(promise, bob)

    run_hour(now=after(weeks=6, days=-1))

    assert state(promise) == ("watching", "completed")
    with pytest.raises(Conflict):
        finish_promise(actor=bob, promise=promise, now=after(weeks=3))


def test_it_is_kept_when_the_pain_has_fallen(promise, bob, pain):
    done(promise, bob)

    run_hour(now=after(weeks=6))

    assert state(promise) == ("kept", "verified")
    assert StatusChange.objects.get(after="verified").actor is None


def test_it_reopens_by_itself_when_the_pain_has_not_fallen_and_can_be_done_again(promise, bob, pain):
    pain["fell"] = False
    done(promise, bob)

    run_hour(now=after(weeks=6))

    assert state(promise) == ("reopened", "started")
    assert Promise.objects.get().shown_state(TODAY + dt.timedelta(weeks=6)) == "overdue"
    assert StatusChange.objects.get(after="started").reason_kind == "pain_stayed"
    assert finish_promise(actor=bob, promise=promise, now=after(weeks=7)).state == "watching"


def test_without_a_pain_it_is_kept_at_the_end_of_the_window(promise, bob, pain):
    pain["fell"] = False
    Promise.objects.update(theme="", unit=None)
    done(promise, bob)

    run_hour(now=after(weeks=6))

    assert state(promise) == ("kept", "verified")


def test_an_idea_is_verified_when_its_last_promise_is_kept(promise, bob, lena, idea, pain):
    make_promise(actor=lena, idea=idea, text="Opplæring", owner=bob, due_on=TODAY, now=NOW)
    done(promise, bob)

    run_hour(now=after(weeks=6))

    assert state(promise) == ("kept", "completed")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_on": TODAY - dt.timedelta(days=1)}, "due_on"),
        ({"watch_weeks": 0}, "watch_weeks"),
        ({"watch_weeks": 53}, "watch_weeks"),
        ({"theme": "pay"}, "pain_point"),
    ],
)
def test_a_promise_that_cannot_be_taken_is_refused(idea, lena, bob, changed, field):
    sent = {"text": "Tavla", "owner": bob, "due_on": TODAY, **changed}

    with pytest.raises(Invalid) as refused:
        make_promise(actor=lena, idea=idea, now=NOW, **sent)

    assert refused.value.field == field


def test_only_who_decides_promises_and_only_the_owner_finishes(promise, idea, bob, charlie):
    with pytest.raises(NotAllowed):
        make_promise(actor=bob, idea=idea, text="Tavla", owner=bob, due_on=TODAY, now=NOW)
    with pytest.raises(NotAllowed):
        finish_promise(actor=charlie, promise=promise, now=NOW)
