import datetime as dt

import pytest
from django.apps import apps

from ideas.actions.merges import merge_idea, undo_merge
from ideas.actions.moves import answer_idea, move_idea
from ideas.actions.promises import make_promise
from ideas.actions.recount import recount_ideas
from ideas.actions.votes import cast_vote, withdraw_vote
from ideas.models import Idea, Merge, Vote
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.mentions import follow_thread, unfollow_thread
from microblog.actions.recount import recount_posts
from microblog.models import Post, ThreadFollow
from tests.conftest import NOW

HOUR = dt.timedelta(hours=1)
REASON = "De ber om det samme, sier begge."
# What remembers that something happened, and is not undone.
MEMORY = {"microblog.Event", "ideas.Merge"}


def rows() -> dict[str, list[dict[str, object]]]:
    """Every row of every table of the three apps, but for what only remembers."""
    models = [model for app in ("microblog", "ideas", "analytics") for model in apps.get_app_config(app).get_models()]
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in models
        if model._meta.label not in MEMORY
    }


def miscounted() -> list[str]:
    """What `recount --check` would say of ideas and threads; the cast of the tests joins its community by hand."""
    found = [*recount_posts(check=True), *recount_ideas(check=True)]
    return [str(difference) for difference in found if difference.column != "members_count"]


@pytest.fixture
def other(bob, community, make_idea) -> Idea:
    return make_idea(bob, community, "En tavle for bytter")


@pytest.fixture
def merged(lena):
    def merge(source, target, now=NOW) -> Merge:
        return merge_idea(actor=lena, idea=source, into=target, now=now, reason=REASON)

    return merge


def choice_of(idea, person) -> str | None:
    vote = Vote.objects.filter(idea=idea, user=person).first()
    return vote and vote.choice


def test_votes_go_along_and_the_later_one_counts(idea, other, alice, bob, charlie, lena, merged):
    cast_vote(actor=alice, idea=idea, choice="agree", now=NOW)
    cast_vote(actor=alice, idea=other, choice="disagree", now=NOW + HOUR)
    cast_vote(actor=bob, idea=idea, choice="agree", now=NOW + HOUR)
    cast_vote(actor=bob, idea=other, choice="pass", now=NOW)
    cast_vote(actor=charlie, idea=idea, choice="agree", now=NOW)

    merged(idea, other)

    other.refresh_from_db()
    assert (other.agree_count, other.disagree_count, other.pass_count) == (2, 1, 0)
    assert [choice_of(other, person) for person in (alice, bob, charlie)] == ["disagree", "agree", "agree"]
    assert miscounted() == []


def test_comments_followers_promises_and_credit_go_along(idea, other, alice, bob, charlie, lena, reply_to, merged):
    comment = reply_to(charlie, idea.post, "Hos oss også")
    answer = reply_to(bob, comment, "Da er vi flere")
    promise = make_promise(actor=lena, idea=idea, text="Tavla henger", owner=bob, due_on=NOW.date(), now=NOW)

    merged(idea, other)

    comment.refresh_from_db()
    answer.refresh_from_db()
    promise.refresh_from_db()
    assert (comment.root_id, comment.parent_id) == (other.post_id, other.post_id)
    assert (answer.root_id, answer.parent_id) == (other.post_id, comment.pk)
    assert promise.idea == other
    assert [credit.person for credit in other.credits.all()] == [alice]
    assert ThreadFollow.objects.filter(root=other.post, person=charlie, is_following=True).exists()
    assert list(
        Post.objects.filter(pk__in=[idea.post_id, other.post_id]).order_by("pk").values_list("reply_count")
    ) == [
        (0,),
        (2,),
    ]
    idea.refresh_from_db()
    assert (idea.status, idea.merged_into) == ("duplicate", other)
    assert miscounted() == []


def test_undo_gives_back_every_row_of_every_table(idea, other, alice, bob, charlie, lena, reply_to, merged):
    for person, first, second in ((alice, "agree", "disagree"), (bob, "pass", None), (charlie, None, "agree")):
        for voted, choice, when in ((idea, first, NOW + HOUR), (other, second, NOW)):
            if choice:
                cast_vote(actor=person, idea=voted, choice=choice, now=when)
    comment = reply_to(charlie, idea.post)
    reply_to(bob, comment)
    reply_to(alice, other.post)
    make_promise(actor=lena, idea=idea, text="Tavla henger", owner=bob, due_on=NOW.date(), now=NOW)
    answer_idea(actor=lena, idea=idea, text="Vi ser på det nå.", to="under_review", now=NOW)
    unfollow_thread(actor=charlie, post=other.post)
    before = rows()

    merge = merged(idea, other)
    changed = rows()
    undo_merge(actor=lena, merge=merge, now=NOW + HOUR)

    assert changed != before
    assert rows() == before
    assert miscounted() == []


