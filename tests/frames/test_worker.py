import signal
import threading
import time

import pytest

from formcheck.frames.worker import Worker


def test_work_is_done_when_the_wait_is_over():
    done = []
    worker = Worker(lambda: (time.sleep(0.1), done.append(True)), "working")
    worker.start()
    worker.wait()

    assert done == [True]
    assert not worker.is_alive()


def test_one_that_never_began_is_not_waited_for():
    Worker(lambda: None, "never").wait()


def interrupt(*_):
    raise KeyboardInterrupt


def start_interrupted(worker, delay_us):
    """Start; Ctrl-C comes so much later. The alarm clock is given back as it was: the test's own limit uses it."""
    alarm, handler = signal.getitimer(signal.ITIMER_REAL), signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, delay_us * 1e-6)
        worker.start()
        for _ in range(1000):
            time.sleep(0.001)  # short: a signal just before a sleep does not end it
    finally:
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, *alarm)


@pytest.mark.timeout(30)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm clock")
def test_an_interruption_of_the_start_leaves_nothing_running():
    workers = []
    for delay_us in range(1, 400):
        gone, begun, ended = threading.Event(), [], []

        def work(gone=gone, begun=begun, ended=ended):
            begun.append(True)
            gone.wait()
            ended.append(True)

        worker = Worker(work, f"interrupted after {delay_us} us")
        with pytest.raises(KeyboardInterrupt):
            start_interrupted(worker, delay_us)
        gone.set()
        worker.wait()
        assert begun == ended
        workers.append((begun, len(begun)))

    time.sleep(0.1)
    assert all(len(begun) == count for begun, count in workers)
