"""Starts the PostgreSQL, the Valkey and the key process that Lest runs on, where the environment names no others."""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from config.launch import Launch, answers_at, wait_for
from config.processes import Child
from config.programs import Owner, ServersError, owner_of, state_folder

POINTER = "servers-are-in.txt"
ADDRESSES = ("DATABASE_URL", "REDIS_URL", "LEST_KEYS")
SOCKET_PATH_LIMIT = 100  # bytes; the systems allow 103 to 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")  # means the same in a path, in an address and in a setting


class AlreadyRunning(ServersError):
    """Another Lest uses this data folder."""


@dataclass
class Servers:
    """The addresses of the servers, and the servers themselves where this process started them."""

    data: Path
    database_url: str
    redis_url: str
    keys_socket: str
    address: str = ""
    children: list[Child] = field(default_factory=list)
    lock: IO[str] | None = None
    announced: IO[str] | None = None
    remove_at_stop: list[Path] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return what the settings read."""
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "LEST_KEYS": self.keys_socket,
            "LEST_DATA": str(self.data),
        }

    def announce(self, address: str) -> None:
        """Let other commands on the same data folder join, and tell them where people find the pages."""
        self.address = address
        draft = announcement(self.data).with_suffix(".draft")
        draft.touch(mode=0o600)
        # The lock says that this process lives: whatever ends it, the system lets go of the lock.
        self.announced = draft.open("w")
        fcntl.flock(self.announced, fcntl.LOCK_EX)
        said = {"address": address, **self.environment}
        json.dump(said, self.announced)
        self.announced.flush()
        draft.replace(announcement(self.data))

    def stop(self) -> None:
        """End what was started here, or leave what was joined. A second call does nothing."""
        while self.children:
            self.children.pop().stop(patience=30)
        while self.remove_at_stop:
            shutil.rmtree(self.remove_at_stop.pop(), ignore_errors=True)
        if self.announced:
            announcement(self.data).unlink(missing_ok=True)
            self.announced.close()
        if self.lock:
            self.lock.close()
        self.announced = self.lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(data: Path, *, throwaway: bool = False, durable: bool = True) -> Servers:
    """Start the servers of a data folder, made if missing, and wait until both answer.

    A server that DATABASE_URL, REDIS_URL or LEST_KEYS already names is not started. `throwaway` removes the folder at
    the end; `durable=False` is faster and loses data in a crash.

    :raises AlreadyRunning: if another Lest uses the folder.
    :raises ServersError: if a server cannot run here.
    """
    database, redis, keys = (os.environ.get(name, "") for name in ADDRESSES)
    servers = Servers(data.absolute(), database, redis, keys)
    try:
        with sentences(servers.data):
            owner, home = make_folders(servers.data)
            servers.lock = hold(home / "run" / "servers.lock", servers.data)
            servers.remove_at_stop += [servers.data, home] if throwaway else []
            if not (database and redis and keys):
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
            database, redis, keys = (said[name] for name in ADDRESSES)
            return Servers(data.absolute(), database, redis, keys, said["address"])
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
    # A folder that holds other things keeps the rights that somebody gave it; the settings make the first file.
    if not set(os.listdir(folder)) - {"secret_key"}:
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
                raise AlreadyRunning(f"Another command of Lest is using {data}: try again when it has ended.") from None
            time.sleep(0.05)


def start_missing(servers: Servers, owner: Owner, home: Path, durable: bool) -> None:
    """Start the servers that no address names, all at once, and wait for them."""
    sockets = make_socket_folder(home, owner)
    servers.remove_at_stop.append(sockets)
    assert servers.lock
    launch = Launch(owner, home, sockets, servers.data / "log", servers.lock.fileno())
    answers: list[tuple[Child, Callable[[], bool]]] = []
    if not servers.redis_url:
        servers.children.append(launch.valkey())
        servers.redis_url = f"unix://{sockets}/valkey.sock"
        answers.append((servers.children[-1], launch.valkey_answers))
    if not servers.keys_socket:
        socket = keys_folder(sockets) / "keys.sock"
        servers.remove_at_stop.append(socket.parent)
        servers.children.append(launch.keys(socket))
        servers.keys_socket = str(socket)
        answers.append((servers.children[-1], lambda: answers_at(socket)))
    if not servers.database_url:
        servers.children.append(launch.postgres(durable))
        servers.database_url = f"postgres://lest@/{sockets}/lest"
        answers.append((servers.children[-1], launch.postgres_answers))
    for child, has_answered in answers:
        wait_for(child, has_answered)


def keys_folder(sockets: Path) -> Path:
    """Return the folder for the socket of the key process: its own, for another user than that of the servers."""
    folder = sockets.with_name(f"{sockets.name}-keys")
    if folder.exists():
        shutil.rmtree(folder)
    return folder


def make_socket_folder(home: Path, owner: Owner) -> Path:
    """Make an empty folder for the sockets: by the data, or in a temporary folder where that path is too long."""
    short = f"lest-{digest(home)}"
    for folder in (home / "run" / "sockets", Path(tempfile.gettempdir()) / short, Path("/tmp") / short):
        fits = len(bytes(folder / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT
        if fits and PLAIN_PATH.fullmatch(str(folder)) and owner.can_enter(folder.parent):
            if folder.exists():
                shutil.rmtree(folder)
            return owner.make_private(folder)
    raise ServersError(f"No folder for the servers' sockets has a path shorter than {SOCKET_PATH_LIMIT} bytes.")
