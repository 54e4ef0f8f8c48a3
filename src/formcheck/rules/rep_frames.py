"""The frames of one rep and its phases: from rest out to the turn and back."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from formcheck.motion.filters import zero_lag
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, Posture, View, view_of
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.rep_sight import edge_of_turn_seen, half_seen, steadily_seen, turn_shown


class Phase(StrEnum):
    """Part of a rep, in order."""

    REST = "rest"
    OUT = "out"
    """From the start to the turn: lifting in a bridge."""
    TURN = "turn"
    """At the turn: the top of a bridge, while it is held."""
    BACK = "back"
    """From the turn to the end: lowering in a bridge."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement out and back, as the rep counter found it.

    Attributes
    ----------
    start_s, peak_s, end_s : float
        Leaving rest, highest value, back at rest or still, in seconds. Approximate: `cut_rep` measures them again.
    base, peak : float
        Value at rest and at the peak, in the unit of the rep signal.
    broken_off : str or None
        Why it ended before it came back; None for a movement that came back.
    end_seen : bool
        False if the recording ended on the way back.
    start_seen : bool
        False if the recording began on the way out, so that the rest before it is not known.
    cut : bool
        True if the recording ended at the turn, or before half of the way back.
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

    def __post_init__(self) -> None:
        if not self.start_s <= self.peak_s <= self.end_s:
            raise ValueError(f"start, peak and end out of order: {self.start_s}, {self.peak_s}, {self.end_s} s")


EDGE_SHARE = 0.05
"""Start, turn and end are where the rep signal is within this share of its rise from rest or from the turn; chosen:
above jitter."""

FLAT_S, FLAT_SHARE = 0.3, 0.04
"""A rep signal that falls by less than this share of its rise in this time is at rest; chosen on the clips of
docs/sources.md#bridge-rep."""

EASE_SHARE = 0.19
"""Share of its duration that a smooth (minimum-jerk) movement spends beyond each 5 % crossing: docs/sources.md#ease."""

MAX_EASE_S = 0.25
"""Longest time that is added for it, in seconds; chosen: slow lifts are not minimum-jerk."""

MIN_WAY_FRAMES = 3
"""A way out or back that lasts for fewer frames is too short for the frame rate to time it; chosen: each of its ends is
known to within one frame."""


