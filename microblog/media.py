"""What people upload, judged by its content and never by its name.

Pictures are drawn anew, so that nothing but the picture itself is kept.
"""

import io
import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from PIL import Image, ImageOps

MOST_FILES = 10
LONGEST_NAME = 100
# The longer side of a picture, in pixels: as it is opened, and as it stands in a stream.
FULL, SMALL = 2048, 960
# The sides of a person's picture: on the profile, and beside what the person writes.
FACE, SMALL_FACE = 384, 96
# Reads these and no others: each decoder is a door.
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# Read from a zip to tell its type, at most; more is a bomb.
MOST_UNPACKED = 1_000_000

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{OPEN_XML}presentationml.presentation",
    "odt": f"{OPEN_DOCUMENT}text",
    "ods": f"{OPEN_DOCUMENT}spreadsheet",
    "odp": f"{OPEN_DOCUMENT}presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
PICTURE_TYPE = "image/webp"
# What the main part of an Office file calls itself in its list of contents.
MAIN_PARTS = {f"{CONTENT_TYPES[kind]}.main+xml".encode(): kind for kind in ("docx", "xlsx", "pptx")}
MACROS = re.compile(r"(?i)vbaproject\.bin$|vbadata\.xml$|^basic/|^scripts/")
# Bytes that no text file holds.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Whatever a decoder says of bytes that are not what they should be.
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError),
    *(struct.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, Image.DecompressionBombError),
)


class BadFile(Exception):
    """A file that can't be taken; `code` says why and `detail` says it to the person."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Kept:
    """What is kept of a file. A picture also has a smaller self, for streams, and the sides of the whole one."""

    ending: str
    content_type: str
    full: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None


def examine(file: BinaryIO, *, name: str, size: int) -> Kept:
    """Return what is kept of a file: a document as it came, a picture drawn anew.

    :raises BadFile: `empty`, `too_large`, `wrong_type`, `macros`, `too_many_pixels` or `broken`.
    """
    require_size(size)
    start = file.read(16)
    file.seek(0)
    if is_picture(start):
        return draw_anew(file)
    ending = ending_of(file, start, name)
    file.seek(0)
    return Kept(ending, CONTENT_TYPES[ending], file.read())


def require_size(size: int) -> None:
    """:raises BadFile: if a file of so many bytes is empty or too large."""
    if not size:
        raise BadFile("empty", _("Filen er tom."))
    if size > settings.LARGEST_FILE:
        raise BadFile("too_large", _("Filen er for stor. Send høyst %(n)d MB.") % {"n": settings.LARGEST_FILE // 10**6})


def is_picture(start: bytes) -> bool:
    """Tell by its first bytes whether a file claims to be a picture."""
    is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    return is_webp or start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))


def ending_of(file: BinaryIO, start: bytes, name: str) -> str:
    """Return the ending that belongs to the content of a document.

    :raises BadFile: if it is of no type that is taken, or broken.
    """
    if start.startswith(b"%PDF-"):
        return pdf(file)
    if start.startswith(b"PK\x03\x04"):
        return office(file)
    ending = name.rpartition(".")[2].lower()
    if ending in ("txt", "csv") and not NOT_TEXT.search(file.read()):
        return ending
    raise wrong_type()


def wrong_type() -> BadFile:
    return BadFile(
        "wrong_type",
        _("Denne filtypen tar vi ikke imot. Send et bilde, en PDF, en Office-fil eller ren tekst."),
    )


def broken() -> BadFile:
    return BadFile("broken", _("Filen er skadet og kan ikke leses. Lagre den på nytt og prøv igjen."))


def pdf(file: BinaryIO) -> str:
    """:raises BadFile: if the end of the file is missing."""
    file.seek(-min(1024, file.seek(0, io.SEEK_END)), io.SEEK_END)
    if b"%%EOF" not in file.read():
        raise broken()
    return "pdf"


def office(file: BinaryIO) -> str:
    """Return the ending of an Office file by what it says that it holds.

    :raises BadFile: if it is another kind of archive, holds macros, or is broken.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            contents = unpacked(archive, "[Content_Types].xml" if "[Content_Types].xml" in names else "mimetype")
    except KeyError:
        raise wrong_type() from None
    except BROKEN as error:
        raise broken() from error
    if b"macroEnabled" in contents or any(MACROS.search(name) for name in names):
        raise BadFile("macros", _("Filen inneholder makroer. Lagre den uten makroer og prøv igjen."))
    for said, ending in MAIN_PARTS.items():
        if said in contents:
            return ending
    for ending in ("odt", "ods", "odp"):
        if contents.strip() == CONTENT_TYPES[ending].encode():
            return ending
    raise wrong_type()


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of an archive.

    :raises KeyError: if it has no such part.
    :raises BadFile: if the part is larger than what is read.
    """
    with archive.open(name) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise broken()
    return content


def draw_anew(file: BinaryIO) -> Kept:
    """Return a picture in its two sizes, upright, without anything that its camera wrote into it.

    :raises BadFile: `too_many_pixels`, before any of them is unpacked, or `broken`.
    """
    full = read_picture(file, FULL)
    full.thumbnail((FULL, FULL))
    small = full.copy()
    small.thumbnail((SMALL, SMALL))
    return kept(full, small)


def draw_face(file: BinaryIO) -> Kept:
    """Return a person's picture in its two sizes, cut to a square around its middle.

    :raises BadFile: as `examine`; also `wrong_type` for what is no picture.
    """
    if not is_picture(file.read(16)):
        raise BadFile("wrong_type", _("Velg et bilde: JPEG, PNG, WebP eller GIF."))
    file.seek(0)
    picture = read_picture(file, FACE)
    return kept(*(ImageOps.fit(picture, (side, side)) for side in (FACE, SMALL_FACE)))


def kept(full: Image.Image, small: Image.Image) -> Kept:
    return Kept("webp", PICTURE_TYPE, encoded(full), encoded(small), full.width, full.height)


def read_picture(file: BinaryIO, side: int) -> Image.Image:
    """Return a still picture, upright; one much larger than `side` may come smaller than it is, never below that."""
    try:
        with Image.open(file, formats=PICTURE_FORMATS) as image:
            if image.width * image.height > settings.MOST_PIXELS:
                raise too_many_pixels()
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError:
        raise too_many_pixels() from None
    except BROKEN as error:
        raise broken() from error


def too_many_pixels() -> BadFile:
    words = _("Bildet har for mange bildepunkter. Gjør det mindre, høyst %(n)d megapiksler.")
    return BadFile("too_many_pixels", words % {"n": settings.MOST_PIXELS // 10**6})


def encoded(picture: Image.Image) -> bytes:
    # A colour profile would be carried over from what was read.
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=3)
    return out.getvalue()


def shown_name(name: str, ending: str) -> str:
    """Return a name to show and to save under: no folders, nothing that can't be seen, the ending of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem = visible.rpartition(".")[0] or visible
    stem = " ".join(stem.split()).strip(". ")[: LONGEST_NAME - len(ending) - 1]
    nameless = pgettext("navn på en fil uten navn", "fil")
    return f"{stem or nameless}.{ending}"


def face_path(picture: str, *, is_small: bool) -> str:
    """Return where a person's picture lies in the storage."""
    return f"people/{picture}{'-s' if is_small else ''}.webp"
