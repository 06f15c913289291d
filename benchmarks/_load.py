"""Load and meters for the measurements: requests per second, and CPU of the server processes per request."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@dataclass(frozen=True)
class Page:
    """What is fetched: a name for the table, the path, and the headers that say who asks."""

    name: str
    port: int
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Figure:
    """What was measured: requests per second, and CPU milliseconds per request of web process and database."""

    page: str
    clients: int
    requests: int
    rate: float
    web_ms: float
    database_ms: float


def cpu_ms(processes: Sequence[psutil.Process]) -> float:
    """Return the CPU milliseconds that these processes and those they have ended used so far."""
    total = 0.0
    for process in processes:
        with_children = process.cpu_times()
        total += with_children.user + with_children.system + with_children.children_user + with_children.children_system
    return 1000 * total


def database_processes() -> list[psutil.Process]:
    """Return the postmaster that this process started, and its present children."""
    found = []
    for child in psutil.Process().children(recursive=False):
        if "postgres" in child.name():
            found += [child, *child.children(recursive=True)]
    return found


def measure(page: Page, web: psutil.Process, *, clients: int, seconds: float) -> Figure:
    """Fetch a page with so many clients for so long.

    :raises RuntimeError: if an answer is not 200.
    """
    database = database_processes()
    before = cpu_ms([web]), cpu_ms(database)
    began = time.monotonic()
    requests = fetch_for(page, clients, seconds)
    elapsed = time.monotonic() - began
    web_ms, database_ms = cpu_ms([web]) - before[0], cpu_ms(database) - before[1]
    return Figure(page.name, clients, requests, requests / elapsed, web_ms / requests, database_ms / requests)


def fetch_for(page: Page, clients: int, seconds: float) -> int:
    """Return how many requests were answered."""
    counts = [0] * clients
    faults: list[str] = []
    end = time.monotonic() + seconds

    def fetch(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
        while time.monotonic() < end and not faults:
            connection.request("GET", page.path, headers=page.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(f"{page.path} answered {answer.status}")
            counts[place] += 1
        connection.close()

    run_all([lambda place=place: fetch(place) for place in range(clients)])
    if faults:
        raise RuntimeError(faults[0])
    return sum(counts)


def run_all(jobs: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def web_process(log: Path, **env: str) -> Iterator[tuple[int, psutil.Process]]:
    """Run a web process on a free port; yield the port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--no-access-log"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "LEST_WEB": "1", **env}, stdout=output, stderr=output
        )
    try:
        wait_for_port(port, process, log)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path, patience: float = 60) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the web process ended: {log.read_text()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web process does not answer")
