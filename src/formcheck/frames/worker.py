"""A thread that can always be waited for."""

from collections.abc import Callable
from threading import Event, Thread


class Worker(Thread):
    """A thread whose work can be waited for even when Ctrl-C came while it was being started.

    An interruption of `Thread.start` leaves nobody the wiser whether there is a thread now. So the work begins only
    once `start` has come to its end; a thread that was not wanted any more ends without having done anything.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._wanted = False
        self._told = Event()
        self._done = Event()

    def start(self) -> None:
        """Begin; RuntimeError if the system has no room for another thread."""
        try:
            super().start()
            self._wanted = True
        finally:
            self._told.set()

    def run(self) -> None:
        """Do the work, in the new thread."""
        self._told.wait()
        if not self._wanted:
            return
        try:
            self._work()
        finally:
            self._done.set()

    def wait(self) -> None:
        """Return when the work is over, at once if it never began."""
        if self._wanted:
            self._done.wait()
            self.join()
