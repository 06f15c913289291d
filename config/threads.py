"""The threads that answer HTTP."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Lock
from typing import Any


class WarmFirst(Executor):
    """A few threads, of which the first that is free takes the work.

    Each thread keeps its own connection to the database. Were they to take turns, every request would wake a server
    process that has not run for a while: a fifth more of the database's time (docs/decisions/0002).
    """

    def __init__(self, threads: int) -> None:
        self.lanes = [ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"http-{n}") for n in range(threads)]
        self.waiting = [0] * threads
        self.lock = Lock()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self.lock:
            lane = self.waiting.index(min(self.waiting))
            self.waiting[lane] += 1
        future = self.lanes[lane].submit(work, *args, **kwargs)
        future.add_done_callback(lambda _done: self.leave(lane))
        return future

    def leave(self, lane: int) -> None:
        with self.lock:
            self.waiting[lane] -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for lane in self.lanes:
            lane.shutdown(wait, cancel_futures=cancel_futures)
