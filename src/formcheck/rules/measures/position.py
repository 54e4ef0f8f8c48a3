"""Measures of position: the value of a signal at one moment of a rep, and its change from another moment."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import Signal
from formcheck.pose.pose import Floats
from formcheck.rules.measures.base import History, Measure, Measurement, OfSignal, at_rest, rise_to_turn, seen_enough
from formcheck.rules.rep_frames import Phase, RepFrames

MAX_STRETCH, MAX_FLUTTER = 0.14, 0.025
"""Largest change of the length of a bone from rest to turn, and its largest variation during the turn, as shares of its
length: docs/sources.md#hip-thrust."""


Aggregate = Literal["median", "max", "min", "range"]


@dataclass(frozen=True, slots=True)
class Over(OfSignal):
    """Median, extreme or range of a signal over a phase.

    Attributes
    ----------
    phase : Phase or None
        Part of the rep; None for start to end.
    aggregate : "median", "max", "min" or "range"
        Statistic of the values.
    """

    phase: Phase | None = Phase.TURN
    aggregate: Aggregate = "median"

    @property
    def absolute(self) -> bool:
        """Yes, unless it is a range."""
        return self.aggregate != "range"

    @property
    def never_negative(self) -> bool:
        """If it is a range."""
        return self.aggregate == "range"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Value, and the time whose value is nearest to it."""
        chosen = rep.frames(self.phase)
        values, times = self.signal(rep.track, rep.body)[chosen], rep.track.time_s[chosen]
        if not seen_enough(values):
            return Measurement(reason="not seen")
        value = float(_REDUCE[self.aggregate](values))
        nearest = np.nanargmin(np.abs(values - value)) if self.absolute else np.nanargmax(values)
        return Measurement(value, float(times[nearest]))


_REDUCE: dict[Aggregate, Callable[[Floats], np.floating]] = {
    "median": np.nanmedian,
    "max": np.nanmax,
    "min": np.nanmin,
    "range": lambda values: np.nanmax(values) - np.nanmin(values),
}


def at_turn(signal: Signal) -> Over:
    """Median of a signal at the turn, while it is held: steadier than its highest frame."""
    return Over(signal)


@dataclass(frozen=True, slots=True)
class AtRest(OfSignal):
    """Median of a signal just before and after a rep."""

    @property
    def absolute(self) -> bool:
        """The signal's own value."""
        return True

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Value, at the start."""
        value = at_rest(self.signal(rep.track, rep.body), rep)
        return Measurement(value, rep.times.start_s) if np.isfinite(value) else Measurement(reason="not seen")


@dataclass(frozen=True, slots=True)
class AtTurnIfPlausible(OfSignal):
    """Median of a signal at the turn, unless a landmark that it needs is misplaced there.

    A weight plate in front of the hip drags its landmark away: then the bones to the neighbouring landmarks change
    their length from rest to turn by more than in a clear image.
    """

    @property
    def absolute(self) -> bool:
        """The signal's own value."""
        return True

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Value; with a reason if the landmarks are not plausible."""
        found = Over(self.signal).take(rep, history)
        marks = self.signal.needs(rep.body.near)
        for a, b in itertools.pairwise(marks):
            length = distance(rep.track.point(a), rep.track.point(b))
            held = length[rep.frames(Phase.TURN)] / at_rest(length, rep)
            if not (abs(np.median(held) - 1.0) <= MAX_STRETCH and np.std(held) <= MAX_FLUTTER):
                return replace(found, reason="not plausible")
        return found


def is_at_turn(measure: Measure) -> bool:
    """Whether a measure is the value of its signal at the turn."""
    at_turn = isinstance(measure, Over) and measure.phase is Phase.TURN and measure.absolute
    return at_turn or isinstance(measure, AtTurnIfPlausible)


@dataclass(frozen=True, slots=True)
class Excursion(OfSignal):
    """Rise of a signal from rest to the turn."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Rise, at the turn."""
        rise = rise_to_turn(self.signal, rep)
        return Measurement(reason="not seen") if rise is None else Measurement(rise, rep.times.turn_s)


@dataclass(frozen=True, slots=True)
class Change(OfSignal):
    """Difference between a signal over a phase and the same signal at rest, just before and after the rep.

    The bias of camera and pose model cancels.

    Attributes
    ----------
    phase : Phase
        Part of the rep.
    aggregate : "median", "max", "min" or "range"
        Statistic of the values in that part.
    """

    phase: Phase = Phase.TURN
    aggregate: Aggregate = "median"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Difference, and the time of the value in the phase."""
        found = Over(self.signal, self.phase, self.aggregate).take(rep, history)
        if found.value is None:
            return found
        baseline = at_rest(self.signal(rep.track, rep.body), rep)
        if not np.isfinite(baseline):
            return Measurement(reason="no baseline")
        return Measurement(found.value - baseline, found.at_s)


@dataclass(frozen=True, slots=True)
class BaselineShift(OfSignal):
    """How far the resting value of a signal after a rep is from that before it.

    Attributes
    ----------
    most : float, in the unit of the signal
        Largest change that can be real; beyond it a landmark was misplaced, and the rep is not judged.
    """

    most: float

    @property
    def never_negative(self) -> bool:
        """Yes."""
        return True

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Distance, at the end."""
        t, times = rep.track.time_s, rep.times
        values = self.signal(rep.track, rep.body)
        rests = [values[np.abs(t - at_s) <= 0.2] for at_s in (times.start_s, times.end_s)]
        if not times.end_seen or not all(seen_enough(rest) for rest in rests):
            return Measurement(reason="not seen")
        before, after = (float(np.nanmedian(rest)) for rest in rests)
        if abs(after - before) > self.most:
            return Measurement(reason="not plausible")
        return Measurement(abs(after - before), times.end_s)
