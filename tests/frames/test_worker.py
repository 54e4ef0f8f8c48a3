import threading
import time

import pytest

from formcheck.frames.prefetch import Worker
from interrupts import interrupted, needs_alarm_clock


def test_work_is_done_after_waiting():
    done = []
    worker = Worker(lambda: (time.sleep(0.1), done.append(True)), "working")
    worker.start()
    worker.wait()

    assert done == [True]
    assert not worker.is_alive()


def test_a_worker_that_never_began_is_not_waited_for_and_does_nothing_if_it_begins_late():
    done = []
    worker = Worker(lambda: done.append(True), "late")
    worker.wait()

    worker.start()
    worker.join(10)
    assert not worker.is_alive()
    assert done == []


def start_and_rest(worker):
    worker.start()
    for _ in range(1000):
        time.sleep(0.001)  # short: a signal just before a sleep does not end it


@pytest.mark.timeout(30)
@needs_alarm_clock
def test_an_interrupted_start_leaves_nothing_running():
    workers = []
    for delay_us in range(1, 400):
        gone, begun, ended = threading.Event(), [], []

        def work(gone=gone, begun=begun, ended=ended):
            begun.append(True)
            gone.wait()
            ended.append(True)

        worker = Worker(work, f"interrupted after {delay_us} us")
        with pytest.raises(KeyboardInterrupt), interrupted(delay_us):
            start_and_rest(worker)
        gone.set()
        worker.wait()
        assert begun == ended
        workers.append((begun, len(begun)))

    time.sleep(0.1)
    assert all(len(begun) == count for begun, count in workers)
