"""The key process: it alone holds the secrets behind what people write and vote without their names.

`python -m config.keys --socket PATH --folder DIR [--user NAME]`. It answers one line of JSON with one line, on a unix
socket in a folder of mode 0700:

    {"tokens": [[SCOPE, PERSON], …]}      -> {"tokens": ["64 hex digits", …]}
    {"destroy": NAME}                     -> {"destroyed": true or false}
    {"spend": [SCOPE, PERSON, MOST]}      -> {"spent": true or false}

A scope is `NAME` or `NAME:REST`. Each name has a random secret of its own, made when it is first asked for; a token is
HMAC-SHA256 of rest and person under it. Once destroyed, a name is never made again. A refusal is
`{"error": "bad" | "gone" | "busy"}`. Nothing is logged, and no question leads from a token back to a person.

It imports only what Python brings, and all of that before it becomes another user, who may not reach Python's files.
"""

import argparse
import hashlib
import hmac
import json
import os
import pwd
import re
import secrets
import signal
import socketserver
import sys
import threading
import time
from pathlib import Path
from typing import Any

LONGEST_LINE = 65_536  # bytes
MOST_AT_ONCE = 500
MOST_PER_MINUTE = 60_000
PATIENCE = 2.0  # seconds for a client to say its line
SECRET_BYTES = 32
SCOPE = re.compile(r"([a-z0-9][a-z0-9.-]{0,63})(?::([ -~]{1,120}))?")
MOST_COUNTED = 100_000


class Refused(Exception):
    """The question is not answered; the text is the word that says why."""


