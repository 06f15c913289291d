import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from microblog.access import Invalid, NotAllowed
from microblog.actions.communities import leave_community
from microblog.actions.files import remove_orphans, upload_file
from microblog.actions.notify import notify_people
from microblog.actions.scheduled import (
    MOST_WAITING,
    cancel_scheduled,
    change_scheduled,
    publish_due,
    publish_scheduled,
    schedule_post,
)
from microblog.models import Attachment, Event, Notification, Post, ScheduledPost, User, key_at
from tests.microblog.pictures import PDF

NOW = timezone.now()
LATER = NOW + dt.timedelta(hours=2)
A_DAY_LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def plan(alice, community):
    def make(author=None, place=None, **fields) -> ScheduledPost:
        wanted = {"kind": "update", "text": "Ny skanner", "publish_at": LATER, "now": NOW, **fields}
        return schedule_post(author=author or alice, community=place or community, **wanted)

    return make


def upload(person) -> Attachment:
    return upload_file(owner=person, file=SimpleUploadedFile("a.pdf", PDF), description="", now=NOW)


def test_a_post_comes_out_when_its_time_has_come_and_once(alice, community, plan):
    file = upload(alice)
    plan(media=[file.pk], language="nn")

    assert publish_due(now=LATER - dt.timedelta(seconds=1)) == 0
    assert publish_due(now=LATER) == 1
    assert publish_due(now=LATER) == 0

    post = Post.objects.get()
    assert (post.text, post.author, post.language, post.published_at) == ("Ny skanner", alice, "nn", LATER)
    assert list(post.attachments.all()) == [file]
    assert not ScheduledPost.objects.exists()
    assert Event.objects.filter(type="post.published", subject_id=post.pk).count() == 1


def test_after_a_stop_all_that_was_missed_comes_out_oldest_first(plan):
    for hours in (3, 1, 2):
        plan(text=f"{hours}", publish_at=NOW + dt.timedelta(hours=hours))

    assert publish_due(now=A_DAY_LATER) == 3

    assert [post.text for post in Post.objects.order_by("pk")] == ["1", "2", "3"]


def test_a_post_is_new_when_it_comes_out_and_not_when_it_was_written(plan):
    plan()
    publish_due(now=LATER)

    assert Post.objects.get().pk > key_at(NOW)


def test_files_of_what_waits_are_not_forgotten(alice, plan):
    file = upload(alice)
    plan(media=[file.pk])

    remove_orphans(now=A_DAY_LATER)

    assert Attachment.objects.get() == file
    assert default_storage.exists(file.path)


@pytest.mark.parametrize(
    ("publish_at", "code"),
    [(NOW, "past"), (NOW - dt.timedelta(days=1), "past"), (NOW + dt.timedelta(days=400), "too_late")],
)
def test_a_time_that_does_not_come_is_refused(publish_at, code, plan):
    with pytest.raises(Invalid) as refused:
        plan(publish_at=publish_at)

    assert (refused.value.field, refused.value.code) == ("publish_at", code)


def test_what_cannot_wait_is_refused(plan):
    for wrong in ({"kind": "poll"}, {"kind": "idea"}, {"poll": object()}):
        with pytest.raises(Invalid) as refused:
            plan(**wrong)
        assert refused.value.code == "not_offered"


def test_who_may_not_publish_may_not_plan(bob, charlie, community, closed_community, plan):
    with pytest.raises(NotAllowed):
        plan(author=charlie, place=closed_community)
    with pytest.raises(NotAllowed):
        plan(author=bob, kind="announcement")
    with pytest.raises(Invalid):
        plan(text=" ".join(f"@person{n}" for n in range(21)))


def test_there_is_an_end_to_planning(alice, community, plan):
    row = {"author": alice, "community": community, "kind": "update", "text": "x", "publish_at": LATER}
    ScheduledPost.objects.bulk_create(ScheduledPost(**row) for _ in range(MOST_WAITING))

    with pytest.raises(Invalid, match="too_many"):
        plan()


def test_who_has_left_meanwhile_is_told_and_keeps_the_text(bob, closed_community, plan):
    row = plan(author=bob, place=closed_community)
    leave_community(actor=bob, community=closed_community)

    assert publish_due(now=LATER) == 0
    assert publish_due(now=LATER) == 0

    row.refresh_from_db()
    assert (row.text, row.refusal) == ("Ny skanner", "Bli medlem for å skrive her.")
    assert not Post.objects.exists()
    refused = Event.objects.filter(type="post.refused")
    assert [told.recipient for told in notify_people(refused, now=LATER)] == [bob.pk]
    assert Notification.objects.get().kind == "scheduled"


def test_nothing_comes_out_from_who_works_here_no_more(alice, plan):
    plan()
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert publish_due(now=LATER) == 0
    assert ScheduledPost.objects.get().refusal == "Kontoen er stengt."


def test_what_was_refused_is_tried_again_in_another_place(bob, community, closed_community, plan):
    row = plan(author=bob, place=closed_community)
    leave_community(actor=bob, community=closed_community)
    publish_due(now=LATER)

    change_scheduled(actor=bob, post=row, now=LATER, text="Nytt", publish_at=A_DAY_LATER, community=community)

    assert publish_due(now=A_DAY_LATER) == 1
    assert Post.objects.get().text == "Nytt"


def test_only_its_author_changes_calls_off_and_publishes(alice, bob, community, plan):
    row = plan()
    change = {"text": "x", "publish_at": LATER, "community": community}

    with pytest.raises(NotAllowed):
        change_scheduled(actor=bob, post=row, now=NOW, **change)
    with pytest.raises(NotAllowed):
        cancel_scheduled(actor=bob, post=row)
    with pytest.raises(NotAllowed):
        publish_scheduled(actor=bob, post=row, now=NOW)

    assert publish_scheduled(actor=alice, post=row, now=NOW).text == "Ny skanner"
    with pytest.raises(NotAllowed):
        publish_scheduled(actor=alice, post=row, now=NOW)
    assert Post.objects.count() == 1


def test_what_is_called_off_never_comes_out_and_its_files_go(alice, plan):
    row = plan(media=[upload(alice).pk])
    cancel_scheduled(actor=alice, post=row)

    assert publish_due(now=A_DAY_LATER) == 0
    remove_orphans(now=A_DAY_LATER)
    assert not Attachment.objects.exists()
