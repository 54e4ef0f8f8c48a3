"""Work ahead: a source read in a thread of its own, a few items before they are asked for."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from functools import partial
from queue import Empty, Full, Queue
from threading import Event
from typing import TypeVar

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
    queue: Queue[T | _End] = Queue(room)
    gone = Event()
    worker = Worker(partial(_read, items, queue, gone), "reading ahead")
    try:
        worker.start()
        while True:
            try:
                item = queue.get(timeout=_LOOK_S)  # bounded: so Ctrl-C comes through on Windows too
            except Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        gone.set()
        worker.wait()


def _read(items: Iterable[T], queue: "Queue[T | _End]", gone: Event) -> None:
    source = iter(items)
    end = _End()
    try:
        for item in source:
            if not _put(queue, item, gone):
                break
    except BaseException as error:  # raised to the caller of `ahead`
        end = _End(error)
    finally:
        if isinstance(source, Generator):
            source.close()
    _put(queue, end, gone)


def _put(queue: "Queue[T | _End]", item: "T | _End", gone: Event) -> bool:
    """Whether somebody is still there to take it."""
    while not gone.is_set():
        try:
            queue.put(item, timeout=_LOOK_S)
        except Full:
            continue
        return True
    return False
