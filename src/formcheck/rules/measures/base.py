"""The base of all measures, and what a measure may know about earlier reps of the set."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from formcheck.motion.geometry import angle_from_horizontal_deg
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, azimuth_from_widths_deg, faces, middle
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.rep_frames import Phase, RepFrames
from formcheck.rules.rep_sight import MIN_SEEN


def seen_enough(values: Floats) -> bool:
    """Whether a series over a phase was seen in enough frames to be judged."""
    return bool(values.size) and bool(np.isfinite(values).mean() >= MIN_SEEN)


def at_rest(values: Floats, rep: RepFrames) -> float:
    """Median of a series within 0.2 s of the start and the end of a rep; NaN if it was not seen.

    An end at which the recording begins or stops is no rest; both are taken if neither is.
    """
    t, times = rep.track.time_s, rep.times
    rests = [s for s, seen in ((times.start_s, times.start_seen), (times.end_s, times.end_seen)) if seen]
    near = values[np.any([np.abs(t - s) <= 0.2 for s in rests or (times.start_s, times.end_s)], axis=0)]
    return float(np.nanmedian(near)) if np.isfinite(near).any() else float("nan")


def rise_to_turn(signal: Signal, rep: RepFrames) -> float | None:
    """Rise of a signal from rest to the turn, in its unit; None if either was not seen."""
    values = signal(rep.track, rep.body)
    top, rest = values[rep.frames(Phase.TURN)], at_rest(values, rep)
    if not seen_enough(top) or np.isnan(rest):
        return None
    return float(np.nanmedian(top)) - rest


def range_in_rep(signal: Signal, rep: RepFrames) -> float | None:
    """Range of a signal from start to end, in its unit; None if it was not seen."""
    return trimmed_range(signal(rep.track, rep.body), rep)


def trimmed_range(series: Floats, rep: RepFrames) -> float | None:
    """Range of a series from start to end, from its 3rd to its 97th percentile; None if it was not seen."""
    values = series[rep.frames(None)]
    if not seen_enough(values):
        return None
    return float(np.nanpercentile(values, 97) - np.nanpercentile(values, 3))


UPRIGHT_FROM_DEG = 75.0
"""Smallest inclination of the trunk that counts as standing upright: docs/sources.md#back-shape."""

STANDING_UP_TO_DEG = 50.0
"""Largest turn of the camera off the side, from the widths of shoulders and hips; chosen: outlines are used up to 48
degrees, and single frames vary."""

STANDING_EVERY_S = 0.06
"""Time between two frames that are kept, in seconds; chosen: neighbouring frames are alike."""

MAX_STANDING_FRAMES = 80
"""Number of frames that are kept, the newest ones; chosen: five seconds of standing, the rests of some reps."""


