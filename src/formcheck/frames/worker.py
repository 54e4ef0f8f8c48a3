"""A thread that can always be waited for."""

from collections.abc import Callable
from threading import Thread


class Worker(Thread):
    """A thread whose work can be waited for even when Ctrl-C came while it was being started.

    An interruption of `Thread.start` leaves nobody the wiser whether there is a thread now. So the work has one
    owner, and who comes first decides: the thread does it, or the one who waits has given it up, and then a thread
    that begins late ends without having done anything. No lock takes part on the interrupted side: an interruption
    between taking one and holding on to it would leave it closed, and the thread waiting for it for ever.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._begun = False
        self._owner: dict[str, str] = {}  # one entry; `setdefault` gives it to the first who asks, in one step

    def start(self) -> None:
        """Begin; RuntimeError if the system has no room for another thread."""
        try:
            super().start()
        except RuntimeError as error:  # what Ctrl-C becomes when it meets a lock half taken
            if isinstance(error.__context__, KeyboardInterrupt):
                raise error.__context__ from None
            raise
        self._begun = True

    def run(self) -> None:
        """Do the work, in the new thread, unless it was given up before it began."""
        if self._owner.setdefault("owner", "thread") == "thread":
            self._work()

    def wait(self) -> None:
        """Return when the work is over, at once if it never began; it does not begin after that."""
        if self._begun or self._owner.setdefault("owner", "nobody") == "thread":
            self.join()
