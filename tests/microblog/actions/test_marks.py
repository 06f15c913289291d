import pytest
from django.utils import timezone

from microblog.access import Invalid, NotAllowed
from microblog.actions.marks import (
    add_bookmark,
    choose_best_answer,
    remove_bookmark,
    reopen,
    resolve,
    unchoose_best_answer,
)
from microblog.models import BestAnswer, Bookmark, Resolution


def test_a_bookmark_is_there_once(alice, community, make_post):
    post = make_post(alice, community)

    add_bookmark(actor=alice, post=post)
    add_bookmark(actor=alice, post=post)
    assert Bookmark.objects.count() == 1

    remove_bookmark(actor=alice, post=post)
    assert not Bookmark.objects.exists()


def test_who_asked_chooses_the_best_answer_and_a_host_may_choose_another(
    alice, bob, charlie, community, make_post, reply_to
):
    question = make_post(bob, community, kind="question")
    first, second = reply_to(charlie, question), reply_to(alice, question)

    choose_best_answer(actor=bob, question=question, reply=first, now=timezone.now())
    choose_best_answer(actor=alice, question=question, reply=second, now=timezone.now())

    assert BestAnswer.objects.get().reply_id == second.pk


def test_others_do_not_choose(alice, bob, charlie, community, make_post, reply_to):
    question = make_post(bob, community, kind="question")
    reply = reply_to(charlie, question)

    with pytest.raises(NotAllowed):
        choose_best_answer(actor=charlie, question=question, reply=reply, now=timezone.now())


def test_only_a_reply_in_the_thread_of_a_question_is_chosen(alice, bob, community, make_post, reply_to):
    question, update = make_post(alice, community, kind="question"), make_post(alice, community)
    elsewhere = reply_to(bob, update)

    for asked in (question, update):
        with pytest.raises(Invalid):
            choose_best_answer(
                actor=alice,
                question=asked,
                reply=elsewhere if asked is question else reply_to(bob, update),
                now=timezone.now(),
            )


def test_taking_back_what_is_not_chosen_leaves_the_choice(alice, bob, community, make_post, reply_to):
    question = make_post(alice, community, kind="question")
    first, second = reply_to(bob, question), reply_to(bob, question)
    choose_best_answer(actor=alice, question=question, reply=first, now=timezone.now())

    unchoose_best_answer(actor=alice, question=question, reply=second)
    assert BestAnswer.objects.get().reply_id == first.pk

    unchoose_best_answer(actor=alice, question=question, reply=first)
    assert not BestAnswer.objects.exists()


def test_what_hurt_is_resolved_and_opened_again_by_its_author(bob, community, make_post):
    post = make_post(bob, community, kind="pain")

    resolve(actor=bob, post=post, now=timezone.now())
    assert Resolution.objects.get().resolved_by == bob

    reopen(actor=bob, post=post)
    assert not Resolution.objects.exists()


def test_an_update_is_never_resolved_and_nothing_by_others(alice, bob, community, make_post):
    with pytest.raises(Invalid):
        resolve(actor=alice, post=make_post(alice, community), now=timezone.now())
    with pytest.raises(NotAllowed):
        resolve(actor=bob, post=make_post(alice, community, kind="pain"), now=timezone.now())
