"""The running house: a real web server and a real worker on the test database, for journeys and the browser."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import websockets
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(answer: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Return the first true answer.

    :raises TimeoutError: if there is none in `patience` seconds.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := answer():
            return found
        time.sleep(0.1)
    raise TimeoutError(what)


class House:
    """Addresses of the running house, and a way to speak to it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/ws"

    def call(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> tuple[int, Any]:
        """Return status and JSON body of a call to the REST face."""
        request = urllib.request.Request(
            f"{self.url}/rest/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or "null")


class Visitor:
    """A browser without a window: cookies, forms, redirects."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(self.house.url + path, timeout=20) as answer:
            return answer.read().decode()

    def post(self, path: str, **fields: str) -> str:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.house.url + path, data=data, headers={"Referer": self.house.url + path})
        with self.opener.open(request, timeout=20) as answer:
            return answer.read().decode()

    def sign_in(self, username: str, password: str) -> str:
        self.get("/accounts/login/")
        return self.post("/accounts/login/", login=username, password=password)

    @property
    def session(self) -> str:
        return next(cookie.value for cookie in self.cookies if cookie.name == settings.SESSION_COOKIE_NAME)


async def hear_of_new_post(house, session: str, act) -> dict:
    """Open a socket with a session, subscribe to the home stream, act, and return the first hint."""
    headers = {"Cookie": f"sessionid={session}", "Origin": house.url}
    async with websockets.connect(house.socket_url, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "subscribe", "stream": "home"}))
        await asyncio.sleep(1)
        await asyncio.to_thread(act)
        return json.loads(await asyncio.wait_for(socket.recv(), 30))


@contextlib.contextmanager
def running(*command: str, log: Path, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def open_house(logs: Path, **env: str) -> Iterator[House]:
    """Run web and worker with its clock on the present test database."""
    with open_web(logs, **env) as house, open_worker(logs, "-B", "-s", str(logs / "beat"), **env):
        yield house


@contextlib.contextmanager
def open_web(logs: Path, **env: str) -> Iterator[House]:
    """Run one web process; its log is `web-<port>.log`."""
    port = free_port()
    options = ["--port", str(port), "--no-access-log"]
    log = logs / f"web-{port}.log"
    with running("uvicorn", "config.asgi:application", *options, log=log, DATABASE_URL=address(), **env):
        house = House(port)
        wait_until(lambda: answers(house), "the web process answers")
        yield house


@contextlib.contextmanager
def open_worker(logs: Path, *options: str, name: str = "worker", **env: str) -> Iterator[None]:
    """Run one worker; its log is `<name>.log`."""
    ready = logs / f"{name}.ready"
    command = ["celery", "-A", "config", "worker", "-Q", "relay,tag,notify,letters", "--pool", "threads", "-c", "2"]
    command += ["-n", f"{name}@%h", "--without-gossip", "--without-mingle", *options]
    env = {"DATABASE_URL": address(), "LEST_READY_FILE": str(ready), **env}
    with running(*command, log=logs / f"{name}.log", **env):
        wait_until(ready.exists, "the worker is ready")
        yield


def address() -> str:
    """Return where the test database is."""
    return f"postgres://lest@/{settings.DATABASES['default']['HOST']}/{connection.settings_dict['NAME']}"


def answers(house: House) -> bool:
    try:
        with urllib.request.urlopen(f"{house.url}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture
def house(transactional_db, tmp_path) -> Iterator[House]:
    with open_house(tmp_path) as found:
        yield found
