"""How long a part of a rep lasts."""

from dataclasses import dataclass

import numpy as np

from formcheck.coaching.measures.measure import History, Measure, Measured
from formcheck.coaching.measures.readings import seen_enough
from formcheck.coaching.window import RepWindow
from formcheck.motion.smoothing import MAX_GAP_S


@dataclass(frozen=True, slots=True)
class InSeconds(Measure):
    """A duration; it comes from the driver."""

    @property
    def unit(self) -> str:
        """Seconds."""
        return "s"


@dataclass(frozen=True, slots=True)
class HoldTime(InSeconds):
    """Seconds spent at the turn."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Duration, and the middle of the turn."""
        times = window.times
        return _timed(window, times.hold_start_s, times.hold_end_s, times.turn_s)


@dataclass(frozen=True, slots=True)
class OutTime(InSeconds):
    """Seconds from leaving rest to reaching the turn: the lowering of a deadlift."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Duration, and when it begins."""
        times = window.times
        if not times.start_seen:
            return Measured(reason="seen only in part")
        return _timed(window, times.start_s, times.hold_start_s, times.start_s)


@dataclass(frozen=True, slots=True)
class BackTime(InSeconds):
    """Seconds from leaving the turn to the end: the lowering of a bridge."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Duration, and when it begins."""
        times = window.times
        if not times.end_seen:
            return Measured(reason="seen only in part")
        return _timed(window, times.hold_end_s, times.end_s, times.hold_end_s)


def _timed(window: RepWindow, start_s: float, end_s: float, at_s: float) -> Measured:
    """A span of time, if the driver was seen while it lasted and at its ends."""
    t = window.track.time_s
    about = (t >= start_s - 0.2) & (t <= end_s + 0.2)
    if not seen_enough(window.driver_values[about]) or np.diff(t[about]).max(initial=0.0) > MAX_GAP_S:
        return Measured(reason="seen only in part")
    return Measured(end_s - start_s, at_s)
