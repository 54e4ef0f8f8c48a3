"""Prefetching: a source read in its own thread, a few items before they are needed."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar


class Worker(Thread):
    """A thread that can be waited for even if Ctrl-C came while it was being started.

    After an interrupted `Thread.start` it is unknown whether a thread is running. So the work has one owner, and the
    first to claim it decides: either the thread does the work, or the waiting side has given it up, and a thread that
    begins late ends without doing anything. The interrupted side uses no lock: an interruption between acquiring a
    lock and entering its block would leave it locked, and the other thread would wait for it for ever.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._begun = False
        self._owner: dict[str, str] = {}  # one entry; `setdefault` gives it to the first claim, atomically

    def start(self) -> None:
        """Start the thread; RuntimeError if the system cannot create another one."""
        try:
            super().start()
        except RuntimeError as error:  # Ctrl-C turns into this inside a half-acquired lock
            if isinstance(error.__context__, KeyboardInterrupt):
                raise error.__context__ from None
            raise
        self._begun = True

    def run(self) -> None:
        """Do the work in the new thread, unless it was given up before the thread began."""
        if self._owner.setdefault("owner", "thread") == "thread":
            self._work()

    def wait(self) -> None:
        """Return when the work has ended, at once if it never began; it cannot begin afterwards."""
        if self._begun or self._owner.setdefault("owner", "nobody") == "thread":
            self.join()


T = TypeVar("T")

BUFFER_SIZE = 4
"""Number of items that may wait; chosen: enough for an uneven decoder, 25 MB of frames at 1080p."""

_POLL_S = 0.1  # how often each side checks that the other is still there


@dataclass(frozen=True, slots=True)
class _End:
    """Marks the end of the items."""

    error: BaseException | None = None


def prefetch(items: Iterable[T], size: int = BUFFER_SIZE) -> Generator[T]:
    """The items in order, produced in another thread while the caller works on earlier ones.

    An exception of the source is raised here, after the items that came before it. If the caller stops early or is
    interrupted, closing this generator ends the thread and closes the source.

    Parameters
    ----------
    items : iterable
        Iterated in one thread only, which is not the caller's.
    size : int > 0
        Number of items that may wait.
    """
    channel = _Channel[T](size)
    worker = Worker(lambda: channel.fill(items), "reading ahead")
    try:
        worker.start()
        while True:
            try:
                item = channel.ready.get(timeout=_POLL_S)  # bounded, so that Ctrl-C works on Windows too
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
        channel.free_slots.put(None)  # the thread may be waiting for a free slot
        worker.wait()


class _Channel(Generic[T]):
    """What the two threads share.

    Not a `queue.Queue`, because of its locks: Ctrl-C while a lock is being acquired leaves it locked, and the other
    thread would wait for it for ever.
    """

    def __init__(self, size: int) -> None:
        self.ready: SimpleQueue[T | _End] = SimpleQueue()
        self.free_slots: SimpleQueue[None] = SimpleQueue()
        self.closed = False  # the receiving side has gone
        for _ in range(size):
            self.free_slots.put(None)

    def fill(self, items: Iterable[T]) -> None:
        """Send the items, while the receiving side is there."""
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
        """Wait for a free slot; False if the receiving side has gone."""
        while not self.closed:
            try:
                self.free_slots.get(timeout=_POLL_S)
            except Empty:
                continue
            return not self.closed
        return False
