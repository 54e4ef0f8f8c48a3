"""Work ahead: a source read in a thread of its own, a few items before they are asked for."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar


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


T = TypeVar("T")

BUFFER_SIZE = 4
"""Items that may wait; chosen: enough to bridge an uneven decoder, 25 MB of pictures at 1080p."""

_POLL_S = 0.1  # how often either side looks whether the other has gone


@dataclass(frozen=True, slots=True)
class _End:
    """What comes after the last item."""

    error: BaseException | None = None


def prefetch(items: Iterable[T], size: int = BUFFER_SIZE) -> Generator[T]:
    """The items in their order, made in another thread while the caller is busy with the one before.

    What the source raises is raised here, after the items that came before it. When the caller stops early or
    is interrupted, closing this generator ends the thread and closes the source.

    Parameters
    ----------
    items : iterable
        Read in one thread only, but not the caller's.
    size : int > 0
        How many items may wait.
    """
    channel = _Channel[T](size)
    worker = Worker(lambda: channel.fill(items), "reading ahead")
    try:
        worker.start()
        while True:
            try:
                item = channel.ready.get(timeout=_POLL_S)  # bounded: so Ctrl-C comes through on Windows too
            except Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            channel.free_slots.put(None)
            yield item
    finally:
        channel.closed = True
        channel.free_slots.put(None)  # it may be waiting for room
        worker.wait()


class _Channel(Generic[T]):
    """What the two threads share.

    Not a `queue.Queue` with its locks: a Ctrl-C that comes while one is being taken leaves it closed, and the other
    thread waits for it for ever.
    """

    def __init__(self, size: int) -> None:
        self.ready: SimpleQueue[T | _End] = SimpleQueue()
        self.free_slots: SimpleQueue[None] = SimpleQueue()
        self.closed = False  # nobody takes anything any more
        for _ in range(size):
            self.free_slots.put(None)

    def fill(self, items: Iterable[T]) -> None:
        """Put the items on it, as long as somebody is there to take them."""
        source = iter(items)
        end = _End()
        try:
            for item in source:
                if not self._wait_for_space():
                    break
                self.ready.put(item)
        except BaseException as error:  # raised to the caller of `prefetch`
            end = _End(error)
        finally:
            if isinstance(source, Generator):
                source.close()
        self.ready.put(end)

    def _wait_for_space(self) -> bool:
        """Wait for room; whether somebody is still there."""
        while not self.closed:
            try:
                self.free_slots.get(timeout=_POLL_S)
            except Empty:
                continue
            return not self.closed
        return False