@dataclass(slots=True)
class Standing:
    """The newest frames in which the person stood upright, not seen from the front, with an outline of the trunk.

    They are taken from the whole clip so far, since people stand before they get into position for a row.
    """

    _frames: deque[Pose] = field(default_factory=lambda: deque(maxlen=MAX_STANDING_FRAMES))

    def add(self, pose: Pose) -> None:
        """Take the next frame; most frames are not kept."""
        if pose.outline is None or not pose.seen:
            return
        if self._frames and float(pose.time_s - self._frames[-1].time_s) < STANDING_EVERY_S:
            return
        upright = angle_from_horizontal_deg(middle(pose, "hip"), middle(pose, "shoulder")) >= UPRIGHT_FROM_DEG
        if upright and azimuth_from_widths_deg(pose) <= STANDING_UP_TO_DEG:
            self._frames.append(pose)

    def clear(self) -> None:
        """Drop all frames: the camera or the person has moved, so that they are no longer comparable."""
        self._frames.clear()

    def frames(self, body: Body) -> Pose:
        """(T,) frames in which the person faced the same way as in the set."""
        track = Pose.stack(list(self._frames))
        return track[faces(track) == body.facing] if len(track) else track


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number of a rep.

    Attributes
    ----------
    value : float or None
        In the unit of its measure; None if it could not be measured.
    at_s : float or None, seconds
        Time that shows it.
    reason : str or None
        Why there is no value, or why the value must not be judged.
    at_least : bool
        The true value may be larger: the hold of a rep that an end of the recording cuts off.
    half_width : float or None
        The value is known to within this much, in its unit; None if the measure itself does not know.
    share : float
        Share of the half-width by which the value must lie beyond a limit, or inside it, for a verdict.
    """

    value: float | None = None
    at_s: float | None = None
    reason: str | None = None
    at_least: bool = False
    half_width: float | None = None
    share: float = 1.0


@dataclass(slots=True)
class History:
    """What the next rep of a set may be compared with.

    Attributes
    ----------
    rises : dict
        Rises of a signal in the earlier reps that showed it, by name of the signal and working side.
    sides : list
        Working side and end, in seconds, of every earlier rep; and of every attempt that was too small, with None
        for the end.
    standing : Standing
        Frames in which the person stood upright.
    backs : list of float
        How far the back rounded in each earlier rep by itself, in percent: see `BackFit`.
    """

    rises: dict[tuple[str, Side | None], list[float]] = field(default_factory=dict)
    sides: list[tuple[Side | None, float | None]] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    backs: list[float] = field(default_factory=list)

    def forget_outlines(self) -> None:
        """Drop what outlines are compared with: the camera or the person has moved."""
        self.standing.clear()
        self.backs.clear()

    def of(self, signal: Signal, side: Side | None) -> list[float]:
        """Rises of a signal in the earlier reps of one side."""
        return self.rises.get((signal.name, side), [])

    def remember(self, measures: "Iterable[Measure]", rep: RepFrames) -> None:
        """Add a counted rep, for the measures that compare later reps with it."""
        measures = tuple(measures)
        self.sides.append((rep.side, rep.times.end_s))
        for measure in measures:
            measure.note(rep, self)
        for signal in {measure.main_signal for measure in measures if measure.remembers}:
            rise = None if signal is None else rise_to_turn(signal, rep)
            if signal is not None and rise is not None:
                self.rises.setdefault((signal.name, rep.side), []).append(rise)


class Measure(ABC):
    """One number that is taken of every rep; the kinds of measures are in the files beside this one."""

    __slots__ = ()

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of the number: ``deg``, ``s``, ``trunk``, ``trunk/s``, ``ratio``, ``reps`` or ``%``."""

    @property
    def main_signal(self) -> Signal | None:
        """Signal that it is taken from, the first of several; None for durations, which come from the rep signal."""
        return None

    @property
    def absolute(self) -> bool:
        """Whether the number is the signal's own value, as at the turn, and not a difference or a share."""
        return False

    @property
    def never_negative(self) -> bool:
        """Whether the number cannot be below zero, so that no estimate of it is: durations, shares, ranges."""
        return self.unit in ("s", "%", "ratio", "trunk/s")

    @property
    def remembers(self) -> bool:
        """Whether later reps are compared with the rise of the signal in this one."""
        return False

    def for_model(self, model: str, exercise: str) -> "Measure":
        """The measure as it is taken on the poses of a pose model; most are the same for all."""
        del model, exercise
        return self

    def note(self, rep: RepFrames, history: History) -> None:
        """Write down what the measure itself compares later reps with; most need nothing."""
        del rep, history

    @abstractmethod
    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Measure a rep."""


@dataclass(frozen=True, slots=True)
class OfSignal(Measure):
    """A number that is taken from one signal, in the unit of the signal unless a subclass says otherwise."""

    signal: Signal

    @property
    def unit(self) -> str:
        """That of the signal."""
        return self.signal.unit

    @property
    def main_signal(self) -> Signal | None:
        """The signal."""
        return self.signal


@dataclass(frozen=True, slots=True)
class NotMeasured(Measure):
    """Not measured yet: no rep is judged.

    Attributes
    ----------
    reason : str
        Shown in the report.
    """

    reason: str

    @property
    def unit(self) -> str:
        """None."""
        return "ratio"

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The reason only."""
        return Measurement(reason=self.reason)