@dataclass(frozen=True, slots=True)
class RepTimes:
    """The times of a movement; they are kept once a rep is judged, its frames are not.

    Attributes
    ----------
    start_s, hold_start_s, turn_s, hold_end_s, end_s : float
        Leaving rest; reaching the turn, its middle, leaving it; back at rest. Seconds of the clip.
    base, peak : float
        Rep signal at rest (the higher value of before and after) and at the turn, in its unit.
    end_seen : bool
        False if the recording ended on the way back.
    start_seen : bool
        False if the recording began on the way out.
    ways_seen : bool
        False if the rep signal was not seen while it passed half of its rise, out or back: then it is unknown
        whether this was one movement.
    view : View
        View during this rep.
    out_seen, hold_seen, back_seen : bool
        Whether the rep signal was seen well enough from start to end of each part to time it: see `_timed_parts`.
    turn_shown : bool
        Whether the frames are close enough to show the turn: see `rep_sight.MIN_TURN_STEPS`.

    Raises
    ------
    ValueError
        The times are not in order.
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
    out_seen: bool = True
    hold_seen: bool = True
    back_seen: bool = True
    turn_shown: bool = True

    def __post_init__(self) -> None:
        moments = (self.start_s, self.hold_start_s, self.turn_s, self.hold_end_s, self.end_s)
        if not all(before <= after for before, after in pairwise(moments)):
            raise ValueError(f"the times of a rep are out of order: {moments} s")

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
    """A finished movement with everything that is needed to measure it.

    Attributes
    ----------
    track : Pose
        (T,) filtered frames from before the start to the end.
    body : Body
        Side that is measured, and the length of the trunk.
    signal_values : (T,) floats
        The rep signal, from the filtered track; NaN where it was not seen.
    times : RepTimes
        Its times.
    raw : Pose
        The frames before the filter, with time stamps of their own.
    side : "left", "right" or None
        Working side, which is then `body.near` too; None if both sides work alike.
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
        """Frames of a phase, as a (T,) mask; None for start to end, `REST` for the frames before the start."""
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
    """Filter the frames of a movement and find its times again, without the delay of the live filter.

    Returns None if the filtered rep signal shows no rise: the movement was an outlier.
    """
    smooth = zero_lag(track, cutoff_hz)
    values = signal(smooth, body)
    t = smooth.time_s
    inside = (t >= movement.start_s - 0.3) & (t <= movement.end_s) & np.isfinite(values)
    if inside.sum() < 4:
        return None
    first, last = np.flatnonzero(inside)[[0, -1]]
    summit = first + int(np.nanargmax(values[first : last + 1]))
    out = slice(summit, first - 1 if first else None, -1)  # away from the turn, both ways
    back = slice(summit, last + 1)
    lows = [float(np.nanmin(values[way])) for way in (out, back)]
    one_way = movement.broken_off is not None or movement.cut
    peak = _plateau(values[first : last + 1], lows[0] if one_way else max(lows))
    before = _rest_level(t[out], values[out], peak)
    after = before if one_way else _rest_level(t[back], values[back], peak)
    if not peak > max(before, after):
        return None
    crossings = _crossings(t, values, (int(first), summit, int(last)), (before, peak, after))
    marks = _moments(t, crossings)
    half = 0.5 * (max(before, after) + peak)
    must_pass = (movement.start_seen, not one_way)
    out_seen, hold_seen, back_seen = _timed_parts(t, values, crossings, summit, max(before, after))
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
        ways_seen=all(
            half_seen(t[way], values[way], half, must_pass=must)
            for way, must in zip((out, back), must_pass, strict=True)
        ),
        view=view_of(smooth[inside], posture),
        out_seen=out_seen,
        hold_seen=hold_seen,
        back_seen=back_seen,
        turn_shown=turn_shown(t, marks[1], marks[2], _near_turn_s(marks, one_way=one_way)),
    )
    return RepFrames(smooth, body, values, times, track)


def _crossings(
    t: Floats, values: Floats, frames: tuple[int, int, int], levels: tuple[float, float, float]
) -> tuple[float, float, float, float]:
    """Passing 5 and 95 % of the rise on the way out, 95 and 5 % on the way back, in seconds and in order.

    `frames` are the first, the highest and the last; `levels` the rep signal before, at the turn, and after. The
    crossings of 95 % are searched between those of 5 %.
    """
    first, summit, last = frames
    before, peak, after = levels
    out, back = EDGE_SHARE * (peak - before), EDGE_SHARE * (peak - after)
    out_5 = _crossing(t, values, summit, first, before + out, falling=True)
    back_5 = _crossing(t, values, summit, last, after + back, falling=True)
    begin, end = int(np.searchsorted(t, out_5, side="right")) - 1, int(np.searchsorted(t, back_5))
    out_95 = max(out_5, _crossing(t, values, begin, summit, peak - out, falling=False))
    back_95 = min(back_5, _crossing(t, values, end, summit, peak - back, falling=False))
    return out_5, out_95, back_95, back_5


