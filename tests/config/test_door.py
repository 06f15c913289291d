import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import door
from config.env import BASE_DIR

LEST = BASE_DIR / "lest"


def test_help_names_every_command(capsys):
    code = door.main(["help"])

    said = capsys.readouterr().out
    assert code == 0
    assert [name for name in door.COMMANDS if f"./lest {name}" not in said] == []


def test_an_unknown_command_is_answered_with_help(capsys):
    code = door.main(["fly"])

    said = capsys.readouterr().err
    assert code == 2
    assert "there is no command 'fly'" in said
    assert "./lest up" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "it"], "check takes no arguments"),
        (["manage", "--data"], "--data needs a folder"),
        (["bench", "nothing_like_it"], "there is no bench 'nothing_like_it'"),
    ],
)
def test_a_command_that_is_called_wrongly_says_how(arguments, sentence, capsys):
    code = door.main(arguments)

    assert code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ([], ["-m", "not slow"]),
        (["tests/config", "-x"], ["-m", "not slow", "tests/config", "-x"]),
        (["-m", "slow"], ["-m", "slow"]),
        (["--all", "-x"], ["--cov", "--cov-branch", "--cov-report=term:skip-covered", "-x"]),
    ],
)
def test_long_tests_are_left_out_unless_asked_for(given, passed_on, monkeypatch):
    calls = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: calls.append(arguments))
    monkeypatch.setattr(door, "build_files", lambda: None)
    monkeypatch.chdir(BASE_DIR)

    door.main(["test", *given])

    assert calls == [[sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *passed_on]]


def run_manage(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "config.door", "manage", *arguments],
        env=os.environ | {"PYTHONPATH": str(BASE_DIR)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("no_addresses")
def test_a_django_command_has_the_servers_for_its_time_and_passes_its_exit_code_on(folder):
    script = (
        "import sys; from django.db import connection as c; x = c.cursor(); x.execute('SELECT 42'); "
        "print(x.fetchone()[0]); sys.exit(5)"
    )

    result = run_manage("--data", folder / "data", "shell", "--no-imports", "-c", script)

    assert result.stdout == "42\n"
    assert result.returncode == 5
    assert not (folder / "data" / "postgres" / "postmaster.pid").exists()


@pytest.mark.usefixtures("no_addresses")
def test_a_django_command_that_needs_no_servers_starts_none(folder):
    result = run_manage("--data", folder / "data", "version")

    assert result.returncode == 0
    assert not (folder / "data" / "postgres").exists()


@pytest.mark.usefixtures("no_addresses")
def test_a_django_command_joins_the_servers_of_a_running_up(folder):
    from config.embedded import start

    with start(folder / "data", throwaway=True, durable=False) as servers:
        servers.announce("http://127.0.0.1:8123")
        script = "from django.conf import settings; print(settings.DATABASES['default']['HOST'])"

        result = run_manage("--data", folder / "data", "shell", "--no-imports", "-c", script)

        assert result.stdout.strip() in servers.database_url


def test_help_works_from_anywhere_through_a_link(tmp_path):
    (tmp_path / "link to lest").symlink_to(LEST)

    result = subprocess.run(
        [tmp_path / "link to lest", "help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert result.stdout == door.HELP


@pytest.mark.parametrize("has_old_python", [False, True])
def test_without_python_one_sentence_says_what_is_needed(tmp_path, has_old_python):
    for program in ("sh", "readlink", "dirname", "cksum", "cat", "ls", "printf"):
        (tmp_path / program).symlink_to(shutil.which(program))
    if has_old_python:
        (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "python3").chmod(0o755)

    result = subprocess.run([LEST, "help"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert result.returncode == 2
    assert result.stderr == "lest: Python 3.11 or newer is needed, and none was found.\n"