def test_undo_leaves_what_people_did_to_the_target_since(
    idea, other, alice, bob, charlie, lena, make_person, reply_to, merged
):
    dora = make_person("dora")
    for person in (alice, bob, charlie):
        cast_vote(actor=person, idea=idea, choice="agree", now=NOW)
    comment = reply_to(charlie, idea.post)
    follow_thread(actor=dora, post=idea.post)
    merge = merged(idea, other)

    cast_vote(actor=alice, idea=other, choice="disagree", now=NOW + HOUR)
    withdraw_vote(actor=bob, idea=other)
    reply_to(dora, other.post)
    answer = reply_to(bob, comment)
    move_idea(actor=lena, idea=other, to="planned", reason=REASON, now=NOW)
    undo_merge(actor=lena, merge=merge, now=NOW + HOUR)

    other.refresh_from_db()
    assert (other.status, other.agree_count, other.disagree_count) == ("planned", 0, 1)
    assert [choice_of(idea, person) for person in (alice, bob, charlie)] == ["agree"] * 3
    assert ThreadFollow.objects.filter(root=other.post, person=dora, is_following=True).exists()
    answer.refresh_from_db()
    assert (answer.root_id, answer.parent_id) == (idea.post_id, comment.pk)
    assert miscounted() == []


def test_a_chain_is_undone_from_its_end(idea, other, alice, bob, charlie, community, lena, make_idea, reply_to, merged):
    third = make_idea(charlie, community, "Den tredje")
    cast_vote(actor=alice, idea=idea, choice="agree", now=NOW)
    reply_to(alice, idea.post)
    before = rows()
    first, second = merged(idea, other), merged(other, third)

    with pytest.raises(Conflict) as refused:
        undo_merge(actor=lena, merge=first, now=NOW)

    third.refresh_from_db()
    assert third.agree_count == 1
    assert {credit.person for credit in third.credits.all()} == {alice, bob}
    assert refused.value.more == {"merge": str(second.pk)}
    undo_merge(actor=lena, merge=second, now=NOW)
    undo_merge(actor=lena, merge=first, now=NOW)
    assert rows() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(("early", "late"), [(0, 1), (1, 0)])
def test_two_merged_into_one_part_in_any_order(
    idea, other, alice, charlie, community, lena, make_idea, merged, order, early, late
):
    third = make_idea(charlie, community, "Den tredje")
    cast_vote(actor=alice, idea=third, choice="pass", now=NOW)
    sources = (idea, other)
    cast_vote(actor=alice, idea=sources[early], choice="agree", now=NOW + HOUR)
    cast_vote(actor=alice, idea=sources[late], choice="disagree", now=NOW + 2 * HOUR)
    before = rows()
    merges = [merged(idea, third), merged(other, third)]
    assert choice_of(third, alice) == "disagree"

    undo_merge(actor=lena, merge=merges[order[0]], now=NOW)

    assert choice_of(third, alice) == ("agree" if order[0] == late else "disagree")
    undo_merge(actor=lena, merge=merges[order[1]], now=NOW)
    assert rows() == before


def test_an_idea_goes_neither_into_itself_nor_in_a_circle(idea, other, merged):
    merged(idea, other)

    with pytest.raises(Invalid) as itself:
        merged(other, other)
    with pytest.raises(Invalid) as circle:
        merged(other, idea)

    assert (itself.value.code, circle.value.code) == ("itself", "circle")


def test_nothing_is_merged_into_what_has_gone(idea, other, charlie, community, make_idea, merged):
    merged(idea, other)

    with pytest.raises(Conflict) as refused:
        merged(make_idea(charlie, community, "Den tredje"), idea)

    assert refused.value.more == {"merged_into": str(other.pk)}


def test_what_is_decided_is_not_merged(idea, other, lena, merged):
    move_idea(actor=lena, idea=idea, to="planned", reason=REASON, now=NOW)

    with pytest.raises(Conflict) as refused:
        merged(idea, other)

    assert refused.value.more == {"allowed": ["started", "under_review", "declined"]}


def test_who_decides_on_neither_merges_nothing(idea, other, bob):
    with pytest.raises(NotAllowed):
        merge_idea(actor=bob, idea=idea, into=other, now=NOW)


def test_what_a_closed_community_says_stays_there(other, alice, closed_community, make_idea, merged):
    with pytest.raises(Invalid) as refused:
        merged(make_idea(alice, closed_community), other)

    assert refused.value.code == "other_readers"


def test_a_merge_whose_target_is_deleted_stays(idea, other, lena, merged):
    merge = merged(idea, other)
    Post.objects.filter(pk=other.post_id).update(deleted_at=NOW)

    with pytest.raises(Conflict):
        undo_merge(actor=lena, merge=merge, now=NOW)


def test_a_merge_is_undone_once(idea, other, lena, merged):
    merge = merged(idea, other)
    undo_merge(actor=lena, merge=merge, now=NOW)

    with pytest.raises(Conflict):
        undo_merge(actor=lena, merge=merge, now=NOW)
