"""How much a signal moves to and fro, within one rep."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import middle
from formcheck.rules.measures.base import History, Measurement, OfSignal, range_in_rep, range_of, seen_enough
from formcheck.rules.rep_frames import Phase, RepFrames

LEAST_UNREST_S = 0.5
"""Shortest hold in which wavering can be told from settling; chosen."""


@dataclass(frozen=True, slots=True)
class RangeOver(OfSignal):
    """How much a signal that should stay still moves during a rep."""

    def take(self, window: RepFrames, history: History) -> Measurement:
        """Range without the outermost hundredths, at the turn."""
        reach = range_in_rep(self.signal, window)
        return Measurement(reason="not seen") if reach is None else Measurement(reach, window.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeOnTheSpot(OfSignal):
    """How much a part strays during a rep: against another one, and in the picture; the smaller of the two.

    A shaking camera moves it in the picture alone, a slip of the other part against that alone.
    """

    part: str
    axis: Literal[0, 1]
    """Of the picture: 0 across, 1 up and down."""

    def take(self, window: RepFrames, history: History) -> Measurement:
        """Smaller range without the outermost hundredths, at the turn."""
        against = self.signal(window.track, window.body)
        alone = middle(window.track, self.part)[..., self.axis] / window.body.trunk_px
        ranges = [range_of(values, window) for values in (against, np.where(np.isfinite(against), alone, np.nan))]
        if ranges[0] is None or ranges[1] is None:
            return Measurement(reason="not seen")
        return Measurement(min(ranges[0], ranges[1]), window.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeRatio(OfSignal):
    """Range of one signal over a rep by the range of another, as hip by knee: a hinge or a squat."""

    by: Signal
    least: float
    """Least range of `by` that is divided by, in its unit: below it the ratio says nothing."""

    @property
    def unit(self) -> str:
        """A ratio."""
        return "ratio"

    def take(self, window: RepFrames, history: History) -> Measurement:
        """Ratio, at the turn."""
        reach, by = range_in_rep(self.signal, window), range_in_rep(self.by, window)
        if reach is None or by is None:
            return Measurement(reason="not seen")
        return Measurement(reach / max(by, self.least), window.times.turn_s)


@dataclass(frozen=True, slots=True)
class HoldVariability(OfSignal):
    """How much a signal wavers while the turn is held: standard deviation about its straight trend."""

    def take(self, window: RepFrames, history: History) -> Measurement:
        """Standard deviation, where the signal is farthest from its trend."""
        if window.times.hold_s < LEAST_UNREST_S:
            return Measurement(reason="hold too short")
        chosen = window.frames(Phase.TURN)
        values, t = self.signal(window.track, window.body)[chosen], window.track.time_s[chosen]
        if not seen_enough(values):
            return Measurement(reason="not seen")
        seen = np.isfinite(values)
        off = values[seen] - np.polyval(np.polyfit(t[seen], values[seen], 1), t[seen])
        return Measurement(float(np.std(off)), float(t[seen][np.argmax(np.abs(off))]))
