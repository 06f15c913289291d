"""Files that people upload, post and leave behind."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from microblog.access import Invalid, NotAllowed
from microblog.media import MOST_FILES, BadFile, draw_face, examine, face_path, require_size, shown_name
from microblog.models import Attachment, Post, ScheduledPost, User
from microblog.queries.files import files_not_posted

KEPT_UNPOSTED = dt.timedelta(days=1)
FACES = "people"


def upload_file(*, owner: User, file: UploadedFile, description: str, now: dt.datetime) -> Attachment:
    """Take in a file for a post that is still to come. What is refused leaves nothing behind.

    :raises Invalid: if its size, its type or its content can't be taken.
    """
    name = file.name or ""
    try:
        found = examine(opened(file), name=name, size=file.size or 0)
    except BadFile as bad:
        raise Invalid("file", bad.code, bad.detail) from bad
    stem = f"{now:%Y-%m-%d}/{secrets.token_hex(16)}"
    contents = {f"{stem}.{found.ending}": found.full}
    if found.small:
        contents[f"{stem}-s.{found.ending}"] = found.small
    with stored(contents) as (path, *small):
        return Attachment.objects.create(
            owner=owner,
            name=shown_name(name, found.ending),
            description=description,
            content_type=found.content_type,
            size=len(found.full),
            width=found.width,
            height=found.height,
            digest=hashlib.sha256(found.full).hexdigest(),
            path=path,
            small_path="".join(small),
        )


def opened(file: UploadedFile) -> BinaryIO:
    assert file.file is not None, "what was uploaded is open"
    file.seek(0)
    return file.file  # type: ignore[return-value]


@contextmanager
def stored(contents: dict[str, bytes]) -> Iterator[list[str]]:
    """Write the contents under these names, and yield them; take them away again if what follows fails."""
    written: list[str] = []
    try:
        for path, content in contents.items():
            written.append(default_storage.save(path, ContentFile(content)))
        yield written
    except BaseException:
        remove_from_storage(written)
        raise


def remove_from_storage(paths: Sequence[str]) -> None:
    for path in filter(None, paths):
        default_storage.delete(path)


def describe_file(*, actor: User, file: Attachment, description: str) -> None:
    """Say what a picture shows, for who can't see it.

    :raises NotAllowed: if the file is somebody else's.
    """
    require_owner(actor, file)
    Attachment.objects.filter(pk=file.pk).update(description=description)


@transaction.atomic
def drop_file(*, actor: User, file: Attachment) -> None:
    """Take away a file, also out of its post.

    :raises NotAllowed: if the file is somebody else's.
    """
    require_owner(actor, file)
    Attachment.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: remove_from_storage([file.path, file.small_path]))


def require_owner(actor: User, file: Attachment) -> None:
    """:raises NotAllowed: if the file is somebody else's."""
    if file.owner_id != actor.pk:
        raise NotAllowed(_("Bare den som har lastet opp filen, kan endre den."))


def attach_files(
    *, author: User, media: Sequence[int], post: Post | None = None, to: ScheduledPost | None = None
) -> None:
    """Put the author's uploaded files into a post, or beside one that is still to come, in this order.

    :raises Invalid: if there are too many of them, or one is not there to be posted.
    """
    if not media:
        return
    keys = list(dict.fromkeys(media))
    if len(keys) > MOST_FILES:
        raise Invalid("media", "too_many", _("Legg ved høyst %(n)d filer.") % {"n": MOST_FILES})
    found = {file.pk: file for file in files_not_posted(author, keys).select_for_update()}
    if len(found) < len(keys):
        raise Invalid("media", "unknown", _("En av filene finnes ikke lenger. Last den opp på nytt."))
    for place, key in enumerate(keys):
        found[key].place, found[key].post, found[key].scheduled = place, post, to
    Attachment.objects.bulk_update(found.values(), ["place", "post", "scheduled"])


def set_picture(*, person: User, file: UploadedFile) -> None:
    """Give a person a picture, cut to a square, in place of the one before.

    :raises Invalid: if its size, its type or its content can't be taken.
    """
    try:
        require_size(file.size or 0)
        face = draw_face(opened(file))
    except BadFile as bad:
        raise Invalid("picture", bad.code, bad.detail) from bad
    # Two people with the same picture have two.
    picture = hashlib.sha256(face.full + secrets.token_bytes(16)).hexdigest()[:32]
    contents = {face_path(picture, is_small=False): face.full, face_path(picture, is_small=True): face.small}
    with stored(contents):
        change_picture(person, picture)


def remove_picture(*, person: User) -> None:
    """Go back to the initials; twice does nothing."""
    change_picture(person, "")


@transaction.atomic
def change_picture(person: User, picture: str) -> None:
    before = User.objects.select_for_update(no_key=True).get(pk=person.pk).picture
    User.objects.filter(pk=person.pk).update(picture=picture)
    if before:
        gone = [face_path(before, is_small=is_small) for is_small in (False, True)]
        transaction.on_commit(lambda: remove_from_storage(gone))


def remove_orphans(*, now: dt.datetime) -> int:
    """Remove the files that were uploaded and not posted within a day, those of posts deleted a day ago, and what lies
    in the storage without a row; return how many files of the storage went."""
    past = now - KEPT_UNPOSTED
    forgotten = Q(post=None, scheduled=None, created_at__lt=past) | Q(post__deleted_at__lt=past)
    Attachment.objects.filter(forgotten).delete()
    return sum(remove_unknown(folder, past) for folder in folders())


def folders() -> list[str]:
    try:
        return sorted(default_storage.listdir("")[0])
    except FileNotFoundError:
        return []


def remove_unknown(folder: str, past: dt.datetime) -> int:
    """Remove what no row knows from a folder of the storage; a file of today may still get its row."""
    gone = []
    lying = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    known = known_faces() if folder == FACES else known_paths(folder)
    for path in lying:
        if path not in known and default_storage.get_modified_time(path) < past:
            gone.append(path)
    remove_from_storage(gone)
    return len(gone)


def known_paths(folder: str) -> set[str]:
    rows = Attachment.objects.filter(path__startswith=f"{folder}/").values_list("path", "small_path")
    return {path for row in rows for path in row}


def known_faces() -> set[str]:
    pictures = User.objects.exclude(picture="").values_list("picture", flat=True)
    return {face_path(picture, is_small=is_small) for picture in pictures for is_small in (False, True)}
