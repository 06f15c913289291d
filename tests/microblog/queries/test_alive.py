import datetime as dt

import pytest

from microblog.queries.alive import alive
from tests.conftest import NOW

HOUR = dt.timedelta(hours=1)


def test_a_quiet_community_has_members_and_nothing_else(community):
    found = alive(community=community, now=NOW)

    assert (found.members, found.active, found.posts_this_week, found.questions) == (2, 0, 0, 0)
    assert (found.active_share, found.answered_share, found.time_to_answer) == (0.0, None, None)


def test_four_weeks_are_counted(alice, bob, charlie, community, make_posts):
    make_posts(2, author=alice, community=community, start=NOW - dt.timedelta(days=2))
    make_posts(1, author=alice, community=community, start=NOW - dt.timedelta(days=20))
    make_posts(1, author=bob, community=community, start=NOW - dt.timedelta(days=29))
    make_posts(1, author=charlie, community=community, start=NOW - dt.timedelta(days=1))

    found = alive(community=community, now=NOW)

    # Charlie writes here without being a member; bob has been silent for longer.
    assert (found.active, found.active_share, found.posts_this_week) == (1, 0.5, 3)


@pytest.fixture
def answered(alice, bob, community, make_posts):
    """Three questions of alice, answered by bob after one, after three hours, and by herself alone."""
    questions = make_posts(3, author=alice, community=community, start=NOW - dt.timedelta(days=3), kind="question")
    for question, author, wait in zip(questions, (bob, bob, alice), (1, 3, 2), strict=True):
        start = question.published_at + wait * HOUR
        make_posts(1, author=author, community=community, start=start, parent=question, root=question)
    return questions


def test_questions_are_answered_by_others_and_the_median_is_told(answered, community):
    found = alive(community=community, now=NOW)

    assert (found.questions, found.answered, found.answered_share) == (3, 2, 0.67)
    assert found.time_to_answer == 2 * HOUR


def test_an_answer_that_was_hidden_is_none(answered, community):
    answer = answered[0].replies.get()
    answer.hidden_at = NOW
    answer.save()

    found = alive(community=community, now=NOW)

    assert (found.answered, found.time_to_answer) == (1, 3 * HOUR)


@pytest.mark.parametrize("size", [1, 20])
def test_the_figures_cost_one_statement(alice, community, make_posts, size, django_assert_num_queries):
    make_posts(size, author=alice, community=community, kind="question")

    with django_assert_num_queries(1):
        alive(community=community, now=NOW)
