"""`./lest up`: the servers, the web process and the worker, from nothing to ready and down again."""

import argparse
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from config.embedded import AlreadyRunning, join, sentences, start
from config.env import BASE_DIR, data_folder
from config.processes import Child
from config.programs import ServersError

QUEUES = "relay,tag,notify,letters"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHOWN_ROLES = {"employee": "Ansatt", "leader": "Leder", "admin": "Administrator"}


class Stopped(BaseException):
    """Somebody asked this process to stop."""


class ChildEnded(Exception):
    """A process ended that should not have, or did not become ready."""


def main(arguments: Sequence[str]) -> int:
    """Run until somebody stops it (0) or a process ends by itself (1).

    :raises ServersError: if it cannot start.
    """
    options = read_options(arguments)
    for number in STOP_SIGNALS:
        signal.signal(number, stop_once)
    try:
        run(options)
    except Stopped:
        say("Stopped.")
        return 0
    except ChildEnded as error:
        say(str(error))
        return 1


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lest up", description="Start everything; Ctrl-C stops it.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data", type=Path, default=data_folder(), help="default: LEST_DATA, else var/")
    parser.add_argument("--empty", action="store_true", help="one administrator, no invented company")
    parser.add_argument("--json", action="store_true", help="print the address and the accounts as one line")
    return parser.parse_args(arguments)


def stop_once(number: int, _: object) -> NoReturn:
    """Unwind the program once; what comes later must not disturb the unwinding."""
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def run(options: argparse.Namespace) -> NoReturn:
    """Start everything, say so, and watch it.

    :raises ServersError: if a server cannot start, or the port is taken.
    :raises ChildEnded: when a process ends.
    :raises Stopped: when a signal asks for it.
    """
    data = options.data.absolute()
    with sentences(data), ExitStack() as stack:
        if running := join(data):
            raise AlreadyRunning(f"Lest is running on {data} already: {running.address}")
        port = choose_port(options.host, options.port)
        servers = stack.enter_context(start(data))
        reached_at = f"{loopback(options.host)}:{port}"
        servers.announce(f"http://{reached_at}")
        environment = {"LEST_URL": f"http://{reached_at}", **os.environ, **servers.environment}
        prepare(data, environment, empty=options.empty)
        ready_file = data / "run" / "worker.ready"
        ready_file.unlink(missing_ok=True)
        # Stopped in the opposite order: first the web process, then the worker, then the servers.
        worker = start_worker(data, environment | {"LEST_READY_FILE": str(ready_file)})
        stack.callback(worker.stop)
        web = start_web(data, environment, options.host, port)
        stack.callback(web.stop)
        wait_until({"web": lambda: is_healthy(reached_at), "worker": ready_file.exists}, [worker, web])
        greet(f"http://{reached_at}", read_accounts(data), data, as_json=options.json)
        watch([*servers.children, worker, web])


def choose_port(host: str, port: int) -> int:
    """Return the port, or for 0 a free one.

    :raises ServersError: if it cannot be used.
    """
    if not 0 <= port < 2**16:  # the system would take such a number for another
        raise ServersError(f"Port {port} does not exist: choose another with --port.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise ServersError(
            f"Port {port} of {host} cannot be used ({error.strerror}): choose another with --port."
        ) from error


def loopback(host: str) -> str:
    """Return how this machine itself reaches a server that listens on `host`."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def prepare(data: Path, environment: Mapping[str, str], *, empty: bool) -> None:
    """Migrate and fill the database. In a process of its own, so that the supervisor stays small.

    :raises ChildEnded: if that fails.
    """
    command = [sys.executable, "-m", "config.setup", *(["--empty"] if empty else [])]
    child = Child("set-up", command, log=data / "log" / "setup.log", env=environment, cwd=BASE_DIR)
    try:
        child.process.wait()
    finally:
        child.stop()
    if child.process.returncode != 0:
        raise ChildEnded(describe_end(child))


def start_web(data: Path, environment: Mapping[str, str], host: str, port: int) -> Child:
    options = ["--host", host, "--port", str(port), "--timeout-graceful-shutdown", "5"]
    # A hint of 60 bytes cannot shrink; compression would double the memory of a socket.
    options += ["--no-access-log", "--ws-per-message-deflate", "false"]
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", *options]
    return Child(
        "web",
        command,
        log=data / "log" / "web.log",
        env=environment,
        cwd=BASE_DIR,
        # Nobody is left to wait for answers or tasks; the port is free at once, and tasks come back.
        death_signal=signal.SIGKILL,
    )


def start_worker(data: Path, environment: Mapping[str, str]) -> Child:
    """Start the worker and, inside it, the clock."""
    options = ["-B", "-Q", QUEUES, "-c", "2", "--without-gossip", "--without-mingle"]
    return Child(
        "worker",
        [sys.executable, "-m", "celery", "-A", "config", "worker", *options],
        log=data / "log" / "worker.log",
        env=environment,
        cwd=BASE_DIR,
        death_signal=signal.SIGKILL,
    )


def is_healthy(reached_at: str) -> bool:
    connection = http.client.HTTPConnection(reached_at, timeout=5)
    try:
        connection.request("GET", "/healthz")
        # Below 500: where ALLOWED_HOSTS does not name this machine, it answers 400 to us and is ready all the same.
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until(conditions: Mapping[str, Callable[[], bool]], children: Sequence[Child], patience: float = 60) -> None:
    """Wait until every condition holds.

    :raises ChildEnded: if a process ends first, or patience does.
    """
    deadline = time.monotonic() + patience
    for name, holds in conditions.items():
        while not holds():
            raise_if_one_ended(children)
            if time.monotonic() > deadline:
                raise ChildEnded(f"The {name} process was not ready after {patience:.0f} seconds.")
            time.sleep(0.05)


def watch(children: Sequence[Child]) -> NoReturn:
    """Look after the processes.

    :raises ChildEnded: when one of them ends.
    """
    while True:
        raise_if_one_ended(children)
        time.sleep(0.2)


def raise_if_one_ended(children: Sequence[Child]) -> None:
    for child in children:
        if child.has_ended:
            raise ChildEnded(describe_end(child))


def describe_end(child: Child) -> str:
    last = (child.log_lines() or ["nothing"])[-1]
    return f"The {child.name} process ended ({child.ending}). Its log is {child.log}; it last said: {last}"


def read_accounts(data: Path) -> list[dict[str, str]]:
    """Return who can sign in, as far as it was made here: a database that was filled elsewhere keeps that to itself."""
    try:
        accounts: list[dict[str, str]] = json.loads((data / "accounts.json").read_text())["accounts"]
    except FileNotFoundError:
        return []
    return accounts


def greet(address: str, accounts: Sequence[Mapping[str, str]], data: Path, *, as_json: bool) -> None:
    """Tell people where to go and who they can be."""
    if as_json:
        print(json.dumps({"url": address, "accounts": accounts}), flush=True)
        return
    shown = {account["role"]: account for account in reversed(accounts) if account["role"] in SHOWN_ROLES}
    lines = [
        f"  {title:<14} {shown[role]['username']:<20} {shown[role]['password']}"
        for role, title in SHOWN_ROLES.items()
        if role in shown
    ]
    sign_in = ["Logg inn med brukernavn og passord:", *lines, ""] if lines else []
    print(f"\nLest er klar: {address}\n", *sign_in, sep="\n")
    print(f"Ctrl-C stopper alt. Data og logger ligger i {data}, e-post som .eml-filer i {data / 'mail'}", flush=True)


def say(sentence: str) -> None:
    print(f"lest: {sentence}", file=sys.stderr)
