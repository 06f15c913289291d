"""The first thread that is free answers; the next one while it is busy."""

from concurrent.futures import Future
from threading import Event, get_ident

from config.threads import WarmFirst


def test_requests_one_after_another_are_answered_by_the_same_thread():
    threads = WarmFirst(2)

    answered_by = {threads.submit(get_ident).result() for _request in range(20)}

    threads.shutdown()
    assert len(answered_by) == 1


def test_a_request_does_not_wait_for_a_slow_one():
    threads, go_on = WarmFirst(2), Event()
    slow: Future[bool] = threads.submit(go_on.wait, 30)

    quick = threads.submit(get_ident)

    assert quick.result(timeout=30)
    assert not slow.done()
    go_on.set()
    threads.shutdown()


def test_a_thread_is_free_again_after_work_that_failed():
    threads = WarmFirst(1)
    failed = threads.submit(int, "no number")

    assert isinstance(failed.exception(timeout=30), ValueError)

    assert threads.submit(int, "7").result(timeout=30) == 7
    threads.shutdown()
