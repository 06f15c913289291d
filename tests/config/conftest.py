import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def no_addresses(monkeypatch) -> None:
    """What is started starts its own servers, not those of this run."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("LEST_KEYS", raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may pass through, which pytest's own is not."""
    with TemporaryDirectory(prefix="lest-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def ends_soon() -> Callable[[int], bool]:
    """Ask whether the process of this number is gone within ten seconds."""

    def is_running(pid: int) -> bool:
        said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return said.stdout.strip()[:1] not in ("", "Z")

    def wait(pid: int) -> bool:
        deadline = time.monotonic() + 10
        while is_running(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        return not is_running(pid)

    return wait
