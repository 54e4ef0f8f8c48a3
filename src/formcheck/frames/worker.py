"""A thread that can always be waited for."""

from collections.abc import Callable
from threading import Event, Thread


class Worker(Thread):
    """A thread whose end can be waited for even when Ctrl-C came while it was being started.

    `Thread.start` waits until the thread is up; an interruption of that wait leaves a thread running that
    `Thread.join` refuses to join.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._launched = False
        self._done = Event()

    def start(self) -> None:
        """Begin; RuntimeError if the system has no room for another thread."""
        self._launched = True
        try:
            super().start()
        except RuntimeError:
            self._launched = False
            raise

    def run(self) -> None:
        """Do the work, in the new thread."""
        try:
            self._work()
        finally:
            self._done.set()

    def wait(self) -> None:
        """Return when the work is over, at once if it never began."""
        if self._launched:
            self._done.wait()
            self.join()
