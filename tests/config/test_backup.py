import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from config.backup import BackupError, read_backup, write_backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "here" / "files"
    (settings.MEDIA_ROOT / "ab").mkdir(parents=True)
    (settings.MEDIA_ROOT / "ab" / "picture").write_bytes(b"\x00\xff")
    return settings.MEDIA_ROOT


@pytest.fixture
def new_database():
    """The address of an empty database beside that of the tests."""
    host = settings.DATABASES["default"]["HOST"]
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(host=host, user="lest", dbname="postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
        yield f"postgres://lest@/{host}/{name}"
        server.execute(f"drop database {name} with (force)")


def restore(archive: Path, database: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "restore", str(archive)]
    env = os.environ | {"DATABASE_URL": database, "LEST_DATA": str(data)}
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def test_a_restore_on_an_empty_machine_loses_nothing(tmp_path, files, new_database, alice, community, make_post):
    for n in range(20):
        make_post(alice, community, text=f"Blåbærsyltetøy nummer {n}")
    sums = write_backup(tmp_path / "lest.backup")

    done = restore(tmp_path / "lest.backup", new_database, tmp_path / "there")

    assert done.returncode == 0, done.stderr
    assert sums["public.microblog_post"][0] == 20
    assert f"{len(sums)} tables" in done.stdout
    assert (tmp_path / "there" / "files" / "ab" / "picture").read_bytes() == b"\x00\xff"


def test_a_row_that_is_not_as_it_was_written_is_noticed(tmp_path, files, new_database, alice):
    write_backup(tmp_path / "lest.backup")
    with tarfile.open(tmp_path / "lest.backup") as archive:
        archive.extractall(tmp_path / "parts", filter="data")
    manifest = tmp_path / "parts" / "manifest.json"
    told = json.loads(manifest.read_text())
    told["tables"]["public.microblog_user"][1] = "1"
    manifest.write_text(json.dumps(told))
    with tarfile.open(tmp_path / "changed.backup", "w") as archive:
        archive.add(tmp_path / "parts", ".")

    done = restore(tmp_path / "changed.backup", new_database, tmp_path / "there")

    assert done.returncode == 1
    assert "not as they were written: public.microblog_user" in done.stderr


def test_a_backup_is_for_its_owners_eyes_and_never_written_over(tmp_path, files):
    write_backup(tmp_path / "lest.backup")

    with pytest.raises(BackupError, match="exists"):
        write_backup(tmp_path / "lest.backup")

    assert (tmp_path / "lest.backup").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "lest.backup"]


def test_a_database_that_holds_something_is_not_restored_into(tmp_path, files):
    with pytest.raises(BackupError, match="not empty"):
        read_backup(tmp_path / "lest.backup")


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path, new_database, content):
    if content is not None:
        (tmp_path / "odd").write_bytes(content)

    done = restore(tmp_path / "odd", new_database, tmp_path / "there")

    assert done.returncode == 1
    assert "cannot be read as a backup" in done.stderr
    assert len(done.stderr.splitlines()) == 1
