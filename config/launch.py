"""Starts the server processes and knows when they answer."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.env import BASE_DIR
from config.processes import Child
from config.programs import Owner, ServersError, postgres_program, postgres_version, valkey_program

KEYS_USER = "daemon"  # on every Linux and macOS, and nobody else's here
ROOM_FOR_A_DATABASE = 200_000_000  # bytes
# Texts of people never reach a log: no statements, no parameters, no values of a refused row.
QUIET_LOG = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Launch:
    """What the servers need to know when they are started."""

    owner: Owner
    home: Path
    sockets: Path
    logs: Path
    lock: int

    def valkey(self) -> Child:
        folder = self.owner.make_private(self.home / "valkey")
        options: dict[str, str | Path] = {
            "port": "0",
            "unixsocket": self.sockets / "valkey.sock",
            "unixsocketperm": "700",
            "dir": folder,
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "databases": "64",  # a run of the tests takes three for each of its workers
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        return self.child("Valkey", [valkey_program(self.owner), *arguments], signal.SIGTERM)

    def postgres(self, durable: bool) -> Child:
        program = postgres_program(self.owner)
        folder = self.home / "postgres"
        make_cluster(folder, program, self.owner, durable)
        # We hold the lock, so nobody runs; the number in the file may since belong to another process.
        (folder / "postmaster.pid").unlink(missing_ok=True)
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "shared_buffers": os.environ.get("LEST_SHARED_BUFFERS", "128MB"),
            "work_mem": "16MB",
            # The data lies in memory or on a disk without arms: a jump costs little more than a step.
            "random_page_cost": "1.1",
            "max_wal_size": "2GB",
            **QUIET_LOG,
            **({} if durable else NOT_DURABLE),
        }
        arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return self.child("PostgreSQL", [program, "-D", folder, *arguments], signal.SIGINT)

    def keys(self, socket_path: Path) -> Child:
        """Start the key process, which root hands to a user of its own: whoever reads the database, has no key."""
        options: list[str | Path] = ["--socket", socket_path, "--folder", self.home / "keys", "--user", KEYS_USER]
        return Child(
            "keys",
            [sys.executable, "-m", "config.keys", *options],
            log=self.logs / "keys.log",
            cwd=BASE_DIR,
            pass_fds=[self.lock],
        )

    def child(self, name: str, command: list[str | Path], stop_signal: signal.Signals) -> Child:
        return Child(
            name,
            command,
            log=self.logs / f"{name.lower()}.log",
            env=os.environ | {"LC_ALL": "C"},
            stop_signal=stop_signal,
            user=self.owner.drop,
            pass_fds=[self.lock],
        )

    def valkey_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.sockets / "valkey.sock"))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def postgres_answers(self) -> bool:
        """Return whether it takes connections; the first time, make the database."""
        import psycopg

        try:
            with psycopg.connect(
                host=str(self.sockets), port=5432, user="lest", dbname="postgres", autocommit=True
            ) as connection:
                found = connection.execute("SELECT FROM pg_database WHERE datname = 'lest'").fetchone()
                if found is None:
                    connection.execute("CREATE DATABASE lest")
                return True
        except psycopg.OperationalError:
            return False


def answers_at(path: Path) -> bool:
    """Tell whether somebody listens on a unix socket."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
            return True
        except OSError:
            return False


def make_cluster(folder: Path, program: Path, owner: Owner, durable: bool) -> None:
    """Make an empty PostgreSQL data folder, or check that the one there fits the program.

    :raises ServersError: if it does not, or there is no room.
    """
    version = postgres_version(program)
    if folder.exists():
        marker = folder / "PG_VERSION"
        made_by = marker.read_text().strip() if marker.exists() else "unknown"
        if made_by != str(version):
            raise ServersError(
                f"{folder} is of PostgreSQL {made_by}, and this is PostgreSQL {version}: "
                "move the data over with pg_dump (docs/operations.md), or name another data folder."
            )
        return
    if shutil.disk_usage(folder.parent).free < ROOM_FOR_A_DATABASE:
        raise ServersError(f"A new database needs 200 MB, and the disk of {folder.parent} has less left.")
    # Under another name until it is whole: an interrupted start leaves nothing that looks like a database.
    draft = folder.with_name("postgres.draft")
    if draft.exists():
        shutil.rmtree(draft)
    owner.make_private(draft)
    options = [] if durable else ["--no-sync"]
    run_initdb(draft, program.with_name("initdb"), version, owner, options)
    draft.rename(folder)


def run_initdb(folder: Path, initdb: Path, version: int, owner: Owner, options: list[str]) -> None:
    """Make a cluster that sorts by code point and knows every letter, whatever locales the system has."""
    cluster = ["-U", "lest", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-instructions", *options]
    if version >= 17:
        cluster += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        cluster += ["--lc-ctype=UTF-8" if sys.platform == "darwin" else "--lc-ctype=C.UTF-8"]
    result = subprocess.run(
        [initdb, "-D", folder, *cluster],
        check=False,
        cwd="/",
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        **owner.drop,
    )
    if result.returncode:
        raise ServersError(f"PostgreSQL cannot be set up in {folder.parent}: {reason(result.stderr.splitlines())}")


def wait_for(child: Child, has_answered: Callable[[], bool], patience: float = 120) -> None:
    """Wait until a server answers.

    :raises ServersError: if it ends instead, or stays silent.
    """
    deadline = time.monotonic() + patience
    while not has_answered():
        if child.has_ended:
            raise ServersError(f"{child.name} did not start: {reason(child.log_lines())} (see {child.log})")
        if time.monotonic() > deadline:
            raise ServersError(f"{child.name} did not answer in {patience:.0f} seconds (see {child.log}).")
        time.sleep(0.02)


def reason(lines: list[str]) -> str:
    """Return the line that says why."""
    telling = [line for line in lines if re.search("FATAL|PANIC|error:|No space", line)]
    return (telling or lines or ["it gave no reason"])[-1].strip()
