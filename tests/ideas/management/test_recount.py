from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ideas.actions.votes import cast_vote
from ideas.models import Idea
from microblog.actions.posts import delete_post
from microblog.actions.reactions import add_reaction
from microblog.models import Community, Post


@pytest.fixture
def busy_house(alice, bob, charlie, community, everybody, idea, make_post, reply_to) -> Post:
    """Some of everything that is counted. Returns a post with a reply and reactions."""
    Community.objects.filter(pk=everybody.pk).update(members_count=3)
    post = make_post(alice, community, kind="pain")
    reply_to(bob, post)
    delete_post(actor=bob, post=reply_to(bob, post), now=timezone.now())
    delete_post(actor=alice, post=make_post(alice, community), now=timezone.now())
    add_reaction(actor=bob, post=post, kind="me_too")
    add_reaction(actor=charlie, post=post, kind="agree")
    cast_vote(actor=bob, idea=idea, choice="agree", now=timezone.now())
    cast_vote(actor=charlie, idea=idea, choice="pass", now=timezone.now())
    return post


def recount(*options: str) -> str:
    output = StringIO()
    call_command("recount", *options, stdout=output)
    return output.getvalue()


def test_what_people_did_is_counted_right(busy_house):
    assert recount("--check") == "0 differences.\n"


BROKEN = [
    (Post, "reply_count", 7),
    (Post, "me_too_count", 0),
    (Post, "thanks_count", 2),
    (Community, "members_count", 0),
    (Community, "posts_count", 9),
    (Idea, "agree_count", 0),
    (Idea, "pass_count", 4),
    (Idea, "lower_bound", 0.9),
]


@pytest.mark.parametrize(("model", "counter", "wrong"), BROKEN)
def test_a_broken_counter_is_found_and_left_alone_by_a_check(busy_house, model, counter, wrong):
    model.objects.update(**{counter: wrong})
    output = StringIO()

    with pytest.raises(CommandError):
        call_command("recount", "--check", stdout=output)

    assert counter in output.getvalue()
    assert set(model.objects.values_list(counter, flat=True)) == {wrong}


@pytest.mark.parametrize(("model", "counter", "wrong"), BROKEN)
def test_a_broken_counter_is_set_right(busy_house, model, counter, wrong):
    right = dict(model.objects.values_list("pk", counter))
    model.objects.update(**{counter: wrong})

    recount()

    assert dict(model.objects.values_list("pk", counter)) == pytest.approx(right)
    assert recount("--check") == "0 differences.\n"


def test_broken_votes_move_the_lower_bound_that_follows_from_them(busy_house, idea):
    right = Idea.objects.get(pk=idea.pk).lower_bound
    Idea.objects.update(agree_count=50, lower_bound=0.93)

    recount()

    assert Idea.objects.get(pk=idea.pk).lower_bound == pytest.approx(right)
