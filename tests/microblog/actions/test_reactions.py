from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from microblog.access import Invalid
from microblog.actions.reactions import add_reaction, remove_reaction
from microblog.models import Event, Post, Reaction


def test_reacting_twice_counts_once(alice, bob, community, make_post):
    post = make_post(alice, community)

    add_reaction(actor=bob, post=post, kind="thanks")
    add_reaction(actor=bob, post=post, kind="thanks")

    post.refresh_from_db()
    assert post.thanks_count == 1
    assert Event.objects.filter(type="reaction.added").count() == 1


def test_a_reaction_is_taken_back_once(alice, bob, community, make_post):
    post = make_post(alice, community)
    add_reaction(actor=bob, post=post, kind="agree")

    remove_reaction(actor=bob, post=post, kind="agree")
    remove_reaction(actor=bob, post=post, kind="agree")

    post.refresh_from_db()
    assert post.agree_count == 0
    assert not Reaction.objects.exists()


@pytest.mark.parametrize(("kind", "reaction"), [("update", "me_too"), ("pain", "wonder")])
def test_a_reaction_belongs_to_its_kind_of_post(kind, reaction, alice, bob, community, make_post):
    post = make_post(alice, community, kind=kind)

    with pytest.raises(Invalid):
        add_reaction(actor=bob, post=post, kind=reaction)


@pytest.mark.django_db(transaction=True)
def test_many_who_react_at_once_are_all_counted(alice, community, make_person, make_post):
    post = make_post(alice, community)
    people = [make_person(f"p{n}") for n in range(12)]

    def react(person) -> None:
        try:
            add_reaction(actor=person, post=post, kind="agree")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(react, people * 2))

    assert Post.objects.get(pk=post.pk).agree_count == Reaction.objects.count() == 12
