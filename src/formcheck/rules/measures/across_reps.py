"""Measures that compare a rep with earlier reps of its set, and left with right: the best, the sides, their order."""

import itertools
from dataclasses import dataclass

import numpy as np

from formcheck.pose.landmarks import SIDES, other_side
from formcheck.rules.measures.base import History, Measure, Measurement, OfSignal, rise_to_turn
from formcheck.rules.rep_frames import RepFrames

MAX_PAUSE = 0.5
"""Longest pause between two reps of one side, as a share of a rep, that cannot hide a rep of the other; chosen: from
the front a hand behind the thigh is easily missed."""


@dataclass(frozen=True, slots=True)
class AgainstEarlier(OfSignal):
    """Percent by which the rise of a signal is smaller than in earlier reps."""

    @property
    def unit(self) -> str:
        """Percent."""
        return "%"

    @property
    def remembers(self) -> bool:
        """Yes."""
        return True


@dataclass(frozen=True, slots=True)
class Shortfall(AgainstEarlier):
    """Percent by which the rise of a signal is smaller than in the best rep of the set so far."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Percent, at the turn."""
        rise = rise_to_turn(self.signal, rep)
        if rise is None:
            return Measurement(reason="not seen")
        earlier = history.of(self.signal, rep.side)
        if not earlier:
            return Measurement(reason="needs an earlier rep")
        return Measurement(100.0 * max(0.0, 1.0 - rise / max(earlier)), rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class AgainstOtherSide(AgainstEarlier):
    """Percent by which the reps of this side rise less than those of the other side, on average so far.

    The difference over the larger of the two averages; 0 for the side that rises more.
    """

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Percent, at the turn."""
        rise = rise_to_turn(self.signal, rep)
        if rise is None:
            return Measurement(reason="not seen")
        if rep.side is None or not (other := history.of(self.signal, other_side(rep.side))):
            return Measurement(reason="needs a rep of the other side")
        own = float(np.mean([*history.of(self.signal, rep.side), rise]))
        return Measurement(100.0 * max(0.0, 1.0 - own / max(own, float(np.mean(other)), 1e-6)), rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class OneSideLess(OfSignal):
    """Percent by which a signal rises less on one side than on the other, in a rep that both sides do together."""

    @property
    def unit(self) -> str:
        """Percent."""
        return "%"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Percent of the larger rise, at the turn."""
        rises = [rise for side in SIDES if (rise := rise_to_turn(self.signal, rep.on(side))) is not None]
        if len(rises) < len(SIDES) or not max(rises) > 0.0:
            return Measurement(reason="not seen")
        return Measurement(100.0 * min(1.0, 1.0 - min(rises) / max(rises)), rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class InARow(Measure):
    """Number of reps in a row by the same side, including this one; an attempt of the other side ends the row."""

    @property
    def unit(self) -> str:
        """Repetitions."""
        return "reps"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Number, at the turn."""
        if rep.side is None:
            return Measurement(reason="side not seen")
        row = itertools.takewhile(lambda earlier: earlier[0] == rep.side, reversed(history.sides))
        before = [end_s for _, end_s in row if end_s is not None]
        times = rep.times
        if before and times.start_s - before[0] > MAX_PAUSE * (times.end_s - times.start_s):
            return Measurement(reason="a pause in which the other side may have moved")
        return Measurement(1.0 + len(before), times.turn_s)
