"""Filters: one that looks ahead, for judging, and a causal one, for live counting.

The pose model's VIDEO mode has already applied a light One-Euro filter to its landmarks; both filters here work on
top of that.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS
from formcheck.pose.pose import Floats, Pose

MAX_GAP_S = 0.2
"""Longest gap that is bridged, in seconds: docs/sources.md#filtering."""

HAMPEL_S = 0.23
"""Window of the outlier filter, seven frames at 30 a second: docs/sources.md#filtering."""

ORDER = 4
"""Order of the Butterworth filter after both passes: docs/sources.md#filtering."""

MOST_POINTS = 8
"""Points of an even grid for each frame, at most; chosen: uneven clips have up to four, and times from outside may be
any."""

_AT_ONCE = 250_000  # values that are filtered at once: a dozen copies of an hour's landmarks would fill the memory


def load_filters() -> None:
    """Load SciPy, which takes longer than anything else except the pose model.

    A session loads it before its first frame. It is not loaded with this module, so that the pose models can start to
    work in the meantime.
    """
    import scipy.interpolate
    import scipy.ndimage
    import scipy.signal  # noqa: F401


def zero_lag(track: Pose, cutoff_hz: float) -> Pose:
    """Landmarks of a finished track, low-pass filtered without delay.

    Gaps of up to `MAX_GAP_S` are bridged, single outliers replaced by the running median (Hampel), then a
    Butterworth low-pass runs forwards and backwards on an even time grid, and the result is interpolated at the
    times of the frames.

    Parameters
    ----------
    track : Pose
        (T,) frames; times increase, in seconds, and need not be evenly spaced.
    cutoff_hz : float
        Cut-off frequency in hertz; lowered to 0.4 of the frame rate where that is less.

    Returns
    -------
    Pose
        The same times; image points filtered, world landmarks untouched. In a gap without a person the visibility
        of a landmark is interpolated from before and after; a single missing landmark keeps a visibility of 0,
        as its neighbours in time are rarely better (docs/seeing.md). It stays NaN where it was missing for longer
        than `MAX_GAP_S`.
    """
    columns = track.image.reshape(len(track), N_LANDMARKS * 2)
    filtered = zero_lag_series(track.time_s, columns, cutoff_hz)
    image = filtered.reshape(track.image.shape)
    bridged = ~track.seen[:, None] & np.isfinite(image[..., 0])
    visibility = track.visibility.copy()
    for mark in np.flatnonzero(bridged.any(axis=0)):
        seen = np.isfinite(track.image[:, mark, 0])
        between = np.interp(track.time_s, track.time_s[seen], track.visibility[seen, mark])
        visibility[bridged[:, mark], mark] = between[bridged[:, mark]]
    return replace(track, image=image, visibility=visibility)


