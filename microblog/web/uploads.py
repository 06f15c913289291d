"""Files in a form, and files on their way out."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from microblog import downloads
from microblog.access import Invalid
from microblog.actions.files import describe_file, upload_file
from microblog.media import MOST_FILES
from microblog.models import LONGEST_DESCRIPTION, Attachment
from microblog.queries.files import face_download, file_download, files_not_posted, readable_file
from microblog.texts import BadText, clean_text
from microblog.web.answers import PersonRequest, key_in, signed_in


@dataclass
class Uploads:
    """The files of a form: those that are taken in, and what is to be said of the others."""

    files: list[Attachment] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


class FilesForm(forms.Form):
    """A form that takes files beside its words. What has been taken in stays with the form when it comes back."""

    media = forms.Field(required=False, label=gettext_lazy("Filene"))  # type: ignore[assignment]

    def __init__(self, *args: Any, uploads: Uploads | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.uploads = uploads or Uploads()

    def clean_media(self) -> list[int]:
        if self.uploads.refusals:
            raise forms.ValidationError(self.uploads.refusals)
        return [file.pk for file in self.uploads.files]


def take_uploads(request: PersonRequest) -> Uploads:
    """Take in the files that a form brings, beside those that it has brought before.

    Whoever has had no chance yet to say what a picture shows is asked for it, once.
    """
    uploads = Uploads(files=described_files(request))
    sent = request.FILES.getlist("files")
    words = request.POST.getlist("descriptions")
    if len(uploads.files) + len(sent) > MOST_FILES:
        uploads.refusals.append(_("Legg ved høyst %(n)d filer.") % {"n": MOST_FILES})
        return uploads
    for number, file in enumerate(sent):
        take_one(request, uploads, file, words[number] if number < len(words) else None)
    return uploads


def take_one(request: PersonRequest, uploads: Uploads, file: UploadedFile, words: str | None) -> None:
    """Take in one file; `words` say what it shows, None if the form had no place for them."""
    try:
        taken = upload_file(owner=request.user, file=file, description=description(words or ""), now=timezone.now())
    except Invalid as refusal:
        uploads.refusals.append(f"{file.name}: {refusal.detail}")
        return
    uploads.files.append(taken)
    if taken.is_picture and words is None:
        ask = _("%(name)s: Skriv hva bildet viser, for dem som ikke kan se det, eller legg det ut uten.")
        uploads.refusals.append(ask % {"name": taken.name})


def described_files(request: PersonRequest) -> list[Attachment]:
    """Return the files that the form has brought before and still holds, with the words that stand beside them now."""
    dropped = request.POST.getlist("drop")
    keys = [key_in(key) for key in request.POST.getlist("media") if key not in dropped][:MOST_FILES]
    found = files_not_posted(request.user, [key for key in keys if key is not None]).in_bulk()
    files = [found[key] for key in dict.fromkeys(keys) if key in found]
    for file in files:
        words = description(request.POST.get(f"description-{file.pk}", file.description))
        if words != file.description:
            describe_file(actor=request.user, file=file, description=words)
            file.description = words
    return files


def description(words: str) -> str:
    """Return the words on one line, as many as are kept."""
    try:
        return clean_text(" ".join(words.split())[:LONGEST_DESCRIPTION], shortest=0, longest=LONGEST_DESCRIPTION)
    except BadText:
        return ""


@require_safe
@signed_in
def file(request: PersonRequest, key: int) -> HttpResponseBase:
    return downloads.send(request, file_download(readable_file(viewer=request.user, key=key)))


@require_safe
@signed_in
def small_file(request: PersonRequest, key: int) -> HttpResponseBase:
    """Return a picture in the size of a stream."""
    return downloads.send(request, file_download(readable_file(viewer=request.user, key=key), is_small=True))


@require_safe
@signed_in
def face(request: PersonRequest, picture: str) -> HttpResponseBase:
    return downloads.send(request, face_download(picture=picture, is_small=False))


@require_safe
@signed_in
def small_face(request: PersonRequest, picture: str) -> HttpResponseBase:
    return downloads.send(request, face_download(picture=picture, is_small=True))
