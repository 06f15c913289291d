from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ideas.actions.votes import cast_vote, withdraw_vote
from ideas.models import Challenge, Idea, Vote
from ideas.ranking import wilson_lower_bound
from microblog.access import Conflict
from microblog.models import Event
from tests.conftest import NOW


def vote(person, idea, choice: str = "agree") -> Idea:
    return cast_vote(actor=person, idea=idea, choice=choice, now=timezone.now())


def sums(idea: Idea) -> tuple[int, int, int]:
    idea.refresh_from_db()
    return idea.agree_count, idea.disagree_count, idea.pass_count


def test_a_vote_counts_once_and_can_be_changed_and_taken_back(alice, bob, idea):
    vote(bob, idea)
    vote(bob, idea)
    assert sums(idea) == (1, 0, 0)

    vote(bob, idea, "disagree")
    assert sums(idea) == (0, 1, 0)

    withdraw_vote(actor=bob, idea=idea)
    withdraw_vote(actor=bob, idea=idea)
    assert sums(idea) == (0, 0, 0)
    assert not Vote.objects.exists()


def test_the_lower_bound_follows_the_votes(alice, bob, charlie, idea):
    vote(alice, idea)
    vote(bob, idea)
    vote(charlie, idea, "disagree")

    idea.refresh_from_db()
    assert idea.lower_bound == wilson_lower_bound(2, 1)


def test_the_database_refuses_a_second_vote(bob, idea):
    vote(bob, idea)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(idea=idea, user=bob, choice="agree", voted_at=NOW)


@pytest.mark.parametrize("status", ["started", "completed", "verified", "declined", "duplicate", "withdrawn", "draft"])
def test_a_settled_idea_takes_no_votes(status, bob, idea):
    Idea.objects.filter(pk=idea.pk).update(status=status)

    with pytest.raises(Conflict):
        vote(bob, idea)

    assert sums(idea) == (0, 0, 0)


def test_a_closed_challenge_takes_no_votes(bob, idea, community):
    day = NOW.date()
    challenge = Challenge.objects.create(
        community=community, title="Ti minutter", starts_on=day, ends_on=day, voting_ends_on=day, closed_at=NOW
    )
    Idea.objects.filter(pk=idea.pk).update(challenge=challenge)

    with pytest.raises(Conflict):
        vote(bob, idea)


def test_the_outbox_tells_neither_voter_nor_choice(bob, idea):
    vote(bob, idea, "disagree")

    event = Event.objects.get(type="idea.voted")
    assert event.actor is None
    assert event.subject_id == idea.post_id


@pytest.mark.django_db(transaction=True)
def test_fifty_who_vote_at_once_are_all_counted(make_person, alice, community, make_idea):
    idea = make_idea(alice, community)
    people = [make_person(f"p{n}") for n in range(25)]

    def choose(numbered: tuple[int, object]) -> None:
        number, person = numbered
        try:
            vote(person, idea, "agree" if number % 3 else "disagree")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(choose, enumerate(people * 2)))

    agree, disagree, passed = sums(idea)
    assert agree == Vote.objects.filter(choice="agree").count()
    assert disagree == Vote.objects.filter(choice="disagree").count()
    assert agree + disagree + passed == 25
