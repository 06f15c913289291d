"""Starts the PostgreSQL and the Valkey that Lest runs on where DATABASE_URL and REDIS_URL name no others."""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from config.processes import Child
from config.programs import (
    Owner,
    ServersError,
    owner_of,
    postgres_program,
    postgres_version,
    state_folder,
    valkey_program,
)

POINTER = "servers-are-in.txt"
SOCKET_PATH_LIMIT = 100  # bytes; the systems allow 103 to 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")  # means the same in a path, in an address and in a setting
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


class AlreadyRunning(ServersError):
    """Another Lest uses this data folder."""


@dataclass
class Servers:
    """The addresses of the two servers, and the servers themselves where this process started them."""

    data: Path
    database_url: str
    redis_url: str
    address: str = ""
    children: list[Child] = field(default_factory=list)
    lock: IO[str] | None = None
    announced: IO[str] | None = None
    remove_at_stop: list[Path] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return what the settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, "LEST_DATA": str(self.data)}

    def announce(self, address: str) -> None:
        """Let other commands on the same data folder join, and tell them where people find the pages."""
        self.address = address
        draft = announcement(self.data).with_suffix(".draft")
        draft.touch(mode=0o600)
        # The lock says that this process lives: whatever ends it, the system lets go of the lock.
        self.announced = draft.open("w")
        fcntl.flock(self.announced, fcntl.LOCK_EX)
        said = {"address": address, "database_url": self.database_url, "redis_url": self.redis_url}
        json.dump(said, self.announced)
        self.announced.flush()
        draft.replace(announcement(self.data))

    def stop(self) -> None:
        """End what was started here, or leave what was joined."""
        while self.children:
            self.children.pop().stop(patience=30)
        for folder in self.remove_at_stop:
            shutil.rmtree(folder, ignore_errors=True)
        for held in (self.announced, self.lock):
            if held:
                held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(data: Path, *, throwaway: bool = False, durable: bool = True) -> Servers:
    """Start the servers of a data folder, made if missing, and wait until both answer.

    A server that DATABASE_URL or REDIS_URL already names is not started. `throwaway` removes the folder at the end;
    `durable=False` is faster and loses data in a crash.

    :raises AlreadyRunning: if another Lest uses the folder.
    :raises ServersError: if a server cannot run here.
    """
    servers = Servers(data.absolute(), os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
    try:
        with sentences(servers.data):
            owner, home = make_folders(servers.data)
            servers.lock = hold(home / "run" / "servers.lock", servers.data)
            servers.remove_at_stop += [servers.data, home] if throwaway else []
            if not (servers.database_url and servers.redis_url):
                start_missing(servers, owner, home, durable)
    except BaseException:
        servers.stop()
        raise
    return servers


def join(data: Path) -> Servers | None:
    """Return the servers of a running `up` on this data folder, or None; stopping them leaves them running."""
    try:
        announced = announcement(data).open()
    except FileNotFoundError:
        return None
    with announced:
        try:
            fcntl.flock(announced, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            said = json.load(announced)
            return Servers(data.absolute(), said["database_url"], said["redis_url"], said["address"])
    return None


def announcement(data: Path) -> Path:
    return data / "run" / "servers.json"


@contextlib.contextmanager
def sentences(data: Path) -> Iterator[None]:
    """Turn the refusals of the file system into one sentence."""
    try:
        yield
    except OSError as error:
        where = error.filename or data
        if error.errno == errno.ENOSPC:
            raise ServersError(f"The disk of {where} is full.") from error
        raise ServersError(
            f"{where} cannot be used ({error.strerror}): name another data folder with --data or LEST_DATA."
        ) from error


def make_folders(data: Path) -> tuple[Owner, Path]:
    """Make the data folder and return who runs its servers, and where their files lie.

    That is the data folder itself, or, where `nobody` cannot enter it, a state folder that a pointer file names.
    """
    make_passage(data)
    make_passage(data / "run")
    (data / "log").mkdir(mode=0o700, exist_ok=True)
    owner = owner_of(data / "postgres")
    pointer = data / POINTER
    if pointer.exists():
        home = Path(pointer.read_text().strip())
    elif owner.can_enter(data):
        home = data
    else:
        home = state_folder() / digest(data)
        make_passage(home)
        pointer.write_text(f"{home}\n")
    make_passage(home / "run")
    return owner, home


def make_passage(folder: Path) -> None:
    """Make a folder, if missing, that others cannot list; where root makes it, the servers' user may pass through."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def digest(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:12]


def hold(path: Path, data: Path) -> IO[str]:
    """Take the lock of a data folder.

    The servers inherit it, so that it is free only when the last of them is gone, also after their supervisor was
    killed; that is worth waiting for. So is a command that has the servers for a moment. A running `up` is not.

    :raises AlreadyRunning: if it stays taken.
    """
    lock = path.open("a")
    deadline = time.monotonic() + 15
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            running = join(data)
            if running:
                raise AlreadyRunning(f"Lest is running on {data} already: {running.address}") from None
            if time.monotonic() > deadline:
                raise AlreadyRunning(
                    f"Another command of Lest is using {data}: try again when it has ended."
                ) from None
            time.sleep(0.05)


def start_missing(servers: Servers, owner: Owner, home: Path, durable: bool) -> None:
    """Start the servers that no address names, both at once, and wait for them."""
    sockets = make_socket_folder(home, owner)
    servers.remove_at_stop.append(sockets)
    assert servers.lock
    launch = Launch(owner, home, sockets, servers.data / "log", servers.lock.fileno())
    answers: list[tuple[Child, Callable[[], bool]]] = []
    if not servers.redis_url:
        servers.children.append(launch.valkey())
        servers.redis_url = f"unix://{sockets}/valkey.sock"
        answers.append((servers.children[-1], launch.valkey_answers))
    if not servers.database_url:
        servers.children.append(launch.postgres(durable))
        servers.database_url = f"postgres://lest@/{sockets}/lest"
        answers.append((servers.children[-1], launch.postgres_answers))
    for child, has_answered in answers:
        wait_for(child, has_answered)


def make_socket_folder(home: Path, owner: Owner) -> Path:
    """Make an empty folder for the sockets: by the data, or in a temporary folder where that path is too long."""
    short = f"lest-{digest(home)}"
    for folder in (home / "run" / "sockets", Path(tempfile.gettempdir()) / short, Path("/tmp") / short):
        fits = len(bytes(folder / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT
        if fits and PLAIN_PATH.fullmatch(str(folder)) and owner.can_enter(folder.parent):
            if folder.exists():
                shutil.rmtree(folder)
            return owner.make_private(folder)
    raise ServersError(
        f"No folder for the servers' sockets has a path shorter than {SOCKET_PATH_LIMIT} bytes."
    )


@dataclass(frozen=True)
class Launch:
    """What both servers need to know when they are started."""

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
        make_cluster(folder, program, self.owner)
        # We hold the lock, so nobody runs; the number in the file may since belong to another process.
        (folder / "postmaster.pid").unlink(missing_ok=True)
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "shared_buffers": os.environ.get("LEST_SHARED_BUFFERS", "128MB"),
            "work_mem": "16MB",
            "max_wal_size": "2GB",
            **QUIET_LOG,
            **({} if durable else NOT_DURABLE),
        }
        arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return self.child("PostgreSQL", [program, "-D", folder, *arguments], signal.SIGINT)

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


def make_cluster(folder: Path, program: Path, owner: Owner) -> None:
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
    run_initdb(draft, program.with_name("initdb"), version, owner)
    draft.rename(folder)


def run_initdb(folder: Path, initdb: Path, version: int, owner: Owner) -> None:
    """Make a cluster that sorts by code point and knows every letter, whatever locales the system has."""
    command: list[str | Path] = [
        initdb,
        "-D",
        folder,
        "-U",
        "lest",
        "--auth=trust",
        "-E",
        "UTF8",
        "--no-instructions",
        "--locale=C",
    ]
    if version >= 17:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        command += ["--lc-ctype=UTF-8" if sys.platform == "darwin" else "--lc-ctype=C.UTF-8"]
    result = subprocess.run(
        command,
        check=False,
        cwd="/",
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        **owner.drop,
    )
    if result.returncode:
        raise ServersError(
            f"PostgreSQL cannot be set up in {folder.parent}: {reason(result.stderr.splitlines())}"
        )


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
