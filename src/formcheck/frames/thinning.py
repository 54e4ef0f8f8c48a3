"""Fewer pictures of a fast camera."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

SLACK = 1.06
"""How much longer than asked for a step may be: clocks of 1/1000 s round 33.3 ms to 34; chosen."""


def thinned(timed: Iterable[tuple[T, float]], most_fps: float | None) -> Iterator[tuple[T, float]]:
    """As few of the items as keep the rate at `most_fps`, where it was as high; the first and the last stay.

    An item is left out only if the one after it still comes in time, so passages that are slower already stay as they
    are, whatever the mean rate.

    Parameters
    ----------
    timed : iterable of (item, seconds)
        Times increase.
    most_fps : float > 0, or None
        Rate that is enough, per second; with None everything stays.
    """
    if most_fps is None:
        yield from timed
        return
    last_s: float | None = None
    held: tuple[T, float] | None = None
    for item, time_s in timed:
        if held is not None and (last_s is None or time_s - last_s > SLACK / most_fps):
            yield held
            last_s = held[1]
        held = item, time_s
    if held is not None:
        yield held
