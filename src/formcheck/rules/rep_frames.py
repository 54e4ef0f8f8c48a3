"""The frames of one repetition and its phases: from rest out to the turn and back."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from formcheck.motion.filters import zero_lag
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, Posture, View, view_of
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats, Pose


class Phase(StrEnum):
    """Part of a repetition, in order."""

    REST = "rest"
    OUT = "out"
    """From the start to the turn: lifting in a bridge."""
    TURN = "turn"
    """At the turn: the top of a bridge, while it is held."""
    BACK = "back"
    """From the turn to the end: lowering in a bridge."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement out and back, before it is judged.

    Attributes
    ----------
    start_s, peak_s, end_s : float
        Leaving rest, highest value, back at rest or still: roughly; the judge measures them anew.
    base, peak : float
        Value at rest and at the peak, in the driver's unit.
    broken_off : str or None
        Why it ended before it came back; None for a movement that did.
    end_seen : bool
        False when the recording ended on the way back.
    start_seen : bool
        False when the recording began on the way out: what the rest before was is not known.
    cut : bool
        True when the recording ended at the turn, or before half of the way back.
    """

    start_s: float
    peak_s: float
    end_s: float
    base: float
    peak: float
    broken_off: str | None = None
    end_seen: bool = True
    start_seen: bool = True
    cut: bool = False


EDGE_SHARE = 0.05
"""Start, turn and end are found where the driver is within this share of its rise from rest or from the
turn; chosen: above jitter."""

FLAT_S, FLAT_SHARE = 0.3, 0.04
"""A driver that falls by less than this share of its rise in this time is at rest; chosen on the clips of
docs/sources.md#bridge-rep."""

HALF_UNSEEN_S = 0.8
"""Longest time without the driver in which it may pass half of its rise; chosen: a slow way out or back."""

EASE_SHARE = 0.19
"""A smooth (minimum-jerk) movement spends this share of its duration beyond each 5 % crossing:
docs/sources.md#ease."""

MAX_EASE_S = 0.25
"""Most that is added for it, in seconds; chosen: slow lifts are not minimum-jerk."""


@dataclass(frozen=True, slots=True)
class RepTimes:
    """The moments of a movement; what is kept of a rep once it is judged.

    Attributes
    ----------
    start_s, hold_start_s, turn_s, hold_end_s, end_s : float
        Leaving rest; reaching, middle and leaving of the turn; back at rest. Seconds of the clip.
    base, peak : float
        Driver at rest, the higher of before and after, and at the turn.
    end_seen : bool
        False when the recording ended on the way back.
    start_seen : bool
        False when the recording began on the way out.
    ways_seen : bool
        False when the driver passed half of its rise, out or back, while it was not seen: then nobody knows
        whether it was one movement.
    view : View
        View during this rep.
    """

    start_s: float
    hold_start_s: float
    turn_s: float
    hold_end_s: float
    end_s: float
    base: float
    peak: float
    end_seen: bool
    start_seen: bool
    ways_seen: bool
    view: View

    @property
    def hold_s(self) -> float:
        """Seconds at the turn."""
        return self.hold_end_s - self.hold_start_s

    @property
    def back_s(self) -> float:
        """Seconds from leaving the turn to the end."""
        return self.end_s - self.hold_end_s


@dataclass(frozen=True, slots=True, eq=False)
class RepFrames:
    """A finished movement with everything needed to measure it.

    Attributes
    ----------
    track : Pose
        (T,) filtered frames from before the start to the end.
    body : Body
        Which side is measured, and the length of the trunk.
    signal_values : (T,) floats
        The driver's signal from the filtered track.
    times : RepTimes
        Its moments.
    raw : Pose
        (T,) the same frames before the filter, with times of their own.
    side : "left", "right" or None
        Working side; None where both work alike. Then `body.near` is that side.
    """

    track: Pose
    body: Body
    signal_values: Floats
    times: RepTimes
    raw: Pose
    side: Side | None = None

    def on(self, side: Side | None) -> "RepFrames":
        """The same movement, measured on the side that works."""
        return self if side is None else replace(self, side=side, body=replace(self.body, near=side))

    def frames(self, phase: Phase | None) -> npt.NDArray[np.bool_]:
        """(T,) bool: frames of a phase, with None from start to end; `REST` means the frames before the start."""
        t = self.track.time_s
        chosen: npt.NDArray[np.bool_]
        spans: dict[Phase | None, tuple[float, float]] = {
            None: (self.times.start_s, self.times.end_s),
            Phase.REST: (t[0], self.times.start_s),
            Phase.OUT: (self.times.start_s, self.times.hold_start_s),
            Phase.TURN: (self.times.hold_start_s, self.times.hold_end_s),
            Phase.BACK: (self.times.hold_end_s, self.times.end_s),
        }
        low, high = spans[phase]
        chosen = (t >= low) & (t <= high)
        if phase is Phase.TURN and chosen.sum() < 3:  # a turn without a hold: the frames nearest to it
            chosen = np.zeros(len(t), dtype=bool)
            chosen[np.argsort(np.abs(t - self.times.turn_s))[:3]] = True
        return chosen


