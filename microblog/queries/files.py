"""Files as a reader finds them."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from microblog import access
from microblog.downloads import Download
from microblog.media import PICTURE_TYPE, face_path
from microblog.models import Attachment, User


def readable_file(*, viewer: User, key: int) -> Attachment:
    """Return a file that the viewer may read.

    :raises Http404: if there is none, or none that is the viewer's to know.
    """
    return get_object_or_404(access.visible_files(viewer), pk=key)


def file_download(file: Attachment, *, is_small: bool = False) -> Download:
    """Return how a file goes out: pictures to look at, `is_small` in the size of a stream; all else to save.

    :raises Http404: if there is no smaller one.
    """
    if is_small and not file.is_picture:
        raise Http404
    return Download(
        path=file.small_path if is_small else file.path,
        name=file.name,
        content_type=file.content_type,
        tag=file.digest[:32] + ("-s" if is_small else ""),
        is_shown=file.is_picture,
    )


def face_download(*, picture: str, is_small: bool) -> Download:
    """Return how a person's picture goes out: everybody sees who works here.

    :raises Http404: if nobody has this picture now.
    """
    if not User.objects.filter(picture=picture).exclude(picture="").exists():
        raise Http404
    path = face_path(picture, is_small=is_small)
    return Download(path, "portrett.webp", PICTURE_TYPE, path, is_shown=True, is_for_all=True)


def files_not_posted(viewer: User, keys: list[int]) -> QuerySet[Attachment]:
    """Return those of the viewer's files with these keys that stand in no post yet."""
    return Attachment.objects.filter(pk__in=keys, owner=viewer, post=None, scheduled=None)
