"""How a series is read over a rep: whether enough of it was seen, its level at rest, how far it rises and ranges."""

import numpy as np

from formcheck.coaching.movement import Phase
from formcheck.coaching.window import RepWindow
from formcheck.motion.signals.signal import Signal
from formcheck.pose.pose import Floats

MIN_SEEN = 0.6
"""Least share of a phase's frames in which a signal must be seen to be judged; chosen."""


def seen_enough(values: Floats) -> bool:
    """Whether a series, taken over a phase, was seen in enough of its frames to be judged."""
    return bool(values.size) and bool(np.isfinite(values).mean() >= MIN_SEEN)


def at_rest(values: Floats, window: RepWindow) -> float:
    """Median of a series just before and after a rep; NaN where it was not seen."""
    t, times = window.track.time_s, window.times
    near = values[(np.abs(t - times.start_s) <= 0.2) | (np.abs(t - times.end_s) <= 0.2)]
    return float(np.nanmedian(near)) if np.isfinite(near).any() else float("nan")


def signal_range(signal: Signal, window: RepWindow) -> float | None:
    """Rise of a signal from rest to the turn; None when either was not seen."""
    values = signal(window.track, window.body)
    top, rest = values[window.frames(Phase.TURN)], at_rest(values, window)
    if not seen_enough(top) or np.isnan(rest):
        return None
    return float(np.nanmedian(top)) - rest


def range_in_rep(signal: Signal, window: RepWindow) -> float | None:
    """Range of a signal from start to end; None when it was not seen."""
    return range_of(signal(window.track, window.body), window)


def range_of(series: Floats, window: RepWindow) -> float | None:
    """Range of a series from start to end, without its outermost hundredths; None when it was not seen."""
    values = series[window.frames(None)]
    if not seen_enough(values):
        return None
    return float(np.nanpercentile(values, 97) - np.nanpercentile(values, 3))
