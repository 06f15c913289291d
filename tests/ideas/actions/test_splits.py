import pytest

from ideas.actions.merges import merge_idea
from ideas.actions.moves import move_idea
from ideas.actions.splits import split_idea
from ideas.actions.votes import cast_vote
from microblog.access import Conflict, NotAllowed
from microblog.models import ThreadFollow
from tests.conftest import NOW
from tests.ideas.actions.test_merges import miscounted

PART = {"title": "Bare varslingen", "problem": "Vi får vite det for sent.", "proposal": "En melding til alle."}
REASON = "Dette gjør vi til våren."


def test_a_part_has_the_votes_the_followers_and_the_credit(idea, alice, bob, charlie, lena, reply_to):
    cast_vote(actor=bob, idea=idea, choice="agree", now=NOW)
    reply_to(charlie, idea.post)

    [part] = split_idea(actor=lena, idea=idea, parts=[PART], now=NOW)
    cast_vote(actor=bob, idea=part, choice="disagree", now=NOW)

    part.refresh_from_db()
    idea.refresh_from_db()
    assert (part.split.source, part.post.author, part.title) == (idea, lena, "Bare varslingen")
    assert (part.agree_count, part.disagree_count) == (0, 1)
    assert (idea.agree_count, idea.status) == (1, "open")
    assert [credit.person for credit in part.credits.all()] == [alice]
    assert ThreadFollow.objects.filter(root=part.post, person=charlie, is_following=True).exists()
    assert miscounted() == []


def test_a_part_goes_back_by_a_merge(idea, bob, lena):
    cast_vote(actor=bob, idea=idea, choice="agree", now=NOW)
    [part] = split_idea(actor=lena, idea=idea, parts=[PART], now=NOW)

    merge_idea(actor=lena, idea=part, into=idea, now=NOW)

    idea.refresh_from_db()
    assert idea.agree_count == 1


def test_only_who_decides_splits_and_only_what_is_not_decided(idea, bob, lena):
    with pytest.raises(NotAllowed):
        split_idea(actor=bob, idea=idea, parts=[PART], now=NOW)
    move_idea(actor=lena, idea=idea, to="planned", reason=REASON, now=NOW)

    with pytest.raises(Conflict):
        split_idea(actor=lena, idea=idea, parts=[PART], now=NOW)
