"""Frame times: made strictly increasing, and thinned out where the frame rate is higher than needed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

LONG_GAP_S = 1.0
"""Gaps longer than this produce a warning; chosen: half a rep of two seconds fits in one."""

MOST_DOUBTFUL = 0.1
"""Share of the time stamps that may be missing or go back before durations are no longer measured; chosen: a recording
joined from several has one for each joint, and a container without times lacks all."""


class Timestamps:
    """Frame times in seconds from the first frame, strictly increasing whatever the container states.

    Parameters
    ----------
    step_s : float > 0
        Usual time between two frames; used where a time stamp is missing.

    Notes
    -----
    A single frame that goes back in time is placed half a step after the previous frame, so that the next good
    time stamp still comes later. If the container's clock itself jumps back, as in recordings that were joined,
    the times continue from there at the container's rate.
    """

    def __init__(self, step_s: float) -> None:
        self.step_s = step_s
        self.last_s: float | None = None
        self._origin_s: float | None = None  # stated time of the first frame
        self._jump_origin_s: float | None = None  # the same after the clock jumped back
        self._added = self._repaired = self._doubtful = 0
        self._gaps: list[tuple[float, float]] = []

    def add(self, stated_s: float | None) -> float:
        """Time of the next frame in seconds, from the time that the container states; None if it states none."""
        self._added += 1
        if self.last_s is None:
            time_s = self._start(stated_s)
        elif stated_s is None or self._origin_s is None:
            time_s = self._extrapolate(stated_s)
        else:
            time_s = self._follow(stated_s)
        if self.last_s is not None and time_s - self.last_s > LONG_GAP_S:
            self._gaps.append((self.last_s, time_s))
        self.last_s = time_s
        return time_s

    @property
    def credible(self) -> bool:
        """False if so many time stamps were missing or went back that durations cannot be taken from them."""
        return self._doubtful <= MOST_DOUBTFUL * self._added

    def count_repair(self) -> None:
        """Count a time that was mended before it was added."""
        self._repaired += 1
        self._doubtful += 1

    def warnings(self) -> list[str]:
        """At most one line on repaired times and one on gaps."""
        lines = []
        if self._repaired:
            lines.append(
                f"missing or backward timestamps repaired: {self._repaired} "
                f"(assuming {1 / self.step_s:.4g} frames per second)"
            )
        if self._gaps:
            start_s, end_s = self._gaps[0]
            others = f" (the first of {len(self._gaps)} gaps)" if len(self._gaps) > 1 else ""
            lines.append(f"no frames between {start_s:.1f} s and {end_s:.1f} s{others}")
        return lines

    def _start(self, stated_s: float | None) -> float:
        self._origin_s = stated_s
        self._repaired += stated_s is None
        self._doubtful += stated_s is None
        return 0.0

    def _extrapolate(self, stated_s: float | None) -> float:
        """One step after the last frame, where the stated time or its origin is missing."""
        assert self.last_s is not None
        time_s = self.last_s + self.step_s
        if stated_s is None:
            self._repaired += 1
            self._doubtful += 1
        else:
            self._origin_s = stated_s - time_s
        return time_s

    def _follow(self, stated_s: float) -> float:
        assert self.last_s is not None
        assert self._origin_s is not None
        time_s = stated_s - self._origin_s
        if time_s > self.last_s:
            self._jump_origin_s = None
            return time_s
        self._repaired += 1
        if self._jump_origin_s is None or stated_s - self._jump_origin_s <= self.last_s:
            self._jump_origin_s = stated_s - self.last_s - self.step_s / 2
            self._doubtful += 1
        return stated_s - self._jump_origin_s


T = TypeVar("T")


def without_outliers(
    stated: Iterable[tuple[T, float | None]], on_repair: Callable[[], None]
) -> Iterator[tuple[T, float | None]]:
    """Mend a single time that lies far ahead of the next one, which itself goes on from the one before.

    It becomes the time between those two. Else all later pictures would have to come after it: one wrong number would
    tear a recording in two.

    Parameters
    ----------
    stated : iterable of (item, seconds or None)
        In order; the times as a container states them. The last one is kept, as nothing shows that it is wrong.
    on_repair : callable
        Called for each time that was mended.
    """
    before_s: float | None = None
    pending: tuple[T, float | None] | None = None
    for item, time_s in stated:
        if pending is not None:
            held, held_s = pending
            if _is_outlier(before_s, held_s, time_s):
                held_s = (cast(float, before_s) + cast(float, time_s)) / 2
                on_repair()
            yield held, held_s
            before_s = before_s if held_s is None else held_s
        pending = item, time_s
    if pending is not None:
        yield pending


def _is_outlier(before_s: float | None, time_s: float | None, after_s: float | None) -> bool:
    if before_s is None or time_s is None or after_s is None:
        return False
    return before_s < after_s < time_s - LONG_GAP_S


STEP_TOLERANCE = 1.06
"""Longest accepted step as a multiple of the requested one: 1 ms clocks round 33.3 ms to 34; chosen."""


def limit_fps(timed: Iterable[tuple[T, float]], most_fps: float | None) -> Iterator[tuple[T, float]]:
    """Drop items so that the rate is no higher than needed for `most_fps`; the first and the last are kept.

    An item is dropped only if the next one still comes in time, so slower passages keep every item, whatever the
    mean rate.

    Parameters
    ----------
    timed : iterable of (item, seconds)
        Increasing times.
    most_fps : float > 0, or None
        Sufficient rate, per second; None keeps everything.
    """
    if most_fps is None:
        yield from timed
        return
    last_s: float | None = None
    pending: tuple[T, float] | None = None
    for item, time_s in timed:
        if pending is not None and (last_s is None or time_s - last_s > STEP_TOLERANCE / most_fps):
            yield pending
            last_s = pending[1]
        pending = item, time_s
    if pending is not None:
        yield pending