def cut_rep(
    track: Pose,
    movement: Movement,
    signal: Signal,
    body: Body,
    *,
    cutoff_hz: float,
    posture: Posture,
) -> RepFrames | None:
    """Filter the frames of a movement and find its moments anew, without the delay of the live filter.

    Returns None when the filtered driver shows no rise: the movement was an outlier.
    """
    smooth = zero_lag(track, cutoff_hz)
    values = signal(smooth, body)
    t = smooth.time_s
    inside = (t >= movement.start_s - 0.3) & (t <= movement.end_s) & np.isfinite(values)
    if inside.sum() < 4:
        return None
    first, last = np.flatnonzero(inside)[[0, -1]]
    summit = first + int(np.nanargmax(values[first : last + 1]))
    out = slice(summit, first - 1 if first else None, -1)  # walked away from the turn, both ways
    back = slice(summit, last + 1)
    lows = [float(np.nanmin(values[way])) for way in (out, back)]
    one_way = movement.broken_off is not None or movement.cut
    peak = _plateau(values[first : last + 1], lows[0] if one_way else max(lows))
    before = _rest_level(t[out], values[out], peak)
    after = before if one_way else _rest_level(t[back], values[back], peak)
    if not peak > max(before, after):
        return None
    marks = _moments(t, values, (int(first), summit, int(last)), (before, peak, after))
    times = RepTimes(
        start_s=marks[0],
        hold_start_s=marks[1],
        turn_s=0.5 * (marks[1] + marks[2]),
        hold_end_s=marks[2],
        end_s=marks[3],
        base=max(before, after),
        peak=peak,
        end_seen=movement.end_seen,
        start_seen=movement.start_seen,
        ways_seen=all(_half_seen(t[way], values[way], 0.5 * (max(before, after) + peak)) for way in (out, back)),
        view=view_of(smooth[inside], posture),
    )
    return RepFrames(smooth, body, values, times, track)


def _moments(
    t: Floats, values: Floats, frames: tuple[int, int, int], levels: tuple[float, float, float]
) -> tuple[float, float, float, float]:
    """Leaving rest, reaching the turn, leaving it, back at rest: seconds.

    `frames` are the first, the highest and the last; `levels` the driver before, at the turn, and after. The
    crossings of 5 and 95 % of the rise are sharp where the ends of a smooth movement are not; from them the
    ends are reckoned with `EASE_SHARE`.
    """
    first, summit, last = frames
    before, peak, after = levels
    out, back = EDGE_SHARE * (peak - before), EDGE_SHARE * (peak - after)
    out_5 = _crossing(t, values, summit, first, before + out, falling=True)
    out_95 = _crossing(t, values, first, summit, peak - out, falling=False)
    back_95 = _crossing(t, values, last, summit, peak - back, falling=False)
    back_5 = _crossing(t, values, summit, last, after + back, falling=True)
    ease_out, ease_back = _ease_s(out_95 - out_5), _ease_s(back_5 - back_95)
    hold_start, hold_end = out_95 + ease_out, back_95 - ease_back
    if hold_end < hold_start:  # no hold at all: the two eases overlap
        hold_start = hold_end = 0.5 * (hold_start + hold_end)
    return max(out_5 - ease_out, float(t[0])), hold_start, hold_end, min(back_5 + ease_back, float(t[-1]))


def _ease_s(between_crossings_s: float) -> float:
    """Seconds beyond one 5 % crossing of a smooth movement."""
    return min(EASE_SHARE / (1.0 - 2.0 * EASE_SHARE) * between_crossings_s, MAX_EASE_S)


def _rest_level(t: Floats, values: Floats, peak: float) -> float:
    """Level at which a movement comes to rest, walked away from its turn.

    The first value, in the lower third, beyond which the driver falls by less than `FLAT_SHARE` of the rise in
    `FLAT_S`; the lowest where there is none. A slow drift at rest is no part of the movement.
    """
    low = float(np.nanmin(values))
    seen = np.isfinite(values)
    away = np.abs(t - t[0])
    later = np.interp(away + FLAT_S, away[seen], values[seen])
    flat = (values <= low + 0.3 * (peak - low)) & (values - later < FLAT_SHARE * (peak - low))
    flat &= away + FLAT_S <= away[-1]
    return float(values[np.argmax(flat)]) if flat.any() else low


def _half_seen(t: Floats, values: Floats, half: float) -> bool:
    """Whether the driver, walked away from its turn, was seen just before and after it passed a level."""
    seen = np.flatnonzero(np.isfinite(values))
    below = seen[values[seen] < half]
    if not below.size:
        return True  # it never passed it: broken off, or cut
    last_above = seen[seen < below[0]]
    return bool(last_above.size and abs(t[below[0]] - t[last_above[-1]]) <= HALF_UNSEEN_S)


def _plateau(values: Floats, base: float) -> float:
    """Height of the turn, steadier than the highest frame.

    Three fifths of the frames in the upper half of the movement lie below it: the level of a hold, and within
    5 % of the peak of a movement without one. A slip of the pose model at the top does not lift it.
    """
    top = np.nanmax(values)
    upper = values[values >= base + 0.5 * (top - base)]
    return float(np.nanpercentile(upper, 60))


def _crossing(t: Floats, values: Floats, begin: int, stop: int, level: float, *, falling: bool) -> float:
    """Time at which the values, walked from `begin` towards `stop`, first pass `level`.

    With `falling` the walk looks for the first value at or below the level, else for the first at or above
    it. Interpolated between frames; the time at `stop` where the level is never passed.
    """
    step = 1 if stop >= begin else -1
    previous = begin
    for i in range(begin, stop + step, step):
        if np.isnan(values[i]):
            continue
        if (values[i] <= level) if falling else (values[i] >= level):
            if i == previous or values[i] == values[previous]:
                return float(t[i])
            share = (level - values[previous]) / (values[i] - values[previous])
            return float(t[previous] + share * (t[i] - t[previous]))
        previous = i
    return float(t[stop])
