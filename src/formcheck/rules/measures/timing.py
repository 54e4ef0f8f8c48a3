"""Measures of time: how long a part of a rep lasts, and how fast it is."""

from dataclasses import dataclass

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.pose.pose import Floats
from formcheck.rules.measures.base import History, Measure, Measurement, OfSignal, seen_enough
from formcheck.rules.rep_frames import Phase, RepFrames


@dataclass(frozen=True, slots=True)
class InSeconds(Measure):
    """A duration, taken from the rep signal."""

    @property
    def unit(self) -> str:
        """Seconds."""
        return "s"


@dataclass(frozen=True, slots=True)
class Untimed(Measure):
    """A measure in seconds, of frames whose rate is not known: no rep is judged.

    Attributes
    ----------
    measure : Measure
        What would be measured.
    """

    measure: Measure

    @property
    def unit(self) -> str:
        """That of the measure."""
        return self.measure.unit

    @property
    def main_signal(self) -> Signal | None:
        """That of the measure."""
        return self.measure.main_signal

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The reason only."""
        return Measurement(reason="frame rate not known")


@dataclass(frozen=True, slots=True)
class HoldTime(InSeconds):
    """Seconds spent at the turn."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Duration, at the middle of the turn; at least that, if the recording shows only a part of the hold."""
        times = rep.times
        begun, ended = times.start_seen or times.out_seen, times.end_seen or times.back_seen
        if not (begun and ended):
            return Measurement(times.hold_s, times.turn_s, at_least=True)
        if not times.hold_seen:
            return Measurement(reason="not seen at the turn")
        return Measurement(times.hold_s, times.turn_s)


@dataclass(frozen=True, slots=True)
class OutTime(InSeconds):
    """Seconds from leaving rest to reaching the turn: the lowering of a deadlift.

    Attributes
    ----------
    way : str
        Name of this way in the reason for not timing it.
    """

    way: str = "down"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Duration, at its start."""
        times = rep.times
        if not times.start_seen:
            return Measurement(reason="seen only in part")
        if not times.out_seen:
            return Measurement(reason=f"not seen on the way {self.way}")
        return Measurement(times.hold_start_s - times.start_s, times.start_s)


@dataclass(frozen=True, slots=True)
class BackTime(InSeconds):
    """Seconds from leaving the turn to the end of the rep: the lowering of a bridge.

    Attributes
    ----------
    way : str
        Name of this way in the reason for not timing it.
    """

    way: str = "down"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Duration, at its start."""
        times = rep.times
        if not times.end_seen:
            return Measurement(reason="seen only in part")
        if not times.back_seen:
            return Measurement(reason=f"not seen on the way {self.way}")
        return Measurement(times.back_s, times.hold_end_s)


SPEED_S = 0.15
"""Seconds over which a speed is taken; chosen: longer than errors of the pose model from frame to frame."""

REST_S = 0.4
"""Seconds before the start of a rep in which a limb is at rest; chosen."""


@dataclass(frozen=True, slots=True)
class PeakSpeed(OfSignal):
    """Highest speed of a signal on the way out or back, regardless of direction."""

    @property
    def unit(self) -> str:
        """That of the signal, per second."""
        return f"{self.signal.unit}/s"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Speed, at the middle of the fastest `SPEED_S`."""
        t = rep.track.time_s
        values = self.signal(rep.track, rep.body)
        moving = rep.frames(Phase.OUT) | rep.frames(Phase.BACK)
        if not seen_enough(values[moving]):
            return Measurement(reason="not seen")
        if not (rep.times.out_seen and rep.times.back_seen):
            return Measurement(reason="not seen on the way")
        speeds = np.abs(_later(t, values, SPEED_S) - values) / SPEED_S
        speeds = np.where(moving & _later(t, moving.astype(float), SPEED_S).astype(bool), speeds, np.nan)
        if not np.isfinite(speeds).any():
            return Measurement(reason="seen only in part")
        fastest = int(np.nanargmax(speeds))
        return Measurement(float(speeds[fastest]), float(t[fastest]) + 0.5 * SPEED_S)


@dataclass(frozen=True, slots=True)
class OnsetDelay(Measure):
    """Seconds between two signals leaving rest: arms and legs of a superman.

    Attributes
    ----------
    first, second : Signal
        The two signals.
    least : float, in the unit of both
        Rise from the value before the rep that counts as having left rest.
    """

    first: Signal
    second: Signal
    least: float

    @property
    def unit(self) -> str:
        """Seconds."""
        return "s"

    @property
    def main_signal(self) -> Signal | None:
        """The first signal."""
        return self.first

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Seconds, without a sign, at the time when the later one leaves rest."""
        if not rep.times.start_seen:
            return Measurement(reason="seen only in part")
        left = [self._leaves(signal, rep) for signal in (self.first, self.second)]
        if any(at_s is None for at_s in left):
            return Measurement(reason="not seen")
        begun = [at_s for at_s in left if at_s is not None]
        if not np.isfinite(begun).all():
            return Measurement(reason="one of the two did not move")
        return Measurement(abs(begun[1] - begun[0]), max(begun))

    def _leaves(self, signal: Signal, rep: RepFrames) -> float | None:
        """Time at which a signal leaves rest; None if it was not seen, infinity if it never does."""
        t, times = rep.track.time_s, rep.times
        values = signal(rep.track, rep.body)
        before = values[(t >= times.start_s - REST_S) & (t <= times.start_s)]
        lifting = (t >= times.start_s - REST_S) & (t <= times.hold_end_s)
        if not np.isfinite(before).any() or not seen_enough(values[lifting]):
            return None
        risen = np.flatnonzero(lifting & (values >= np.nanmedian(before) + self.least))
        return float(t[risen[0]]) if risen.size else float("inf")


def _later(t: Floats, values: Floats, by_s: float) -> Floats:
    """Values `by_s` seconds later, interpolated between frames; NaN next to unseen frames and after the end."""
    return np.interp(t + by_s, t, values, right=np.nan)


def in_seconds(measure: Measure) -> bool:
    """Whether a measure is a duration or a speed."""
    return measure.unit == "s" or measure.unit.endswith("/s")
