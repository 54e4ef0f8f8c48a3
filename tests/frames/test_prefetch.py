import threading
import time
from collections import deque

import pytest

from formcheck.frames.prefetch import prefetch
from interrupts import interrupted, needs_alarm_clock


def readers():
    return [thread for thread in threading.enumerate() if thread.name == "reading ahead"]


def test_items_come_in_order():
    assert list(prefetch(range(100), size=3)) == list(range(100))


def test_it_reads_ahead_but_no_farther_than_its_buffer():
    made = []

    def source():
        for i in range(100):
            made.append(i)
            yield i

    items = prefetch(source(), size=3)
    next(items)
    deadline = time.monotonic() + 5
    while len(made) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)

    assert len(made) == 5  # one taken, three waiting, one in hand
    items.close()


def test_an_error_comes_after_the_items_before_it():
    def source():
        yield from range(3)
        raise ValueError("broken")

    items = prefetch(source())

    assert [next(items) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_stopping_early_ends_the_thread_and_closes_the_source():
    closed = []

    def source():
        try:
            while True:
                yield 0
        finally:
            closed.append(threading.current_thread().name)

    items = prefetch(source())
    next(items)
    items.close()

    assert closed == ["reading ahead"]
    assert readers() == []


@pytest.mark.timeout(60)
@needs_alarm_clock
def test_an_interruption_at_any_moment_ends_the_reading():
    begun, closed = [], []

    def source():
        begun.append(True)
        try:
            while True:
                yield 0
        finally:
            closed.append(True)

    for delay_us in range(100, 2100):
        items = prefetch(source(), size=2)
        with pytest.raises(KeyboardInterrupt), interrupted(delay_us):
            deque(items, maxlen=0)
        items.close()
        assert begun == closed

    assert begun
