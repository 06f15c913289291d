import pytest
from django.utils import timezone

from ideas.actions.ideas import rewrite_idea
from microblog.access import NotAllowed
from microblog.models import PostEdit


def test_an_idea_is_a_post_with_its_words(alice, community, make_idea):
    idea = make_idea(alice, community, expected_effect="Færre tomme skift.")

    assert idea.post.kind == "idea"
    for part in (idea.title, idea.problem, idea.proposal, idea.expected_effect):
        assert part in idea.post.text


def test_an_outsider_proposes_nothing_in_a_closed_community(charlie, closed_community, make_idea):
    with pytest.raises(NotAllowed):
        make_idea(charlie, closed_community)


def test_the_author_puts_it_better_and_the_former_words_are_kept(alice, idea):
    rewrite_idea(actor=alice, idea=idea, title="Byttetavle for alle", now=timezone.now())

    idea.refresh_from_db()
    idea.post.refresh_from_db()
    assert idea.title == "Byttetavle for alle"
    assert "Byttetavle for alle" in idea.post.text
    assert "Felles byttetavle" in PostEdit.objects.get(post=idea.post).text


def test_nobody_else_rewrites_an_idea(bob, idea):
    with pytest.raises(NotAllowed):
        rewrite_idea(actor=bob, idea=idea, title="Kapret idé", now=timezone.now())

    idea.refresh_from_db()
    assert idea.title == "Felles byttetavle"
