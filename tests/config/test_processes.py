import signal
import subprocess
import sys
import textwrap
import time

import pytest

from config.env import BASE_DIR
from config.processes import Child


@pytest.mark.parametrize("platform", [sys.platform, "another system"])
def test_a_child_ends_when_its_parent_is_killed(tmp_path, platform, ends_soon):
    program = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from config.processes import Child
        sys.platform = {platform!r}
        child = Child("fake", ["sleep", "60"], log=Path({str(tmp_path / "log")!r}))
        print(child.process.pid, flush=True)
        time.sleep(60)
    """)
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert ends_soon(child)


def test_stopping_a_child_ends_what_it_started_too(tmp_path, ends_soon):
    child = Child("fake", ["/bin/sh", "-c", "sleep 60 & echo $!; wait"], log=tmp_path / "log")
    while not child.log_lines():
        time.sleep(0.02)
    grandchild = int(child.log_lines()[0])

    child.stop()

    assert child.has_ended
    assert ends_soon(grandchild)


def test_a_child_that_does_not_listen_is_killed(tmp_path):
    child = Child("deaf", ["/bin/sh", "-c", 'trap "" TERM; echo ready; sleep 60'], log=tmp_path / "log")
    while not child.log_lines():
        time.sleep(0.02)

    child.stop(patience=0.2)

    assert child.ending == "signal SIGKILL"


def test_a_child_tells_its_own_last_words_only(tmp_path):
    (tmp_path / "log").write_text("an older run\n")

    child = Child("fake", ["/bin/sh", "-c", "echo good; echo bye >&2; exit 3"], log=tmp_path / "log")
    child.process.wait()

    assert child.log_lines() == ["good", "bye"]
    assert child.ending == "exit code 3"
    assert (tmp_path / "log").read_text() == "an older run\ngood\nbye\n"
