"""How a stored file goes out: as something to look at or to save, never as a page."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

# Whatever a file holds, it runs nothing and asks for nothing.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class Download:
    """A file in the storage. `tag` changes with its content; `is_for_all` is what everybody who is signed in may see,
    under an address that changes too."""

    path: str
    name: str
    content_type: str
    tag: str
    is_shown: bool
    is_for_all: bool = False


def send(request: HttpRequest, download: Download) -> HttpResponseBase:
    """Return the file, or 304 to who has it already.

    :raises Http404: if the storage has lost it.
    """
    tag = quote_etag(download.tag)
    known = get_conditional_response(request, etag=tag)
    response = known or whole(download)
    response["ETag"] = tag
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # Who may read it is asked anew each time; what all may see never changes under its address.
    kept = "max-age=31536000, immutable" if download.is_for_all else "no-cache"
    response["Cache-Control"] = f"private, {kept}"
    return response


def whole(download: Download) -> HttpResponseBase:
    """:raises Http404: if the storage has lost the file."""
    try:
        content = default_storage.open(download.path)
    except FileNotFoundError:
        raise Http404 from None
    response: HttpResponse | FileResponse = FileResponse(content, content_type=download.content_type)
    response["Content-Length"] = str(content.size)
    disposition = content_disposition_header(not download.is_shown, download.name)
    response["Content-Disposition"] = disposition or "inline"
    return response


def own_data(path: str) -> FileResponse:
    """Return somebody's own data from the storage, to be saved and kept by nobody on the way."""
    return FileResponse(
        default_storage.open(path),
        as_attachment=True,
        filename="lest.zip",
        content_type="application/zip",
        headers={"Cache-Control": "no-store"},
    )
