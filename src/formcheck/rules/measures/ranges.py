"""Measures of range: how much a signal moves back and forth within one rep."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import middle
from formcheck.rules.measures.base import History, Measurement, OfSignal, range_in_rep, seen_enough, trimmed_range
from formcheck.rules.rep_frames import Phase, RepFrames

MIN_HOLD_S = 0.5
"""Shortest hold, in seconds, in which wavering can be distinguished from settling; chosen."""


@dataclass(frozen=True, slots=True)
class RangeOver(OfSignal):
    """How much a signal that should stay still moves during a rep."""

    @property
    def never_negative(self) -> bool:
        """Yes."""
        return True

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Range from the 3rd to the 97th percentile, at the turn."""
        span = range_in_rep(self.signal, rep)
        return Measurement(reason="not seen") if span is None else Measurement(span, rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeOnTheSpot(OfSignal):
    """How much a part of the body strays during a rep: relative to another part or in the image, whichever is less.

    A shaking camera moves the part in the image only; an error in the other part's landmarks moves it only relative to
    that part.

    Attributes
    ----------
    part : str
        Body part whose middle is followed in the image.
    axis : 0 or 1
        Axis of the image: 0 horizontal, 1 vertical.
    """

    part: str
    axis: Literal[0, 1]

    @property
    def never_negative(self) -> bool:
        """Yes."""
        return True

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The smaller range, from the 3rd to the 97th percentile, at the turn."""
        against = self.signal(rep.track, rep.body)
        alone = middle(rep.track, self.part)[..., self.axis] / rep.body.trunk_px
        ranges = [trimmed_range(values, rep) for values in (against, np.where(np.isfinite(against), alone, np.nan))]
        if ranges[0] is None or ranges[1] is None:
            return Measurement(reason="not seen")
        return Measurement(min(ranges[0], ranges[1]), rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeRatio(OfSignal):
    """Range of one signal divided by the range of another: hip by knee shows a hinge or a squat.

    Attributes
    ----------
    by : Signal
        The other signal.
    least : float, in the unit of `by`
        Smallest divisor: smaller ranges of `by` are replaced by it.
    """

    by: Signal
    least: float

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
    """How much a signal wavers while the turn is held: standard deviation about its linear trend."""

    @property
    def never_negative(self) -> bool:
        """Yes."""
        return True

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