class Secrets:
    """One file per name, of 32 random bytes. An empty file is what destruction leaves, so that it is never undone.

    They are read anew for each question: what is destroyed is in no memory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()

    def of(self, name: str) -> bytearray:
        """Return the secret of a name, made if it is new. Whoever has used it, writes over it.

        :raises Refused: if it was destroyed.
        """
        path = self.path(name)
        with self.lock:
            if not path.exists():
                draft = path.with_suffix(".draft")
                write_through(draft, fresh := read_bytes(Path("/dev/urandom")))
                wipe(fresh)
                draft.rename(path)
                sync_folder(self.folder)
            if path.stat().st_size != SECRET_BYTES:
                raise Refused("gone")
            return read_bytes(path)

    def destroy(self, name: str) -> bool:
        """Write over the secret of a name and leave an empty file; tell whether there was one."""
        path = self.path(name)
        with self.lock:
            was_there = path.exists() and path.stat().st_size > 0
            if was_there:
                with path.open("r+b", buffering=0) as file:
                    file.write(bytes(SECRET_BYTES))
                    os.fsync(file.fileno())
            write_through(path, b"")
            sync_folder(self.folder)
        return was_there

    def path(self, name: str) -> Path:
        return self.folder / hashlib.sha256(name.encode()).hexdigest()


class Counts:
    """How often each person has done something within a day: in memory only, under a key that lives as long."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.day, self.key, self.used = -1, b"", dict[bytes, int]()

    def spend(self, scope: str, person: int, most: int, now: float) -> bool:
        """Count once more unless `most` are used up; tell whether it was counted."""
        with self.lock:
            if self.day != (today := int(now // 86_400)) or len(self.used) >= MOST_COUNTED:
                self.day, self.key, self.used = today, secrets.token_bytes(SECRET_BYTES), {}
            who = hmac.digest(self.key, message(scope, person), "sha256")
            if self.used.get(who, 0) >= most:
                return False
            self.used[who] = self.used.get(who, 0) + 1
            return True


class Pace:
    """Bounds how many tokens are given in a minute: nobody tries a whole company against a whole table quickly."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.minute, self.given = -1, 0

    def take(self, count: int, now: float) -> None:
        """:raises Refused: if the minute has no more to give."""
        with self.lock:
            if self.minute != (minute := int(now // 60)):
                self.minute, self.given = minute, 0
            if self.given + count > MOST_PER_MINUTE:
                raise Refused("busy")
            self.given += count


def message(rest: str, person: int) -> bytes:
    return f"{rest}\0{person}".encode()


class Keeper:
    """Answers questions."""

    def __init__(self, folder: Path) -> None:
        self.secrets, self.counts, self.pace = Secrets(folder), Counts(), Pace()

    def answer(self, line: bytes, now: float) -> dict[str, Any]:
        """Return what a line is answered with. Whatever it holds, nothing is raised and nothing is said about it."""
        try:
            match json.loads(line):
                case {"tokens": list(pairs)} if len(pairs) <= MOST_AT_ONCE:
                    self.pace.take(len(pairs), now)
                    return {"tokens": [self.token(*scope_and_person(pair)) for pair in pairs]}
                case {"destroy": str(name)} if ":" not in name:
                    parts_of(name)
                    return {"destroyed": self.secrets.destroy(name)}
                case {"spend": [str(scope), int(person), int(most)]} if person >= 0:
                    parts_of(scope)
                    return {"spent": self.counts.spend(scope, person, most, now)}
        except Refused as refused:
            return {"error": str(refused)}
        except OSError:
            return {"error": "busy"}
        except (ValueError, RecursionError):
            pass
        return {"error": "bad"}

    def token(self, scope: str, person: int) -> str:
        name, rest = parts_of(scope)
        secret = self.secrets.of(name)
        try:
            return hmac.digest(secret, message(rest, person), "sha256").hex()  # type: ignore[arg-type]
        finally:
            wipe(secret)


def scope_and_person(pair: object) -> tuple[str, int]:
    """:raises Refused: if it is not a scope and a person's number."""
    match pair:
        case [str(scope), int(person)] if person >= 0:
            return scope, person
    raise Refused("bad")


def parts_of(scope: str) -> tuple[str, str]:
    """Return name and rest of a scope.

    :raises Refused: if it is not one.
    """
    match = SCOPE.fullmatch(scope)
    if match is None:
        raise Refused("bad")
    return match[1], match[2] or ""


def read_bytes(path: Path) -> bytearray:
    """Read a secret into bytes that can be written over: freed memory would keep it."""
    secret = bytearray(SECRET_BYTES)
    with path.open("rb", buffering=0) as file:
        file.readinto(secret)
    return secret


def wipe(secret: bytearray) -> None:
    secret[:] = bytes(len(secret))


def write_through(path: Path, content: bytes | bytearray) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(content)
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


class Conversation(socketserver.StreamRequestHandler):
    """One line, one answer."""

    timeout = PATIENCE
    server: "Server"

    def handle(self) -> None:
        try:
            line = self.rfile.readline(LONGEST_LINE + 1)
            said = self.server.keeper.answer(line, time.time()) if len(line) <= LONGEST_LINE else {"error": "bad"}
            self.wfile.write(json.dumps(said).encode() + b"\n")
        except OSError:
            pass  # The client is gone, or said nothing.


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, socket: Path, folder: Path) -> None:
        self.keeper = Keeper(folder)
        super().__init__(str(socket), Conversation)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a trace could hold what was asked."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="config.keys", description="Hold the secrets behind what bears no name.")
    parser.add_argument("--socket", type=Path, required=True, help="in a folder for it alone, made with mode 0700")
    parser.add_argument("--folder", type=Path, required=True, help="where the secrets lie; never in a backup")
    parser.add_argument("--user", help="the user to become, where root starts it")
    options = parser.parse_args(arguments)
    os.umask(0o077)
    user = pwd.getpwnam(options.user) if options.user and os.geteuid() == 0 else None
    for folder in (options.socket.parent, options.folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if user:
            give_away(folder, user)
    options.socket.unlink(missing_ok=True)
    if user:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Server(options.socket, options.folder) as server:
        server.serve_forever()
    return 0


def give_away(folder: Path, user: pwd.struct_passwd) -> None:
    """Let a user own a folder and what lies in it."""
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)


if __name__ == "__main__":
    sys.exit(main())
