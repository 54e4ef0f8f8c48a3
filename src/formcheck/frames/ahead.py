"""Work ahead: a source read in a thread of its own, a few items before they are asked for."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from formcheck.frames.worker import Worker

T = TypeVar("T")

ROOM = 4
"""Items that may wait; chosen: enough to bridge an uneven decoder, 25 MB of pictures at 1080p."""

_LOOK_S = 0.1  # how often either side looks whether the other has gone


@dataclass(frozen=True, slots=True)
class _End:
    """What comes after the last item."""

    error: BaseException | None = None


def ahead(items: Iterable[T], room: int = ROOM) -> Generator[T]:
    """The items in their order, made in another thread while the caller is busy with the one before.

    What the source raises is raised here, after the items that came before it. When the caller stops early or
    is interrupted, closing this generator ends the thread and closes the source.

    Parameters
    ----------
    items : iterable
        Read in one thread only, but not the caller's.
    room : int > 0
        How many items may wait.
    """
    belt = _Belt[T](room)
    worker = Worker(lambda: belt.load(items), "reading ahead")
    try:
        worker.start()
        while True:
            try:
                item = belt.ready.get(timeout=_LOOK_S)  # bounded: so Ctrl-C comes through on Windows too
            except Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            belt.room.put(None)
            yield item
    finally:
        belt.gone = True
        belt.room.put(None)  # it may be waiting for room
        worker.wait()


class _Belt(Generic[T]):
    """What the two threads share.

    Not a `queue.Queue` with its locks: a Ctrl-C that comes while one is being taken leaves it closed, and the other
    thread waits for it for ever.
    """

    def __init__(self, room: int) -> None:
        self.ready: SimpleQueue[T | _End] = SimpleQueue()
        self.room: SimpleQueue[None] = SimpleQueue()
        self.gone = False  # nobody takes anything any more
        for _ in range(room):
            self.room.put(None)

    def load(self, items: Iterable[T]) -> None:
        """Put the items on it, as long as somebody is there to take them."""
        source = iter(items)
        end = _End()
        try:
            for item in source:
                if not self._has_room():
                    break
                self.ready.put(item)
        except BaseException as error:  # raised to the caller of `ahead`
            end = _End(error)
        finally:
            if isinstance(source, Generator):
                source.close()
        self.ready.put(end)

    def _has_room(self) -> bool:
        """Wait for room; whether somebody is still there."""
        while not self.gone:
            try:
                self.room.get(timeout=_LOOK_S)
            except Empty:
                continue
            return not self.gone
        return False
