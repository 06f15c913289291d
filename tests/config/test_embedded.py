import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
import redis

from config import launch, programs
from config.embedded import AlreadyRunning, Servers, join, start
from config.env import BASE_DIR
from config.processes import Child
from config.programs import ServersError

pytestmark = pytest.mark.usefixtures("no_addresses")


def connect(servers: Servers) -> psycopg.Connection:
    host, _, name = servers.database_url.removeprefix("postgres://lest@/").rpartition("/")
    return psycopg.connect(host=host, user="lest", dbname=name, autocommit=True)


def start_in_a_process(data: Path) -> subprocess.Popen[str]:
    """Start the servers in a process that can be killed; it prints the ids of its children."""
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from config.embedded import start
        servers = start(Path(sys.argv[1]))
        servers.announce("http://127.0.0.1:8123")
        print(*(child.process.pid for child in servers.children), flush=True)
        time.sleep(120)
    """)
    return subprocess.Popen([sys.executable, "-c", program, data], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)


def test_both_servers_answer_and_leave_nothing_when_thrown_away(folder):
    data = folder / "data"

    with start(data, throwaway=True, durable=False) as servers:
        row = connect(servers).execute("SELECT lower('ÆØÅ'), to_tsvector('norwegian', 'møtene')::text").fetchone()
        pong = redis.Redis.from_url(servers.redis_url).ping()

    assert row == ("æøå", "'møt':1")
    assert pong
    assert not data.exists()


def test_sockets_are_for_their_owner_alone(folder):
    with start(folder / "data", throwaway=True, durable=False) as servers:
        sockets = Path(servers.redis_url.removeprefix("unix://")).parent

        assert sockets.stat().st_mode & 0o777 == 0o700
        with connect(servers) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_killed_supervisor_leaves_no_process_and_a_clean_start(folder, ends_soon):
    data = folder / "data"
    supervisor = start_in_a_process(data)
    children = [int(pid) for pid in supervisor.stdout.readline().split()]
    running = join(data)
    connect(running).execute("CREATE TABLE kept AS SELECT 42 AS answer")

    supervisor.send_signal(signal.SIGKILL)
    # Not waited for: a supervisor that nobody has reaped must count as gone, too.
    with start(data, throwaway=True) as servers:
        kept = connect(servers).execute("SELECT answer FROM kept").fetchone()

    assert kept == (42,)
    assert all(ends_soon(pid) for pid in children)
    supervisor.wait()


def test_a_second_start_is_told_where_the_first_one_runs(folder):
    data = folder / "data"
    with start(data, throwaway=True, durable=False) as servers:
        servers.announce("http://127.0.0.1:8123")

        with pytest.raises(AlreadyRunning, match=r"http://127\.0\.0\.1:8123"):
            start(data)


def test_a_start_waits_for_a_command_that_has_the_servers_for_a_moment(folder):
    data = folder / "data"
    (data / "run").mkdir(parents=True)
    program = "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2); print(flush=True); time.sleep(1)"
    command = subprocess.Popen(
        [sys.executable, "-c", program, data / "run" / "servers.lock"], stdout=subprocess.PIPE, text=True
    )
    command.stdout.readline()

    with start(data, throwaway=True, durable=False):
        ended = command.poll()

    assert ended == 0


def test_others_join_a_running_up_and_leave_it_running(folder):
    data = folder / "data"
    with start(data, throwaway=True, durable=False) as servers:
        before = join(data)
        servers.announce("http://127.0.0.1:8123")
        with join(data) as joined:
            addresses = joined.environment

        assert before is None
        assert addresses == servers.environment
        assert connect(servers).execute("SELECT 1").fetchone() == (1,)
    assert join(data) is None


@pytest.mark.parametrize("name", ["a folder with spaces & ÆØÅ #1%20", "l" * 120])
def test_any_path_will_do(folder, name):
    with start(folder / name / "data", throwaway=True, durable=False) as servers:
        assert connect(servers).execute("SELECT 1").fetchone() == (1,)
        assert redis.Redis.from_url(servers.redis_url).ping()
        assert len(servers.redis_url) < 110


def test_a_number_that_another_process_has_got_since_the_crash_is_no_hindrance(folder):
    data = folder / "data"
    start(data).stop()
    (data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data / 'postgres'}\n")

    with start(data, throwaway=True) as servers:
        assert connect(servers).execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_postgresql_is_left_alone(folder):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("14\n")

    with pytest.raises(ServersError, match="is of PostgreSQL 14, and this is PostgreSQL"):
        start(folder)

    assert [path.name for path in (folder / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_full_disk_is_said_before_anything_is_written(folder, monkeypatch):
    monkeypatch.setattr(launch, "ROOM_FOR_A_DATABASE", 2**62)

    with pytest.raises(ServersError, match="needs 200 MB"):
        start(folder)

    assert not (folder / "postgres").exists()


def test_a_folder_that_cannot_be_used_is_named(folder):
    (folder / "file").touch()

    with pytest.raises(ServersError, match=r"file/data cannot be used \(Not a directory\)"):
        start(folder / "file" / "data")


def test_given_addresses_are_used_and_nothing_is_started(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://lest@db.example/lest")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example:6379")
    monkeypatch.setenv("LEST_KEYS", "/run/keys.sock")

    with start(folder / "data") as servers:
        assert servers.children == []
        assert servers.database_url == "postgres://lest@db.example/lest"
        assert servers.redis_url == "redis://redis.example:6379"


def test_what_people_write_never_reaches_the_log(folder):
    data = folder / "data"
    with start(data, throwaway=True, durable=False) as servers, connect(servers) as connection:
        connection.execute("CREATE TABLE said (body text UNIQUE CHECK (length(body) < 20))")
        for statement in ["INSERT INTO said VALUES ('canary')"] * 2 + ["INSERT INTO said VALUES (repeat('canary', 9))"]:
            try:
                connection.execute(statement)
            except psycopg.IntegrityError as error:
                refused = error
        log = (data / "log" / "postgresql.log").read_text()

    assert "violates check constraint" in str(refused)
    assert "violates check constraint" in log
    assert "canary" not in log


def test_a_server_that_cannot_start_says_why(folder, monkeypatch):
    monkeypatch.setenv("LEST_SHARED_BUFFERS", "much")

    with pytest.raises(ServersError, match=r"PostgreSQL did not start: .*shared_buffers"):
        start(folder / "data")


def test_an_interrupted_first_start_is_begun_again(folder):
    data = folder / "data"
    (data / "postgres.draft" / "half").mkdir(parents=True)

    with start(data, throwaway=True, durable=False) as servers:
        assert connect(servers).execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another user")
def test_root_keeps_the_servers_files_where_their_user_can_reach_them(folder, monkeypatch):
    monkeypatch.setattr(programs, "STATE", folder / "state")
    (folder / "closed").mkdir(mode=0o700)
    data = folder / "closed" / "data"

    with start(data) as servers:
        connect(servers).execute("CREATE TABLE kept AS SELECT 42 AS answer")
    home = Path((data / "servers-are-in.txt").read_text().strip())
    with start(data) as servers:
        kept = connect(servers).execute("SELECT answer FROM kept").fetchone()

    assert home.parent == folder / "state"
    assert (home / "postgres" / "PG_VERSION").exists()
    assert kept == (42,)


def test_a_silent_server_is_given_up(folder):
    child = Child("Valkey", ["sleep", "60"], log=folder / "log")

    with pytest.raises(ServersError, match="did not answer in 0 seconds"):
        launch.wait_for(child, lambda: False, patience=0.1)

    child.stop()
