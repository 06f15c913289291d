import pytest
from django.utils import timezone

from microblog.access import Invalid
from microblog.actions.mentions import follow_thread, unfollow_thread
from microblog.actions.posts import edit_post
from microblog.models import Mention, Post, PostTopic, ThreadFollow


def followers(post: Post) -> set[str]:
    return set(ThreadFollow.objects.filter(root=post, is_following=True).values_list("person__username", flat=True))


def test_who_and_what_a_post_names_is_written_down_with_it(alice, bob, community, make_post):
    post = make_post(alice, community, "Takk, @bob og @ingen! #Kantine og #kantine")

    assert list(post.mentions.values_list("person__username", "is_told")) == [("bob", True)]
    assert list(post.topics.values_list("name", flat=True)) == ["kantine"]


def test_an_outsider_is_linked_but_not_told_of_a_closed_community(alice, bob, charlie, closed_community, make_post):
    post = make_post(alice, closed_community, "@bob og @charlie")

    assert dict(post.mentions.values_list("person__username", "is_told")) == {"bob": True, "charlie": False}
    assert followers(post) == {"alice", "bob"}


def test_nobody_is_told_of_their_own_words(alice, community, make_post):
    post = make_post(alice, community, "Jeg, @alice")

    assert not Mention.objects.get(post=post).is_told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ".join(f"@navn{n}" for n in range(21)), "too_many_mentions"),
        (" ".join(f"@n{n}" for n in range(1500)), "too_many_mentions"),
        (" ".join(f"#emne{n}" for n in range(11)), "too_many_topics"),
    ],
)
def test_a_text_that_names_too_much_is_refused_whole(text, code, alice, community, make_post):
    with pytest.raises(Invalid) as refused:
        make_post(alice, community, text)

    assert (refused.value.field, refused.value.code) == ("text", code)
    assert not Post.objects.exists()


def test_the_same_person_twenty_times_is_one_mention(alice, bob, community, make_post):
    post = make_post(alice, community, "@bob " * 40)

    assert post.mentions.count() == 1


def test_an_edit_names_others(alice, bob, charlie, community, make_post):
    post = make_post(alice, community, "@bob #kantine #lager")

    edit_post(actor=alice, post=post, text="@charlie #lager #skift", now=timezone.now())

    assert list(post.mentions.values_list("person__username", flat=True)) == ["charlie"]
    assert set(PostTopic.objects.filter(post=post).values_list("name", flat=True)) == {"lager", "skift"}


def test_who_writes_or_is_named_follows_the_thread(alice, bob, charlie, lena, community, make_post, reply_to):
    post = make_post(alice, community)

    reply_to(bob, reply_to(charlie, post, "Hva mener @lena?"))

    assert followers(post) == {"alice", "bob", "charlie", "lena"}


def test_who_has_unfollowed_is_not_brought_back_by_others(alice, bob, community, make_post, reply_to):
    post = make_post(alice, community, "@bob")
    unfollow_thread(actor=bob, post=post)

    reply_to(bob, post, "Greit")
    reply_to(alice, post, "Takk @bob")

    assert followers(post) == {"alice"}


def test_following_again_is_a_wish_of_ones_own(alice, bob, community, make_post, reply_to):
    post = make_post(alice, community)
    reply = reply_to(alice, post)
    unfollow_thread(actor=bob, post=post)

    follow_thread(actor=bob, post=reply)

    assert followers(post) == {"alice", "bob"}
