"""What is kept of a file, and what is refused, by its content alone."""

import io
import zipfile

import pytest
from PIL import Image

from microblog.media import FACE, FULL, SMALL, SMALL_FACE, BadFile, draw_face, examine, shown_name
from tests.microblog.pictures import PDF, SCRIPT, SVG, WORD, archive, bomb, photo, picture, word_file


def kept(content: bytes, name: str = "fil.bin"):
    return examine(io.BytesIO(content), name=name, size=len(content))


def refusal(content: bytes, name: str = "bilde.png") -> str:
    with pytest.raises(BadFile) as refused:
        kept(content, name)
    assert refused.value.detail
    return refused.value.code


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_drawn_anew_in_two_sizes(kind):
    found = kept(picture(kind, size=(3000, 1500)))

    full, small = opened(found.full), opened(found.small)
    assert (full.format, full.size, small.size) == ("WEBP", (FULL, FULL // 2), (SMALL, SMALL // 2))
    assert (found.width, found.height, found.content_type) == (FULL, FULL // 2, "image/webp")


def test_a_photo_stands_upright_and_tells_nothing_of_its_camera():
    content = photo(size=(60, 40))
    assert b"Kamera 3000" in content

    found = kept(content)

    assert (found.width, found.height) == (40, 60)
    for drawn in (found.full, found.small):
        assert b"Kamera 3000" not in drawn
        assert not opened(drawn).getexif()
        assert "icc_profile" not in opened(drawn).info


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_kind_of_colour_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    content = io.BytesIO()
    Image.new(mode, (30, 20)).save(content, kind)

    assert kept(content.getvalue()).width == 30


def test_what_is_seen_through_stays_so():
    content = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(content, "PNG")

    assert opened(kept(content.getvalue()).full).mode == "RGBA"


@pytest.mark.parametrize("cut", [30, 100, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_breaks_off_is_refused(kind, cut):
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    content = out.getvalue()
    end = cut if cut >= 1 else int(len(content) * cut)

    assert refusal(content[:end]) == "broken"


def test_a_hundred_megapixels_are_refused_before_they_are_unpacked():
    assert refusal(bomb()) == "too_many_pixels"
    assert refusal(bomb(60_000, 60_000)) == "too_many_pixels"


@pytest.mark.parametrize(
    "content", [SVG, SCRIPT, b"<html><script>", b"\x7fELF\x02", b"MZ\x90\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
@pytest.mark.parametrize("name", ["bilde.png", "brev.docx", "bilde.svg", "uten"])
def test_what_only_calls_itself_something_is_refused(content, name):
    assert refusal(content, name) == "wrong_type"


def test_a_tiff_is_no_picture_here():
    assert refusal(picture("TIFF")) == "wrong_type"


def test_an_empty_file_and_one_that_is_too_large_are_refused(settings):
    settings.LARGEST_FILE = 100

    assert refusal(b"") == "empty"
    assert refusal(b"x" * 101, "a.txt") == "too_large"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (word_file(), "docx"),
        (word_file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "xlsx"),
        (word_file("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "pptx"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odp"),
    ],
)
def test_documents_are_told_by_their_content_and_kept_as_they_came(content, ending):
    found = kept(content, "hva.som.helst")

    assert (found.ending, found.full, found.small, found.width) == (ending, content, b"", None)


@pytest.mark.parametrize("name", ["notat.txt", "tall.CSV"])
def test_text_is_taken_under_the_name_of_text(name):
    assert kept("Blåbær;3\n".encode(), name).ending == name[-3:].lower()
    assert kept("Blåbær;3\n".encode("cp1252"), name).ending == name[-3:].lower()
    assert refusal(b"a\0b", name) == "wrong_type"


@pytest.mark.parametrize(
    "content",
    [
        word_file("application/vnd.ms-word.document.macroEnabled.main+xml"),
        word_file(**{"word/vbaProject.bin": b"x"}),
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": "x"}),
    ],
)
def test_macros_are_refused(content):
    assert refusal(content, "brev.docx") == "macros"


def test_other_archives_and_broken_ones_are_refused():
    assert refusal(archive({"a.txt": "x"}), "brev.docx") == "wrong_type"
    assert refusal(word_file()[:-30], "brev.docx") == "broken"
    assert refusal(archive({"[Content_Types].xml": b"x" * 2_000_000}), "brev.docx") == "broken"
    assert refusal(PDF[:-7], "brev.pdf") == "broken"


def test_an_archive_with_a_password_is_refused():
    content = bytearray(archive({"[Content_Types].xml": WORD}))
    for header in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[header] |= 1
    assert zipfile.ZipFile(io.BytesIO(content)).infolist()[0].flag_bits & 1

    assert refusal(bytes(content), "brev.docx") == "broken"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x", "x.webp"),
        ("..\\..\\windows\\x.png", "x.webp"),
        ("", "fil.webp"),
        ("...", "fil.webp"),
        ("ferie\u202egnp.exe", "feriegnp.webp"),
        ("a\0b\nc.png", "abc.webp"),
        ("sommer 2026.jpeg", "sommer 2026.webp"),
        ("å" * 300 + ".png", "å" * 95 + ".webp"),
    ],
)
def test_a_name_is_no_path_and_hides_nothing(name, shown):
    assert shown_name(name, "webp") == shown


def test_a_face_is_cut_to_a_square():
    found = draw_face(io.BytesIO(photo(size=(900, 300))))

    assert opened(found.full).size == (FACE, FACE)
    assert opened(found.small).size == (SMALL_FACE, SMALL_FACE)


def test_a_document_is_no_face():
    with pytest.raises(BadFile, match="wrong_type"):
        draw_face(io.BytesIO(PDF))
