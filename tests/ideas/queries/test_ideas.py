import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from ideas.actions.votes import cast_vote
from ideas.models import Idea, StatusChange
from ideas.queries.ideas import ideas, said_and_done, visible_idea
from microblog.models import Post
from tests.conftest import NOW


def titles(found) -> list[str]:
    return [idea.title for idea in found]


def test_best_is_by_the_lower_bound_and_new_by_time(alice, bob, charlie, community, make_idea):
    first, second = make_idea(alice, community, "Den første"), make_idea(alice, community, "Den andre")
    for person in (bob, charlie):
        cast_vote(actor=person, idea=first, choice="agree", now=timezone.now())

    assert titles(ideas(viewer=alice, order="best")) == [first.title, second.title]
    assert titles(ideas(viewer=alice, order="new")) == [second.title, first.title]


def test_my_vote_is_mine_alone(alice, bob, idea):
    cast_vote(actor=bob, idea=idea, choice="disagree", now=timezone.now())

    assert visible_idea(viewer=bob, key=idea.pk).my_vote == "disagree"
    assert visible_idea(viewer=alice, key=idea.pk).my_vote is None


def test_ideas_of_a_hidden_community_are_for_its_members(alice, bob, charlie, hidden_community, make_idea):
    idea = make_idea(alice, hidden_community)

    assert visible_idea(viewer=bob, key=idea.pk) == idea
    assert titles(ideas(viewer=charlie)) == []
    with pytest.raises(Http404):
        visible_idea(viewer=charlie, key=idea.pk)


def test_a_draft_is_its_authors(alice, bob, idea):
    Idea.objects.filter(pk=idea.pk).update(status="draft")
    Post.objects.filter(pk=idea.post_id).update(published_at=None)

    assert visible_idea(viewer=alice, key=idea.pk) == idea
    assert titles(ideas(viewer=alice, status="draft")) == [idea.title]
    with pytest.raises(Http404):
        visible_idea(viewer=bob, key=idea.pk)


@pytest.mark.parametrize("size", [1, 20])
def test_the_list_costs_the_same_for_any_length(size, alice, community, make_idea, django_assert_num_queries):
    for n in range(size):
        make_idea(alice, community, f"Idé nummer {n}")

    with django_assert_num_queries(1):
        for idea in ideas(viewer=alice):
            assert idea.post.author.unit.name
            assert idea.post.community.name


def test_said_and_done_tells_the_last_outcome_of_open_ideas_once(alice, lena, community, hidden_community, make_idea):
    def move(idea: Idea, before: str, after: str, minute: int) -> None:
        StatusChange.objects.create(
            idea=idea, actor=lena, before=before, after=after, moved_at=NOW + dt.timedelta(minutes=minute)
        )

    done, reopened = make_idea(alice, community, "Ferdig"), make_idea(alice, community, "Åpnet igjen")
    secret = make_idea(alice, hidden_community, "Skjult")
    move(done, "planned", "started", 1)
    move(done, "started", "completed", 2)
    move(reopened, "open", "declined", 3)
    move(reopened, "declined", "open", 4)
    move(secret, "planned", "started", 5)

    told = [(change.idea.title, change.after) for change in said_and_done()]

    assert told == [("Ferdig", "completed")]
