import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from microblog.access import Invalid, NotAllowed
from microblog.actions.files import (
    attach_files,
    drop_file,
    remove_orphans,
    remove_picture,
    set_picture,
    upload_file,
)
from microblog.actions.posts import delete_post, publish_post, publish_reply
from microblog.models import Attachment, Post
from tests.microblog.pictures import PDF, SCRIPT, picture

TOMORROW = dt.timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A storage of one's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def lying(storage) -> list[str]:
    return sorted(str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file())


def upload(person, content=None, name="bilde.jpg") -> Attachment:
    file = SimpleUploadedFile(name, content or picture())
    return upload_file(owner=person, file=file, description="", now=timezone.now())


def test_an_upload_lies_under_names_that_nobody_can_guess(alice, storage):
    file = upload(alice, name="../../hemmelig.jpg")

    assert lying(storage) == sorted([file.path, file.small_path])
    assert "hemmelig" not in file.path
    assert (file.name, file.content_type, file.post) == ("hemmelig.webp", "image/webp", None)


def test_what_is_refused_leaves_nothing_behind(alice, storage):
    with pytest.raises(Invalid) as refused:
        upload(alice, SCRIPT, "bilde.png")

    assert (refused.value.field, refused.value.code) == ("file", "wrong_type")
    assert lying(storage) == []
    assert not Attachment.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_file(alice, storage, monkeypatch):
    def fail(**_fields):
        raise IntegrityError

    monkeypatch.setattr(Attachment.objects, "create", fail)

    with pytest.raises(IntegrityError):
        upload(alice)
    assert lying(storage) == []


def test_files_stand_in_the_post_in_the_order_of_their_author(alice, community):
    first, second = upload(alice), upload(alice, PDF, "notat.pdf")

    post = publish_post(
        author=alice, community=community, kind="update", text="Se", now=timezone.now(), media=[second.pk, first.pk]
    )
    reply = publish_reply(author=alice, parent=post, text="Og", now=timezone.now(), media=[upload(alice).pk])

    assert list(post.attachments.order_by("place").values_list("pk", flat=True)) == [second.pk, first.pk]
    assert reply.attachments.count() == 1


def test_a_file_is_posted_by_its_owner_and_once(alice, bob, community, make_post):
    mine, others = upload(alice), upload(bob)
    attach_files(author=alice, media=[mine.pk], post=make_post(alice, community))

    for media in ([mine.pk], [others.pk], [12345]):
        with pytest.raises(Invalid) as refused:
            publish_post(author=alice, community=community, kind="update", text="Se", now=timezone.now(), media=media)
        assert (refused.value.field, refused.value.code) == ("media", "unknown")
    assert Post.objects.count() == 1


def test_the_eleventh_file_is_refused(alice, community, make_post):
    with pytest.raises(Invalid) as refused:
        attach_files(author=alice, media=range(11), post=make_post(alice, community))

    assert refused.value.code == "too_many"


def test_the_database_itself_refuses_what_can_not_be(alice, community, make_post):
    post, file, other = make_post(alice, community), upload(alice), upload(alice)
    Attachment.objects.filter(pk=other.pk).update(post=post, place=0)

    for wrong in ({"place": 10}, {"size": 0}, {"width": None}, {"post": post, "place": 0}, {"path": other.path}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=file.pk).update(**wrong)


def test_only_its_owner_takes_a_file_away(alice, bob, storage, django_capture_on_commit_callbacks):
    file = upload(alice)

    with pytest.raises(NotAllowed):
        drop_file(actor=bob, file=file)
    with django_capture_on_commit_callbacks(execute=True):
        drop_file(actor=alice, file=file)

    assert lying(storage) == []


def test_the_night_removes_what_was_left_and_keeps_what_was_posted(alice, community, make_post, storage, monkeypatch):
    posted, deleted, _left, fresh = (upload(alice) for _ in range(4))
    post, gone = make_post(alice, community), make_post(alice, community)
    attach_files(author=alice, media=[posted.pk], post=post)
    attach_files(author=alice, media=[deleted.pk], post=gone)
    delete_post(actor=alice, post=gone, now=timezone.now())
    default_storage.save("2026-01-01/uten-rad.webp", ContentFile(b"x"))
    Attachment.objects.filter(pk=fresh.pk).update(created_at=timezone.now() + TOMORROW)

    assert remove_orphans(now=timezone.now()) == 0
    removed = remove_orphans(now=timezone.now() + TOMORROW)

    assert removed == 5
    assert lying(storage) == sorted([posted.path, posted.small_path, fresh.path, fresh.small_path])
    assert set(Attachment.objects.all()) == {posted, fresh}


def test_the_night_finds_nothing_where_nothing_was_uploaded(db, storage):
    storage.rmdir()

    assert remove_orphans(now=timezone.now()) == 0


def test_a_new_picture_takes_the_place_of_the_old_one(alice, bob, storage, django_capture_on_commit_callbacks):
    face = picture(size=(500, 400))
    for person in (alice, bob, alice):
        with django_capture_on_commit_callbacks(execute=True):
            set_picture(person=person, file=SimpleUploadedFile("meg.jpg", face))

    alice.refresh_from_db()
    bob.refresh_from_db()
    assert alice.picture != bob.picture
    assert lying(storage) == sorted(
        f"people/{name}{size}.webp" for name in (alice.picture, bob.picture) for size in ("", "-s")
    )

    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(person=alice)
        remove_picture(person=alice)
    assert len(lying(storage)) == 2
    assert remove_orphans(now=timezone.now() + TOMORROW) == 0
