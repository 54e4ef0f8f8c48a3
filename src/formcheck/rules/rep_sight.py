"""Whether the frames of a rep show what is measured in them: its ways, its turn, a signal over a part of it."""

import numpy as np

from formcheck.motion.filters import MAX_GAP_S
from formcheck.pose.pose import Floats

MIN_SEEN = 0.6
"""Smallest share of a phase's frames in which a signal must be seen to be judged; chosen."""

MIN_TURN_STEPS = 2.0
"""The turn is shown if the frames are at least this many times closer than it lasts to within 5 % of the rise: at
3 frames a second in a bridge, at 8 in a swing (docs/sources.md#frame-rate)."""

SPARSEST_S = 0.6
"""Usual time between frames from which nothing shows a turn; chosen: at one frame a second a hold that is two frames
long seemed to wobble, and a pull to be short."""

EDGE_LOST_SHARE = 0.05
"""Share of the rise by which a signal may be lower beside a gap than at the turn; chosen: that of a turn."""

HALF_UNSEEN_S = 0.8
"""Longest gap in the rep signal, in seconds, during which it may pass half of its rise; chosen: a slow way out or
back."""

FINE_FRAME_S = 0.04
"""Longest step between frames, in seconds, that is allowed in addition to a gap: that of 25 frames a second."""


def turn_shown(t: Floats, hold_start_s: float, hold_end_s: float, near_turn_s: float) -> bool:
    """Whether frames follow each other closely enough at the turn to show its level.

    Parameters
    ----------
    t : (T,) floats, seconds
        Times of the frames.
    near_turn_s : float, seconds
        How long the signal is within 5 % of the turn, from `hold_start_s` to `hold_end_s` and on both sides of it.
    """
    first, last = int(np.searchsorted(t, hold_start_s, side="right")) - 1, int(np.searchsorted(t, hold_end_s))
    step_s = float(np.diff(t[max(first, 0) : last + 1]).max(initial=0.0))
    return MIN_TURN_STEPS * step_s <= near_turn_s and float(np.median(np.diff(t))) < SPARSEST_S


def steadily_seen(t: Floats, values: Floats, start_s: float, end_s: float) -> bool:
    """Whether a signal was seen from a time to another without a long gap, and in enough of the frames."""
    known = np.isfinite(values)
    during = (t >= start_s) & (t <= end_s)
    if during.any() and known[during].mean() < MIN_SEEN:
        return False
    seen = t[known]
    before, after = seen[seen <= start_s], seen[seen >= end_s]
    ends = (before[-1:] if before.size else [start_s], after[:1] if after.size else [end_s])
    steps = np.diff(np.concatenate([ends[0], seen[(seen > start_s) & (seen < end_s)], ends[1]]))
    one_frame_s = min(float(np.median(np.diff(t))), FINE_FRAME_S) if len(t) > 1 else 0.0
    return bool(steps.max(initial=0.0) <= MAX_GAP_S + one_frame_s)


def edge_of_turn_seen(t: Floats, values: Floats, crossing_s: float, summit: int, rise: float) -> bool:
    """Whether a signal was seen near the turn on that side of it which a crossing belongs to.

    If a long gap hides this edge, the signal may have turned, held and begun to come back in it, and the highest value
    on this side of the gap is not the turn.

    Parameters
    ----------
    crossing_s : float, seconds
        When the signal was near the turn on the way out, or back.
    summit : int
        Frame of the highest value.
    rise : float
        Rise from rest to the highest value, in the unit of the signal.
    """
    first_s, last_s = sorted((crossing_s, float(t[summit])))
    between = np.flatnonzero(np.isfinite(values) & (t >= first_s) & (t <= last_s))
    away_s = np.abs(t[between] - crossing_s)
    order = np.argsort(away_s)
    steps = np.diff(away_s[order], prepend=0.0)
    gaps = np.flatnonzero(steps > MAX_GAP_S + FINE_FRAME_S)
    near = between[order][: gaps[0] if gaps.size else None]
    return bool(near.size and values[near].max() >= values[summit] - EDGE_LOST_SHARE * rise)


def half_seen(t: Floats, values: Floats, half: float, *, must_pass: bool) -> bool:
    """Whether the signal was seen just before and after it passed a level; the values lead away from the turn.

    Parameters
    ----------
    must_pass : bool
        False if it may never have passed it, since the movement was broken off, or cut by an end of the recording.
    """
    seen = np.flatnonzero(np.isfinite(values))
    below = seen[values[seen] < half]
    if not below.size:
        return not must_pass
    last_above = seen[seen < below[0]]
    one_step_s = 1.2 * float(np.median(np.abs(np.diff(t)))) if len(t) > 1 else 0.0  # frames may be that far apart
    longest_s = max(HALF_UNSEEN_S, one_step_s)
    return bool(last_above.size and abs(t[below[0]] - t[last_above[-1]]) <= longest_s)