def zero_lag_series(time_s: Floats, values: Floats, cutoff_hz: float) -> Floats:
    """Series through the filter of `zero_lag`: (T, C) in, (T, C) out; NaN in gaps longer than `MAX_GAP_S`."""
    from scipy.interpolate import make_interp_spline

    result = np.full_like(values, np.nan)
    patterns, member = np.unique(np.isfinite(values), axis=1, return_inverse=True)
    for n in range(patterns.shape[1]):  # columns that are known in the same frames are filtered together
        known, columns = patterns[:, n], np.flatnonzero(member == n)
        for start, stop in _stretches(time_s, known):
            here, t = known[start:stop], time_s[start:stop]
            if stop - start == 1:  # a single frame cannot be filtered
                result[start, columns] = values[start, columns]
                continue
            for some in np.array_split(columns, -(-len(t) * len(columns) // _AT_ONCE)):
                bridge = make_interp_spline(t[here], values[start:stop, some][here], k=1)
                result[start:stop, some] = _low_pass(t, _hampel(t, bridge(t)), cutoff_hz)
    return result


def _stretches(time_s: Floats, seen: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Index ranges that begin and end with a known frame and have no gap of more than `MAX_GAP_S`."""
    known = np.flatnonzero(seen)
    if known.size == 0:
        return []
    frame_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    breaks = np.flatnonzero(np.diff(time_s[known]) > MAX_GAP_S + frame_s)
    starts = np.concatenate([known[:1], known[breaks + 1]])
    stops = np.concatenate([known[breaks], known[-1:]]) + 1
    return [(int(a), int(b)) for a, b in zip(starts, stops, strict=True)]


def _step_s(time_s: Floats) -> float:
    """Usual time between frames, in seconds; never so small that an even grid has far more points than frames."""
    return max(float(np.median(np.diff(time_s))), float(time_s[-1] - time_s[0]) / (MOST_POINTS * len(time_s)))


def _hampel(time_s: Floats, values: Floats) -> Floats:
    """Outliers of more than three scaled median deviations replaced by the running median; (T, C)."""
    from scipy.ndimage import median_filter

    each_side = round(min(HAMPEL_S / 2 / _step_s(time_s), len(time_s)))  # whatever the times are, no longer than they
    window = (2 * max(each_side, 1) + 1, 1)
    middle = median_filter(values, window, mode="nearest")
    spread = 1.4826 * median_filter(np.abs(values - middle), window, mode="nearest")
    return np.asarray(np.where(np.abs(values - middle) > 3.0 * np.maximum(spread, 1e-9), middle, values))


def _low_pass(time_s: Floats, values: Floats, cutoff_hz: float) -> Floats:
    """Butterworth, forwards and backwards, on an even grid as fine as the frames; (T, C)."""
    from scipy.interpolate import make_interp_spline
    from scipy.signal import butter, sosfiltfilt

    step_s = _step_s(time_s)
    grid = np.arange(time_s[0], time_s[-1] + 0.5 * step_s, step_s)
    if len(grid) < 6:
        return values
    even = make_interp_spline(time_s, values, k=1)(grid)
    rate = 1.0 / step_s
    sos = butter(ORDER // 2, min(cutoff_hz, 0.4 * rate), fs=rate, output="sos")
    smooth = sosfiltfilt(sos, even, axis=0, padlen=min(len(even) - 1, round(rate)))
    return np.asarray(make_interp_spline(grid, smooth, k=3)(np.clip(time_s, grid[0], grid[-1])))


@dataclass(slots=True)
class OneEuro:
    """Causal low-pass filter whose cut-off rises with speed (Casiez 2012), for live values.

    Attributes
    ----------
    min_cutoff_hz : float
        Cut-off at rest, in hertz.
    beta : float
        Hertz of cut-off added per unit and second of speed.
    speed_cutoff_hz : float
        Cut-off of the speed estimate, in hertz.
    """

    min_cutoff_hz: float = 2.0
    beta: float = 0.05
    speed_cutoff_hz: float = 1.0
    _time_s: float = field(default=np.nan, init=False)
    _value: float = field(default=np.nan, init=False)
    _speed: float = field(default=0.0, init=False)

    def __call__(self, time_s: float, value: float) -> float:
        """Filtered value; a NaN passes through, and the filter starts again after it."""
        elapsed = time_s - self._time_s
        if not (np.isfinite(value) and np.isfinite(self._value) and elapsed > 0):
            self._time_s, self._value, self._speed = time_s, value, 0.0
            return value
        speed = (value - self._value) / elapsed
        self._speed += _weight(self.speed_cutoff_hz, elapsed) * (speed - self._speed)
        cutoff = self.min_cutoff_hz + self.beta * abs(self._speed)
        self._value += _weight(cutoff, elapsed) * (value - self._value)
        self._time_s = time_s
        return self._value


def _weight(cutoff_hz: float, elapsed_s: float) -> float:
    """Share of the new value in a first-order low-pass."""
    return 1.0 / (1.0 + 1.0 / (2.0 * np.pi * cutoff_hz * elapsed_s))
