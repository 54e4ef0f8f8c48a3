"""How much a signal moves to and fro, within one rep."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import middle
from formcheck.rules.measures.base import History, Measurement, OfSignal, range_in_rep, seen_enough, trimmed_range
from formcheck.rules.rep_frames import Phase, RepFrames

MIN_HOLD_S = 0.5
"""Shortest hold in which wavering can be told from settling; chosen."""


@dataclass(frozen=True, slots=True)
class RangeOver(OfSignal):
    """How much a signal that should stay still moves during a rep."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Range without the outermost hundredths, at the turn."""
        span = range_in_rep(self.signal, rep)
        return Measurement(reason="not seen") if span is None else Measurement(span, rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeOnTheSpot(OfSignal):
    """How much a part strays during a rep: against another one, and in the picture; the smaller of the two.

    A shaking camera moves it in the picture alone, a slip of the other part against that alone.
    """

    part: str
    axis: Literal[0, 1]
    """Of the picture: 0 across, 1 up and down."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Smaller range without the outermost hundredths, at the turn."""
        against = self.signal(rep.track, rep.body)
        alone = middle(rep.track, self.part)[..., self.axis] / rep.body.trunk_px
        ranges = [trimmed_range(values, rep) for values in (against, np.where(np.isfinite(against), alone, np.nan))]
        if ranges[0] is None or ranges[1] is None:
            return Measurement(reason="not seen")
        return Measurement(min(ranges[0], ranges[1]), rep.times.turn_s)


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

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Ratio, at the turn."""
        span, by = range_in_rep(self.signal, rep), range_in_rep(self.by, rep)
        if span is None or by is None:
            return Measurement(reason="not seen")
        return Measurement(span / max(by, self.least), rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class HoldVariability(OfSignal):
    """How much a signal wavers while the turn is held: standard deviation about its straight trend."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Standard deviation, where the signal is farthest from its trend."""
        if rep.times.hold_s < MIN_HOLD_S:
            return Measurement(reason="hold too short")
        chosen = rep.frames(Phase.TURN)
        values, t = self.signal(rep.track, rep.body)[chosen], rep.track.time_s[chosen]
        if not seen_enough(values):
            return Measurement(reason="not seen")
        seen = np.isfinite(values)
        off = values[seen] - np.polyval(np.polyfit(t[seen], values[seen], 1), t[seen])
        return Measurement(float(np.std(off)), float(t[seen][np.argmax(np.abs(off))]))
