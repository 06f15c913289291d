"""A person's own data: asked for on a page, packed by a worker, there for a week."""

import csv
import datetime as dt
import io
import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from microblog import exports
from microblog.events import record_event
from microblog.exports import Row
from microblog.models import DataExport, Event, User
from microblog.queries.exports import own_files
from microblog.texts import for_spreadsheet

KEPT = dt.timedelta(days=7)


@transaction.atomic
def ask_for_export(*, actor: User, now: dt.datetime) -> DataExport:
    """Have all that the actor has written packed; while a wish waits, it is the same wish."""
    waiting = DataExport.objects.filter(user=actor, made_at=None).first()
    if waiting is not None:
        return waiting
    export = DataExport.objects.create(user=actor, asked_at=now)
    record_event("export.asked", subject=export, actor=actor)
    return export


def make_exports(events: Iterable[Event], *, now: dt.datetime) -> None:
    """Pack what was asked for, and tell each person that it is there."""
    wishes = DataExport.objects.select_related("user__unit").filter(pk__in=[event.subject_id for event in events])
    for export in wishes.filter(made_at=None):
        with tempfile.TemporaryFile() as packed:
            pack(export.user, packed)
            name = default_storage.save(f"exports/{secrets.token_hex(12)}.zip", File(packed))
        made = {"file": name, "bytes": default_storage.size(name), "made_at": now, "expires_at": now + KEPT}
        DataExport.objects.filter(pk=export.pk).update(**made)
        record_event("export.made", subject=export, actor=None)


def pack(person: User, target: IO[bytes]) -> None:
    """Write a person's data as a zip file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, override(person.language):
        archive.writestr("README.txt", about())
        for name, part in exports.parts.items():
            rows = [plain(row) for row in part(person)]
            archive.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
            archive.writestr(f"{name}.csv", csv_of(rows))
        pack_files(person, archive)


def pack_files(person: User, archive: zipfile.ZipFile) -> None:
    """Add what the person has uploaded, under its key and name."""
    for row in own_files(person).iterator():
        if default_storage.exists(row.path):
            with default_storage.open(row.path) as source, archive.open(f"files/{row.pk}-{row.name}", "w") as target:
                for chunk in source.chunks():
                    target.write(chunk)


def about() -> str:
    return "\n".join(
        [
            _("Dette er alt Lest har lagret under navnet ditt."),
            _("Hver tabell står to ganger: som JSON for programmer og som CSV for regneark."),
            _("Anonyme innlegg er ikke med, for vi vet ikke hvilke som er dine."),
        ]
    )


def plain(row: Row) -> Row:
    """Return a row with times in UTC and all else as JSON has it."""
    return {name.replace("__", "_"): plain_value(value) for name, value in row.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def csv_of(rows: list[Row]) -> str:
    """Return rows as CSV that a spreadsheet reads as text: what it would take for a formula begins with `'`."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows({name: for_spreadsheet(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def clear_exports(*, now: dt.datetime) -> None:
    """Forget exports whose time is over, and their files."""
    for export in DataExport.objects.filter(expires_at__lte=now):
        default_storage.delete(export.file)
        export.delete()
