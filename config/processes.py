"""Child processes that never outlive the one that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


class Child:
    """A process that ends with this one, however this one ends."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        stop_signal: signal.Signals = signal.SIGTERM,
        death_signal: signal.Signals | None = None,
        user: Mapping[str, Any] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """Start it; its output is added to the log.

        `stop_signal` asks it to end in order; `death_signal` (else the same) is what it and all that it started
        get when this process is killed. `user` are the arguments with which subprocess becomes somebody else.
        Must be called from the main thread: on Linux a child is tied to the thread that made it.
        """
        self.name, self.log, self.stop_signal = name, log, stop_signal
        self.log_start = log.stat().st_size if log.exists() else 0
        death_signal = death_signal or stop_signal
        first_step = tie_to_parent(death_signal) if sys.platform == "linux" else None
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                # A group of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
                start_new_session=True,
                preexec_fn=first_step,
                pass_fds=pass_fds,
                **(user or {}),
            )
        self.watch = signal_when_gone(self.process.pid, death_signal)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def ending(self) -> str:
        """Return how it ended, for a sentence."""
        code = self.process.returncode
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def log_lines(self) -> list[str]:
        """Return what it has logged since it was started here."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace").strip().splitlines()

    def stop(self, patience: float = 10) -> None:
        """Ask it to end; after `patience` seconds end it and all that it started."""
        self.watch.kill()
        self.watch.communicate()
        if not self.has_ended:
            self.process.send_signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def tie_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return the first step of a Linux child: the kernel will signal it when its parent is gone.

    This holds even while a fork of the parent keeps the pipe of `signal_when_gone` open.
    """
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return tie


def signal_when_gone(group: int, death_signal: signal.Signals) -> subprocess.Popen[bytes]:
    """Start a shell that signals a process group when this process is gone: then its end of the pipe closes.

    It does so on every system, and reaches what a child has started, too.
    """
    name = death_signal.name.removeprefix("SIG")
    return subprocess.Popen(
        ["/bin/sh", "-c", 'read -r _; kill -s "$1" -- "-$2"', "sh", name, str(group)],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
