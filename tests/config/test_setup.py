import gettext
import json
import os

import polib
from django.core.management import BaseCommand
from fontTools.ttLib import TTFont

from config import setup


def write_po(path, translation):
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.append(polib.POEntry(msgid="Write", msgstr=translation))
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))


def translate(path, word):
    with path.open("rb") as file:
        return gettext.GNUTranslations(file).gettext(word)


def test_translations_are_compiled_when_they_are_newer(tmp_path):
    source = tmp_path / "nb" / "LC_MESSAGES" / "django.po"
    target = source.with_suffix(".mo")
    write_po(source, "Skriv")

    setup.compile_translations(tmp_path)
    first = translate(target, "Write")
    write_po(source, "Skriv nå")
    os.utime(source, (target.stat().st_mtime + 5,) * 2)
    setup.compile_translations(tmp_path)

    assert (first, translate(target, "Write")) == ("Skriv", "Skriv nå")


def test_translations_that_are_compiled_are_left_alone(tmp_path):
    source = tmp_path / "nb" / "LC_MESSAGES" / "django.po"
    write_po(source, "Skriv")
    target = source.with_suffix(".mo")
    target.write_bytes(b"compiled")

    setup.compile_translations(tmp_path)

    assert target.read_bytes() == b"compiled"


def test_fonts_are_small_and_hold_the_letters_of_the_country(tmp_path):
    setup.build_fonts(tmp_path)

    for name in setup.FACES:
        assert 10_000 < (tmp_path / name).stat().st_size < 30_000
        letters = TTFont(tmp_path / name).getBestCmap()
        assert {letter for letter in "æøåÆØÅéòčđžšąęłńśźż–«»’…→×" if ord(letter) not in letters} == set()
        assert ord("Ж") not in letters


def test_fonts_are_made_again_only_when_something_has_changed(tmp_path, monkeypatch):
    serif = "source-serif-400.woff2"
    monkeypatch.setattr(setup, "FACES", {serif: setup.FACES[serif]})
    setup.build_fonts(tmp_path)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    setup.build_fonts(tmp_path)
    left_alone = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    monkeypatch.setattr(setup, "CHARACTERS", [*setup.CHARACTERS, ord("Ж")])
    setup.build_fonts(tmp_path)

    assert left_alone == made
    assert ord("Ж") in TTFont(tmp_path / serif).getBestCmap()


def test_accounts_are_kept_for_their_owners_eyes_alone(tmp_path):
    class MakeSomebody(BaseCommand):
        def handle(self, *args, **options):
            self.stdout.write(json.dumps({"accounts": [{"role": "admin", "username": "anna"}], "periods": []}))

    path = tmp_path / "accounts.json"
    path.write_text("of an older database")

    setup.fill(path, MakeSomebody())

    assert json.loads(path.read_text()) == {"accounts": [{"role": "admin", "username": "anna"}]}
    assert path.stat().st_mode & 0o777 == 0o600
