"""What is measured in a rep: each class is one kind of number that a rule can hold."""

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from formcheck.coaching.movement import Phase
from formcheck.coaching.standing import Standing
from formcheck.coaching.window import RepWindow
from formcheck.motion.geometry import distance
from formcheck.motion.signals import Signal
from formcheck.motion.smoothing import MAX_GAP_S
from formcheck.motion.view import middle
from formcheck.pose.landmarks import SIDES, Side, landmark, other_side
from formcheck.pose.pose import Floats

LEAST_UNREST_S = 0.5
"""Shortest hold in which wavering can be told from settling; chosen."""

MAX_PAUSE = 0.5
"""Longest pause between two reps of one side, as a share of a rep, that hides no rep of the other; chosen: from
the front a hand behind the thigh is easily missed."""

MIN_SEEN = 0.6
"""Least share of a phase's frames in which a signal must be seen to be judged; chosen."""

MAX_STRETCH, MAX_FLUTTER = 0.14, 0.025
"""Most that a bone may change its length from rest to turn, and vary while the turn is held, as shares of its
length: docs/sources.md#hip-thrust."""

Aggregate = Literal["median", "max", "min", "range"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a rep.

    Attributes
    ----------
    value : float or None
        In the unit of its measure; None when it could not be measured.
    at_s : float or None
        Moment that shows it.
    reason : str or None
        Why there is no value, or why it says nothing.
    """

    value: float | None = None
    at_s: float | None = None
    reason: str | None = None


@dataclass(slots=True)
class History:
    """What the earlier reps of a set have to say to the next.

    Attributes
    ----------
    reaches : dict
        Rises of a signal, by its name and the working side, in the earlier reps that showed it.
    sides : list
        Working side and end, in seconds, of every earlier rep; and of every attempt that was too small, without an end.
    standing : Standing
        The person standing upright, so far.
    """

    reaches: dict[tuple[str, Side | None], list[float]] = field(default_factory=dict)
    sides: list[tuple[Side | None, float | None]] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)

    def of(self, signal: Signal, side: Side | None) -> list[float]:
        """Rises of a signal in the earlier reps of a side."""
        return self.reaches.get((signal.name, side), [])

    def remember(self, measures: "Iterable[Measure]", window: RepWindow) -> None:
        """Take a counted rep into account, for the measures that need to know."""
        self.sides.append((window.side, window.times.end_s))
        for signal in {measure.about for measure in measures if measure.remembers}:
            reach = None if signal is None else signal_range(signal, window)
            if signal is not None and reach is not None:
                self.reaches.setdefault((signal.name, window.side), []).append(reach)


class Measure(ABC):
    """One number that is taken of every rep; its kinds are the classes below."""

    __slots__ = ()

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of the number: ``deg``, ``s``, ``trunk``, ``trunk/s``, ``ratio``, ``reps`` or ``%``."""

    @property
    def about(self) -> Signal | None:
        """Signal that it is taken from; None for times, which come from the driver."""
        return None

    @property
    def level(self) -> bool:
        """Whether the number is the signal's own value, as at the turn, and not a difference or a share."""
        return False

    @property
    def remembers(self) -> bool:
        """Whether later reps need to know how far the signal rose in this one."""
        return False

    @abstractmethod
    def take(self, window: RepWindow, history: History) -> Measured:
        """Measure a rep."""


@dataclass(frozen=True, slots=True)
class OfSignal(Measure):
    """A number that is taken from one signal, in its unit unless a kind says otherwise."""

    signal: Signal

    @property
    def unit(self) -> str:
        """The signal's."""
        return self.signal.unit

    @property
    def about(self) -> Signal | None:
        """The signal."""
        return self.signal


@dataclass(frozen=True, slots=True)
class InSeconds(Measure):
    """A duration; it comes from the driver."""

    @property
    def unit(self) -> str:
        """Seconds."""
        return "s"


@dataclass(frozen=True, slots=True)
class Over(OfSignal):
    """Median, extreme or range of a signal over a phase, or with None from start to end."""

    phase: Phase | None = Phase.TURN
    aggregate: Aggregate = "median"

    @property
    def level(self) -> bool:
        """All but a range."""
        return self.aggregate != "range"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Value, and the moment nearest to it."""
        chosen = window.frames(self.phase)
        values, times = self.signal(window.track, window.body)[chosen], window.track.time_s[chosen]
        if not values.size or np.isfinite(values).mean() < MIN_SEEN:
            return Measured(reason="not seen")
        value = float(_REDUCE[self.aggregate](values))
        nearest = np.nanargmin(np.abs(values - value)) if self.level else np.nanargmax(values)
        return Measured(value, float(times[nearest]))


_REDUCE: dict[Aggregate, Callable[[Floats], np.floating]] = {
    "median": np.nanmedian,
    "max": np.nanmax,
    "min": np.nanmin,
    "range": lambda values: np.nanmax(values) - np.nanmin(values),
}


def at_turn(signal: Signal) -> Over:
    """Median of a signal while the turn is held: steadier than its single highest frame."""
    return Over(signal)


@dataclass(frozen=True, slots=True)
class AtRest(OfSignal):
    """Median of a signal just before and after a rep."""

    @property
    def level(self) -> bool:
        """The signal's own value."""
        return True

    def take(self, window: RepWindow, history: History) -> Measured:
        """Value, at the start."""
        value = _at_rest(self.signal(window.track, window.body), window)
        return Measured(value, window.times.start_s) if np.isfinite(value) else Measured(reason="not seen")


@dataclass(frozen=True, slots=True)
class AtTurnIfPlausible(OfSignal):
    """Median of a signal at the turn, unless a landmark that it needs has slipped there.

    A plate in front of the hip drags its landmark away: then the bones to its neighbours change their length
    from rest to turn by more than a clear picture shows.
    """

    @property
    def level(self) -> bool:
        """The signal's own value."""
        return True

    def take(self, window: RepWindow, history: History) -> Measured:
        """Value, or the reason that the landmarks are not plausible."""
        marks = self.signal.needs(window.body.near)
        for a, b in itertools.pairwise(marks):
            length = distance(window.track.point(a), window.track.point(b))
            held = length[window.frames(Phase.TURN)] / _at_rest(length, window)
            if not (abs(np.median(held) - 1.0) <= MAX_STRETCH and np.std(held) <= MAX_FLUTTER):
                return Measured(reason="not plausible")
        return Over(self.signal).take(window, history)


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
    seen = np.isfinite(window.driver_values[about])
    if not about.any() or seen.mean() < MIN_SEEN or np.diff(t[about]).max(initial=0.0) > MAX_GAP_S:
        return Measured(reason="seen only in part")
    return Measured(end_s - start_s, at_s)


@dataclass(frozen=True, slots=True)
class AgainstEarlier(OfSignal):
    """Percent by which the rise of a signal stays behind that of earlier reps."""

    @property
    def unit(self) -> str:
        """Percent."""
        return "%"

    @property
    def remembers(self) -> bool:
        """The rises of earlier reps are compared with."""
        return True


@dataclass(frozen=True, slots=True)
class Shortfall(AgainstEarlier):
    """Percent by which the rise of a signal stays behind the best rep of the set so far."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Percent, at the turn."""
        reach = signal_range(self.signal, window)
        if reach is None:
            return Measured(reason="not seen")
        earlier = history.of(self.signal, window.side)
        if not earlier:
            return Measured(reason="needs an earlier rep")
        return Measured(100.0 * max(0.0, 1.0 - reach / max(earlier)), window.times.turn_s)


@dataclass(frozen=True, slots=True)
class AgainstOtherSide(AgainstEarlier):
    """Percent by which the reps of this side rise less than those of the other, on the average so far.

    The difference over the larger of the two; 0 for the side that rises more.
    """

    def take(self, window: RepWindow, history: History) -> Measured:
        """Percent, at the turn."""
        reach = signal_range(self.signal, window)
        if reach is None:
            return Measured(reason="not seen")
        if window.side is None or not (other := history.of(self.signal, other_side(window.side))):
            return Measured(reason="needs a rep of the other side")
        own = float(np.mean([*history.of(self.signal, window.side), reach]))
        return Measured(100.0 * max(0.0, 1.0 - own / max(own, float(np.mean(other)), 1e-6)), window.times.turn_s)


@dataclass(frozen=True, slots=True)
class InARow(Measure):
    """How many reps in a row the same side has made, this one counted; an attempt of the other side ends a row."""

    @property
    def unit(self) -> str:
        """Repetitions."""
        return "reps"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Number, at the turn."""
        if window.side is None:
            return Measured(reason="side not seen")
        row = itertools.takewhile(lambda rep: rep[0] == window.side, reversed(history.sides))
        before = [end_s for _, end_s in row if end_s is not None]
        times = window.times
        if before and times.start_s - before[0] > MAX_PAUSE * (times.end_s - times.start_s):
            return Measured(reason="a pause in which the other side may have moved")
        return Measured(1.0 + len(before), times.turn_s)


@dataclass(frozen=True, slots=True)
class Largest(Measure):
    """The largest of several numbers of one unit; not seen when one of them was not."""

    of: tuple[Measure, ...]

    @property
    def unit(self) -> str:
        """That of the first."""
        return self.of[0].unit

    @property
    def about(self) -> Signal | None:
        """Signal of the first."""
        return self.of[0].about

    def take(self, window: RepWindow, history: History) -> Measured:
        """The largest, where it was."""
        found = [measure.take(window, history) for measure in self.of]
        missing = next((m for m in found if m.value is None), None)
        return missing or max(found, key=lambda measured: measured.value or 0.0)


@dataclass(frozen=True, slots=True)
class Conditional(Measure):
    """Another number, where something shows that it means something."""

    inner: Measure

    @property
    def unit(self) -> str:
        """That of the inner measure."""
        return self.inner.unit

    @property
    def about(self) -> Signal | None:
        """Signal of the inner measure."""
        return self.inner.about


@dataclass(frozen=True, slots=True)
class IfWide(Conditional):
    """Another number, where the line between a left and a right landmark is long enough to have a direction."""

    part: str
    least_px: float

    def take(self, window: RepWindow, history: History) -> Measured:
        """The inner number, or the reason that the line is too short."""
        left, right = (window.track.point(landmark(self.part, side)) for side in SIDES)
        wide = distance(left, right)[window.frames(Phase.TURN)]
        if not np.isfinite(wide).any() or np.nanmedian(wide) < self.least_px:
            return Measured(reason="too small in the picture")
        return self.inner.take(window, history)


@dataclass(frozen=True, slots=True)
class Only(Conditional):
    """Another number, where a second one shows that it means something."""

    where: Measure
    within: tuple[float, float]
    reason: str
    """Why there is no number where the second lies outside; where that was not seen, there is none either."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """The inner number, or the reason that it would mean nothing."""
        shown = self.where.take(window, history)
        if shown.value is None:
            return shown
        low, high = self.within
        return self.inner.take(window, history) if low <= shown.value <= high else Measured(reason=self.reason)


@dataclass(frozen=True, slots=True)
class Shift(OfSignal):
    """How far a signal rests elsewhere after a rep than before it."""

    most: float
    """Farther than anything moves there, in the signal's unit: then it was another landmark."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Distance, at the end."""
        t, times = window.track.time_s, window.times
        values = self.signal(window.track, window.body)
        rests = [values[np.abs(t - at_s) <= 0.2] for at_s in (times.start_s, times.end_s)]
        if not times.end_seen or any(not rest.size or np.isfinite(rest).mean() < MIN_SEEN for rest in rests):
            return Measured(reason="not seen")
        before, after = (float(np.nanmedian(rest)) for rest in rests)
        if abs(after - before) > self.most:
            return Measured(reason="not plausible")
        return Measured(abs(after - before), times.end_s)


@dataclass(frozen=True, slots=True)
class Unrest(OfSignal):
    """How much a signal wavers while the turn is held: standard deviation about its straight trend."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Standard deviation, where the signal is farthest from its trend."""
        if window.times.hold_s < LEAST_UNREST_S:
            return Measured(reason="hold too short")
        chosen = window.frames(Phase.TURN)
        values, t = self.signal(window.track, window.body)[chosen], window.track.time_s[chosen]
        if np.isfinite(values).mean() < MIN_SEEN:
            return Measured(reason="not seen")
        seen = np.isfinite(values)
        off = values[seen] - np.polyval(np.polyfit(t[seen], values[seen], 1), t[seen])
        return Measured(float(np.std(off)), float(t[seen][np.argmax(np.abs(off))]))


@dataclass(frozen=True, slots=True)
class Reach(OfSignal):
    """Rise of a signal from rest to the turn."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Rise, at the turn."""
        reach = signal_range(self.signal, window)
        return Measured(reason="not seen") if reach is None else Measured(reach, window.times.turn_s)


@dataclass(frozen=True, slots=True)
class Change(OfSignal):
    """Difference of a signal over a phase from the person's own baseline in the same clip.

    Camera and model bias cancel. The baseline is the rest just before and after the rep.
    """

    phase: Phase = Phase.TURN
    aggregate: Aggregate = "median"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Difference, and the moment of the value that differs."""
        found = Over(self.signal, self.phase, self.aggregate).take(window, history)
        if found.value is None:
            return found
        baseline = _at_rest(self.signal(window.track, window.body), window)
        if not np.isfinite(baseline):
            return Measured(reason="no baseline")
        return Measured(found.value - baseline, found.at_s)


@dataclass(frozen=True, slots=True)
class RangeOver(OfSignal):
    """How much a signal that should stay still moves during a rep."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Range without the outermost hundredths, at the turn."""
        reach = _range_in_rep(self.signal, window)
        return Measured(reason="not seen") if reach is None else Measured(reach, window.times.turn_s)


@dataclass(frozen=True, slots=True)
class RangeOnTheSpot(OfSignal):
    """How much a part strays during a rep: against another one, and in the picture; the smaller of the two.

    A shaking camera moves it in the picture alone, a slip of the other part against that alone.
    """

    part: str
    axis: Literal[0, 1]
    """Of the picture: 0 across, 1 up and down."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Smaller range without the outermost hundredths, at the turn."""
        against = self.signal(window.track, window.body)
        alone = middle(window.track, self.part)[..., self.axis] / window.body.trunk_px
        ranges = [_range_of(values, window) for values in (against, np.where(np.isfinite(against), alone, np.nan))]
        if ranges[0] is None or ranges[1] is None:
            return Measured(reason="not seen")
        return Measured(min(ranges[0], ranges[1]), window.times.turn_s)


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

    def take(self, window: RepWindow, history: History) -> Measured:
        """Ratio, at the turn."""
        reach, by = _range_in_rep(self.signal, window), _range_in_rep(self.by, window)
        if reach is None or by is None:
            return Measured(reason="not seen")
        return Measured(reach / max(by, self.least), window.times.turn_s)


def _range_in_rep(signal: Signal, window: RepWindow) -> float | None:
    """Range of a signal from start to end; None when it was not seen."""
    return _range_of(signal(window.track, window.body), window)


def _range_of(series: Floats, window: RepWindow) -> float | None:
    """Range of a series from start to end, without its outermost hundredths; None when it was not seen."""
    values = series[window.frames(None)]
    if not values.size or np.isfinite(values).mean() < MIN_SEEN:
        return None
    return float(np.nanpercentile(values, 97) - np.nanpercentile(values, 3))


@dataclass(frozen=True, slots=True)
class NotMeasured(Measure):
    """Something that is not measured yet: every rep is not judged, with the reason, and the ledger says so."""

    reason: str

    @property
    def unit(self) -> str:
        """None is needed."""
        return "ratio"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Only the reason."""
        return Measured(reason=self.reason)


def _at_rest(values: Floats, window: RepWindow) -> float:
    """Median of a series just before and after a rep; NaN where it was not seen."""
    t, times = window.track.time_s, window.times
    near = values[(np.abs(t - times.start_s) <= 0.2) | (np.abs(t - times.end_s) <= 0.2)]
    return float(np.nanmedian(near)) if np.isfinite(near).any() else float("nan")


def signal_range(signal: Signal, window: RepWindow) -> float | None:
    """Rise of a signal from rest to the turn; None when either was not seen."""
    values = signal(window.track, window.body)
    top, rest = values[window.frames(Phase.TURN)], _at_rest(values, window)
    if np.isfinite(top).mean() < MIN_SEEN or np.isnan(rest):
        return None
    return float(np.nanmedian(top)) - rest
