"""Ctrl-C at a chosen moment."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

needs_alarm_clock = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm clock")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def interrupted(after_us: float) -> Iterator[None]:
    """What is done here is interrupted so much later.

    The alarm clock is given back as it was: a test's own limit uses it.
    """
    alarm, handler = signal.getitimer(signal.ITIMER_REAL), signal.signal(signal.SIGALRM, _interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, after_us * 1e-6)
        yield
    finally:
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, *alarm)