def _moments(t: Floats, crossings: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Leaving rest, reaching the turn, leaving it, back at rest, in seconds and in order.

    The crossings of 5 and 95 % of the rise are sharp, the ends of a smooth movement are not; `EASE_SHARE` leads from
    the crossings to the ends. A turn without a hold lies between the crossings of 95 %.
    """
    out_5, out_95, back_95, back_5 = crossings
    ease_out, ease_back = _ease_s(out_95 - out_5), _ease_s(back_5 - back_95)
    hold_start, hold_end = out_95 + ease_out, back_95 - ease_back
    if hold_end < hold_start:  # no hold at all: the two eases overlap
        hold_start = hold_end = float(np.clip(0.5 * (hold_start + hold_end), out_95, back_95))
    return max(out_5 - ease_out, float(t[0])), hold_start, hold_end, min(back_5 + ease_back, float(t[-1]))


def _near_turn_s(marks: tuple[float, float, float, float], *, one_way: bool) -> float:
    """Seconds within 5 % of the turn: the hold, and `EASE_SHARE` of each way."""
    start, hold_start, hold_end, end = marks
    out_s = hold_start - start
    return hold_end - hold_start + EASE_SHARE * (2.0 * out_s if one_way else out_s + end - hold_end)


def _ease_s(between_crossings_s: float) -> float:
    """Seconds beyond one 5 % crossing of a smooth movement."""
    return min(EASE_SHARE / (1.0 - 2.0 * EASE_SHARE) * between_crossings_s, MAX_EASE_S)


def _rest_level(t: Floats, values: Floats, peak: float) -> float:
    """Level at which a movement comes to rest; the values start at the turn and lead away from it.

    The first value, in the lower third, after which the signal falls by less than `FLAT_SHARE` of the rise in
    `FLAT_S`; the lowest value if there is none. A slow drift at rest is not part of the movement.
    """
    low = float(np.nanmin(values))
    seen = np.isfinite(values)
    away = np.abs(t - t[0])
    later = np.interp(away + FLAT_S, away[seen], values[seen])
    flat = (values <= low + 0.3 * (peak - low)) & (values - later < FLAT_SHARE * (peak - low))
    flat &= away + FLAT_S <= away[-1]
    return float(values[np.argmax(flat)]) if flat.any() else low


def _timed_parts(
    t: Floats, values: Floats, crossings: tuple[float, float, float, float], summit: int, base: float
) -> tuple[bool, bool, bool]:
    """Whether the way out, the turn and the way back were seen well enough to time them.

    Between the crossings on which its times rest the signal is seen in enough of the frames and is missing nowhere,
    their ends included, for longer than `MAX_GAP_S`; a gap while still at rest changes none of them. A way is seen from
    the turn on: if that edge of the turn is hidden, what is seen first may be half of the way down. A way lasts for at
    least `MIN_WAY_FRAMES` frames. A signal that jumps to the turn or away from it does not show when the turn began or
    ended.
    """
    out, hold, back = (steadily_seen(t, values, *part) for part in pairwise(crossings))
    rise = float(values[summit]) - base
    out = out and edge_of_turn_seen(t, values, crossings[1], summit, rise)
    back = back and edge_of_turn_seen(t, values, crossings[2], summit, rise)
    start, hold_start, hold_end, end = _moments(t, crossings)
    frame_s = float(np.median(np.diff(t))) if len(t) > 1 else np.inf
    least_s = (MIN_WAY_FRAMES - 1) * frame_s
    out_moves, back_moves = hold_start - start >= least_s, end - hold_end >= least_s
    return out and out_moves, hold and out_moves and back_moves, back and back_moves


def _plateau(values: Floats, base: float) -> float:
    """Level of the turn, steadier than the highest frame.

    The 60th percentile of the frames in the upper half of the movement: the level of a hold, and within 5 % of the
    peak of a movement without a hold. A single error of the pose model at the top does not raise it.
    """
    top = np.nanmax(values)
    upper = values[values >= base + 0.5 * (top - base)]
    return float(np.nanpercentile(upper, 60))


def _crossing(t: Floats, values: Floats, begin: int, stop: int, level: float, *, falling: bool) -> float:
    """Time at which the values, read from `begin` towards `stop`, first pass `level`.

    With `falling`, the first value at or below the level counts, otherwise the first at or above it. Interpolated
    between frames; the time at `stop` if the level is never passed.
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
