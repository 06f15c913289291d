"""A person's own data: what is in it, and what is not."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from microblog.actions.exports import KEPT, ask_for_export, clear_exports, csv_of, make_exports
from microblog.actions.marks import add_bookmark
from microblog.actions.notify import notify_people
from microblog.actions.reactions import add_reaction
from microblog.models import DataExport, Event, Notification


def packed(person) -> zipfile.ZipFile:
    ask_for_export(actor=person, now=timezone.now())
    make_exports(Event.objects.filter(type="export.asked"), now=timezone.now())
    with default_storage.open(DataExport.objects.get(user=person).file) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def table(archive: zipfile.ZipFile, name: str) -> list[dict]:
    return json.loads(archive.read(f"{name}.json"))


def test_it_holds_what_a_person_wrote_and_did(alice, bob, community, make_post, reply_to):
    mine, theirs = make_post(alice, community, "Min egen tekst"), make_post(bob, community, "Bobs tekst")
    reply_to(alice, theirs, "Mitt svar")
    add_reaction(actor=alice, post=theirs, kind="thanks")

    archive = packed(alice)

    assert {row["text"] for row in table(archive, "posts")} == {"Min egen tekst", "Mitt svar"}
    assert {row["id"] for row in table(archive, "posts")} >= {mine.pk}
    assert [(row["post"], row["kind"]) for row in table(archive, "reactions")] == [(theirs.pk, "thanks")]
    assert table(archive, "profile")[0]["username"] == "alice"
    assert [row["community_name"] for row in table(archive, "communities")]
    assert "Anonyme innlegg er ikke med" in archive.read("README.txt").decode()


def test_it_holds_nothing_that_another_wrote(alice, bob, community, closed_community, make_post, reply_to):
    theirs = make_post(bob, closed_community, "Kanarifuglen er Bobs")
    add_bookmark(actor=alice, post=theirs)
    reply_to(bob, make_post(alice, community, "Min"), "Kanarifuglen svarer")

    archive = packed(alice)

    assert not any("Kanarifuglen" in archive.read(name).decode() for name in archive.namelist())


def test_every_table_stands_as_json_and_as_csv(alice, community, make_post):
    make_post(alice, community, "Linje én\nlinje to; med «tegn»")

    archive = packed(alice)

    rows = list(csv.DictReader(io.StringIO(archive.read("posts.csv").decode("utf-8-sig"))))
    assert [row["text"] for row in rows] == ["Linje én\nlinje to; med «tegn»"]
    names = {name.removesuffix(".json") for name in archive.namelist() if name.endswith(".json")}
    assert all(f"{name}.csv" in archive.namelist() for name in names)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"])
def test_a_spreadsheet_reads_no_formula(text):
    [row] = csv.DictReader(io.StringIO(csv_of([{"text": text}]).removeprefix("\ufeff")))

    assert row["text"].startswith("'")


def test_it_is_told_and_forgotten_after_a_week(alice):
    packed(alice)
    notify_people(Event.objects.filter(type="export.made"), now=timezone.now())
    export = DataExport.objects.get()

    clear_exports(now=timezone.now() + KEPT)

    assert Notification.objects.get(recipient=alice).kind == "export"
    assert not DataExport.objects.exists()
    assert not default_storage.exists(export.file)
