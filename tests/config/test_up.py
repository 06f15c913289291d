import json
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import BASE_DIR
from config.programs import ServersError
from config.up import choose_port, greet, read_accounts

# The real supervisor with a web process, a worker and a set-up that need no database.
PROGRAM = """
    import json, sys
    from config import door, up
    from config.processes import Child

    def prepare(data, environment, *, empty):
        (data / "accounts.json").write_text(json.dumps({"accounts": [{"role": "admin", "username": "anna"}]}))

    def start_web(data, environment, host, port):
        (data / "healthz").touch()
        command = [sys.executable, "-m", "http.server", "--bind", host, str(port)]
        return Child("web", command, log=data / "log" / "web.log", cwd=data)

    def start_worker(data, environment):
        log = data / "log" / "worker.log"
        return Child("worker", ["/bin/sh", "-c", WORKER, environment["LEST_READY_FILE"]], log=log)

    up.prepare, up.start_web, up.start_worker = prepare, start_web, start_worker
    sys.exit(door.main(["up", "--json", "--port", "0", "--data", sys.argv[1]]))
"""


class Run:
    """A running `up`, its first line read."""

    def __init__(self, data: Path, worker: str) -> None:
        program = f"WORKER = {worker!r}\n{textwrap.dedent(PROGRAM)}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, data],
            cwd=BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.first_line = self.process.stdout.readline()

    def children(self) -> list[int]:
        said = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = [line.split() for line in said.splitlines()]
        return [int(pid) for pid, parent in pairs if int(parent) == self.process.pid]


@pytest.fixture
def run_up(folder, monkeypatch) -> Iterator:
    # Servers that others run: up starts none, and nothing here asks them anything.
    monkeypatch.setenv("DATABASE_URL", "postgres://lest@db.example/lest")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example")
    runs = []

    def run(worker: str = 'touch "$0"; exec sleep 60') -> Run:
        runs.append(Run(folder / "data", worker))
        return runs[-1]

    yield run
    for each in runs:
        each.process.kill()
        each.process.communicate()


def test_it_says_in_one_line_where_it_is_and_who_can_sign_in(run_up):
    said = json.loads(run_up().first_line)

    assert said["url"].startswith("http://127.0.0.1:")
    assert said["accounts"] == [{"role": "admin", "username": "anna"}]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_of_it(run_up, number, ends_soon):
    up = run_up()
    children = up.children()

    up.process.send_signal(number)

    assert up.process.wait(20) == 0
    assert len(children) == 4
    assert all(ends_soon(pid) for pid in children)


def test_nothing_is_left_when_it_is_killed(run_up, ends_soon):
    up = run_up()
    children = up.children()

    up.process.kill()
    up.process.wait()

    assert len(children) == 4
    assert all(ends_soon(pid) for pid in children)


def test_a_process_that_ends_ends_it_and_is_named_with_its_log(run_up, folder, ends_soon):
    up = run_up(worker='touch "$0"; sleep 1; echo no more >&2; exit 7')
    children = up.children()

    _, said = up.process.communicate(timeout=20)

    assert up.process.returncode == 1
    assert "The worker process ended (exit code 7)" in said
    assert f"{folder}/data/log/worker.log; it last said: no more" in said
    assert all(ends_soon(pid) for pid in children)


def test_a_process_that_never_gets_ready_ends_it(run_up):
    up = run_up(worker="echo broken; exit 3")

    _, said = up.process.communicate(timeout=20)

    assert up.process.returncode == 1
    assert "it last said: broken" in said


def test_a_second_one_on_the_same_data_says_where_the_first_one_is(run_up):
    first = json.loads(run_up().first_line)

    second = run_up()
    _, said = second.process.communicate(timeout=20)

    assert second.process.returncode == 2
    assert said.strip().endswith(f"already: {first['url']}")
    assert len(said.strip().splitlines()) == 1


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ServersError, match=rf"Port {port} of 127\.0\.0\.1 cannot be used .*--port"):
            choose_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_does_not_exist_is_named(port):
    with pytest.raises(ServersError, match=f"Port {port} "):
        choose_port("127.0.0.1", port)


def test_a_database_that_was_filled_elsewhere_has_no_accounts_to_show(tmp_path, capsys):
    greet("http://127.0.0.1:8000", read_accounts(tmp_path), tmp_path, as_json=False)

    said = capsys.readouterr().out
    assert "Lest er klar: http://127.0.0.1:8000" in said
    assert "Logg inn" not in said


def test_people_are_greeted_with_the_roles_that_they_try_first(capsys):
    accounts = [
        {"role": "employee", "username": "kari", "password": "fjell-og-fjord"},
        {"role": "employee", "username": "ola", "password": "en-annen"},
        {"role": "moderator", "username": "mona", "password": "en-tredje"},
        {"role": "admin", "username": "anna", "password": "sju-stjerner"},
    ]

    greet("http://127.0.0.1:8000", accounts, Path("/data"), as_json=False)

    said = capsys.readouterr().out
    assert "Lest er klar: http://127.0.0.1:8000" in said
    assert [line.split() for line in said.splitlines() if line.startswith("  ")] == [
        ["Ansatt", "kari", "fjell-og-fjord"],
        ["Administrator", "anna", "sju-stjerner"],
    ]
