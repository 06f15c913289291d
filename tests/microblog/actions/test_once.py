import datetime as dt

from django.utils import timezone

from microblog.actions.once import publish_once, reply_once
from microblog.actions.posts import delete_post
from microblog.models import Post

NOW = timezone.now()


def test_a_double_click_makes_one_post(alice, bob, community, everybody):
    sent = {"community": community, "kind": "update", "text": "Hei", "now": NOW}
    first = publish_once(author=alice, **sent)

    assert publish_once(author=alice, **sent) == first
    for other in ({"author": bob}, {"text": "Hei igjen"}, {"kind": "question"}, {"community": everybody}):
        assert publish_once(**{"author": alice, **sent, **other}) != first
    assert publish_once(**{"author": alice, **sent, "now": NOW + dt.timedelta(seconds=11)}) != first


def test_a_double_click_makes_one_reply(alice, bob, community, make_post):
    post, other = make_post(alice, community), make_post(alice, community)
    first = reply_once(author=bob, parent=post, text="Ja", now=NOW)

    assert reply_once(author=bob, parent=post, text="Ja", now=NOW) == first
    assert reply_once(author=bob, parent=other, text="Ja", now=NOW) != first
    post.refresh_from_db()
    assert post.reply_count == 1


def test_what_was_taken_away_can_be_said_again(alice, community):
    sent = {"author": alice, "community": community, "kind": "update", "text": "Hei", "now": NOW}
    delete_post(actor=alice, post=publish_once(**sent), now=NOW)

    publish_once(**sent)

    assert Post.objects.live().count() == 1
