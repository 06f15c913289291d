import datetime as dt

import pytest

from ideas.actions.moves import Overtaken, answer_idea, move_idea, version_of
from ideas.actions.promises import run_hour
from ideas.actions.votes import cast_vote
from ideas.models import Idea, StatusChange
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.models import Event
from tests.conftest import NOW

REASON = "Vi har ikke råd til dette i år."


def declined(lena, idea, revisit_on=dt.date(2027, 1, 15)) -> Idea:
    return move_idea(
        actor=lena, idea=idea, to="declined", reason=REASON, reason_kind="cost", revisit_on=revisit_on, now=NOW
    )


def test_a_move_is_stored_with_who_when_and_why_and_told(idea, lena):
    moved = move_idea(actor=lena, idea=idea, to="planned", reason=REASON, now=NOW)

    change = StatusChange.objects.get(idea=idea)
    assert moved.status == "planned"
    assert (change.actor, change.before, change.after) == (lena, "open", "planned")
    assert (change.reason, change.moved_at) == (REASON, NOW)
    assert Event.objects.filter(type="idea.moved", subject_id=idea.post_id, actor=lena).count() == 1


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("lena", ["under_review", "planned", "declined"]), ("alice", ["withdrawn"]), ("bob", [])],
)
def test_a_move_that_is_not_allowed_names_those_that_are(idea, who, allowed, request):
    with pytest.raises(Conflict) as refused:
        move_idea(actor=request.getfixturevalue(who), idea=idea, to="completed", reason=REASON, now=NOW)

    assert refused.value.more == {"allowed": allowed}
    assert not StatusChange.objects.exists()


def test_nobody_verifies_by_hand(idea, lena):
    Idea.objects.filter(pk=idea.pk).update(status="completed")

    with pytest.raises(Conflict):
        move_idea(actor=lena, idea=idea, to="verified", reason=REASON, now=NOW)


def test_the_assignee_starts_and_completes_and_does_no_more(idea, bob):
    Idea.objects.filter(pk=idea.pk).update(status="planned", assignee=bob)

    started = move_idea(actor=bob, idea=idea, to="started", reason=REASON, now=NOW)

    assert started.status == "started"
    with pytest.raises(Conflict):
        move_idea(actor=bob, idea=idea, to="declined", reason=REASON, reason_kind="cost", now=NOW)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason_kind": ""}, "reason_kind"),
        ({"reason_kind": "boring"}, "reason_kind"),
        ({"revisit_on": NOW.date()}, "revisit_on"),
        ({"to": "planned", "reason_kind": ""}, "revisit_on"),
    ],
)
def test_a_decline_needs_its_reason_and_a_day_to_come(idea, lena, changed, field):
    sent = {"to": "declined", "reason": REASON, "reason_kind": "cost", "revisit_on": dt.date(2027, 1, 15), **changed}

    with pytest.raises(Invalid) as refused:
        move_idea(actor=lena, idea=idea, now=NOW, **sent)

    assert refused.value.field == field


def test_what_was_declined_for_now_comes_back_on_its_day(idea, lena):
    declined(lena, idea)

    run_hour(now=dt.datetime(2027, 1, 14, 12, tzinfo=dt.UTC))
    before = Idea.objects.get(pk=idea.pk).status
    run_hour(now=dt.datetime(2027, 1, 15, 12, tzinfo=dt.UTC))

    assert before == "declined"
    assert Idea.objects.get(pk=idea.pk).status == "open"
    assert StatusChange.objects.filter(idea=idea, actor=None, before="declined", after="open").count() == 1


def test_what_was_declined_for_now_comes_back_when_twice_as_many_agree(idea, lena, alice, bob, charlie):
    cast_vote(actor=bob, idea=idea, choice="agree", now=NOW)
    declined(lena, idea)
    run_hour(now=NOW)
    before = Idea.objects.get(pk=idea.pk).status

    cast_vote(actor=charlie, idea=idea, choice="agree", now=NOW)
    run_hour(now=NOW + dt.timedelta(hours=1))

    assert before == "declined"
    assert Idea.objects.get(pk=idea.pk).status == "open"


def test_a_no_stays_a_no(idea, lena, bob):
    declined(lena, idea, revisit_on=None)

    run_hour(now=NOW + dt.timedelta(days=900))

    assert Idea.objects.get(pk=idea.pk).status == "declined"
    with pytest.raises(Conflict):
        cast_vote(actor=bob, idea=idea, choice="agree", now=NOW)


def test_an_hour_is_done_once_however_many_clocks_there_are(idea, lena):
    run_hour(now=NOW)
    declined(lena, idea, revisit_on=NOW.date() + dt.timedelta(days=1))
    Idea.objects.filter(pk=idea.pk).update(revisit_on=NOW.date())

    run_hour(now=NOW)

    assert Idea.objects.get(pk=idea.pk).status == "declined"


def test_the_second_of_two_leaders_is_told_that_the_idea_has_moved(idea, lena):
    seen = version_of(idea)
    answer_idea(actor=lena, idea=idea, text="Dette gjør vi til våren.", to="planned", now=NOW, seen=seen)

    with pytest.raises(Overtaken):
        answer_idea(actor=lena, idea=idea, text="Dette gjør vi ikke nå.", now=NOW, seen=seen)

    assert Idea.objects.get(pk=idea.pk).answer.text == "Dette gjør vi til våren."


def test_an_answer_carries_the_move_and_its_reason(idea, lena, bob):
    answer_idea(actor=lena, idea=idea, text="Dette gjør vi til våren.", to="planned", now=NOW)

    found = Idea.objects.get(pk=idea.pk)
    assert (found.status, found.answer.status, found.moves.get().reason) == (
        "planned", "planned", "Dette gjør vi til våren.",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        answer_idea(actor=bob, idea=idea, text="Jeg bestemmer dette.", now=NOW)
