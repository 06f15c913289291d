import datetime as dt

import pytest
from django.utils import timezone

from microblog.access import Invalid, NotAllowed
from microblog.actions.posts import delete_post, edit_post, publish_post, publish_reply, restore_post
from microblog.models import Event, Post, PostEdit


def test_publishing_writes_the_post_and_the_event_together(alice, community):
    post = publish_post(author=alice, community=community, kind="update", text="Hei", now=timezone.now())

    community.refresh_from_db()
    assert community.posts_count == 1
    assert Event.objects.filter(type="post.published", subject_id=post.pk, actor=alice).count() == 1


def test_an_outsider_cannot_write_in_a_closed_community(charlie, closed_community):
    with pytest.raises(NotAllowed):
        publish_post(author=charlie, community=closed_community, kind="update", text="Hei", now=timezone.now())

    assert not Post.objects.exists()
    assert not Event.objects.filter(type="post.published").exists()


def test_announcements_are_for_leaders_and_hosts(alice, bob, lena, community):
    for may in (alice, lena):
        publish_post(author=may, community=community, kind="announcement", text="Hør", now=timezone.now())

    with pytest.raises(NotAllowed):
        publish_post(author=bob, community=community, kind="announcement", text="Hør", now=timezone.now())


def test_keys_rise_with_time(alice, community, make_post):
    keys = [make_post(alice, community).pk for _ in range(5)]

    assert keys == sorted(set(keys))
    assert abs((keys[-1] >> 16) / 1000 - timezone.now().timestamp()) < 60


def test_a_reply_to_a_reply_stands_in_the_same_thread(alice, bob, community, make_post, reply_to):
    root = make_post(alice, community)
    first = reply_to(bob, root)
    second = reply_to(alice, first)

    root.refresh_from_db()
    assert (second.parent_id, second.root_id) == (first.pk, root.pk)
    assert root.reply_count == 2


def test_an_edit_keeps_the_former_wording(alice, community, make_post):
    post = make_post(alice, community, "Først")

    edit_post(actor=alice, post=post, text="Så", now=timezone.now())

    post.refresh_from_db()
    assert post.text == "Så"
    assert post.edited_at
    assert PostEdit.objects.get(post=post).text == "Først"


def test_an_edit_without_a_change_leaves_no_trace(alice, community, make_post):
    post = make_post(alice, community, "Likt")

    edit_post(actor=alice, post=post, text="Likt", now=timezone.now())

    post.refresh_from_db()
    assert post.edited_at is None
    assert not PostEdit.objects.exists()


@pytest.mark.parametrize("act", [edit_post, delete_post, restore_post])
def test_nobody_changes_what_somebody_else_wrote(act, alice, bob, community, make_post):
    post = make_post(alice, community)
    words = {"text": "Kapret"} if act is edit_post else {}

    with pytest.raises(NotAllowed):
        act(actor=bob, post=post, now=timezone.now(), **words)

    post.refresh_from_db()
    assert post.text == "Hei"
    assert post.deleted_at is None


def test_a_deletion_can_be_undone_for_ten_seconds(alice, bob, community, make_post, reply_to):
    root = make_post(alice, community)
    reply = reply_to(bob, root)
    now = timezone.now()

    delete_post(actor=bob, post=reply, now=now)
    root.refresh_from_db()
    assert root.reply_count == 0

    restore_post(actor=bob, post=reply, now=now + dt.timedelta(seconds=10))
    root.refresh_from_db()
    assert root.reply_count == 1

    delete_post(actor=bob, post=reply, now=now)
    with pytest.raises(Invalid) as refused:
        restore_post(actor=bob, post=reply, now=now + dt.timedelta(seconds=11))
    assert refused.value.code == "too_late"


def test_a_reply_in_a_closed_thread_is_refused(charlie, alice, closed_community, make_post):
    root = make_post(alice, closed_community)

    with pytest.raises(NotAllowed):
        publish_reply(author=charlie, parent=root, text="Hei", now=timezone.now())
