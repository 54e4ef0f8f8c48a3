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


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm clock")
@pytest.mark.parametrize("delay_us", range(1, 400, 20))
def test_an_interruption_of_the_start_leaves_nothing_running(delay_us):
    gone, busy = threading.Event(), []

    def work():
        busy.append(True)
        gone.wait()
        busy.pop()

    worker = Worker(work, "interrupted")
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, delay_us * 1e-6)
        worker.start()
        time.sleep(5)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGALRM, before)
        gone.set()
        worker.wait()

    assert busy == []
    time.sleep(0.01)
    assert busy == []
