"""How somebody holds the bridge on both feet: what every lowering of a leg is compared with."""

from dataclasses import dataclass, replace

import numpy as np

from formcheck.assessment.supine import hip_lift, trunk_pitch_deg
from formcheck.motion.filters import zero_lag, zero_lag_series
from formcheck.motion.signals.angles import HIP_ANGLE, PELVIS_ROLL
from formcheck.motion.view import Body, body_of, body_scale_px
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats, Pose

CUTOFF_HZ = 4.0
"""Of the filter before angles and heights are taken; that of the exercise."""

DRIFT_HZ = 1.0
"""Slower than this is movement, faster is wobble: docs/sources.md#test-wobble."""

UP_SHARE, SETTLE_S = 0.95, 0.3
"""Frames from this long after the hips have reached this share of their height on belong to the hold; chosen."""

LEAST_S, ENOUGH_S = 0.3, 1.0
"""Shorter than the first there is none, shorter than the second it is less sure; chosen, the protocol has 3 s."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The bridge on both feet.

    Attributes
    ----------
    body : Body
        View, near side and size, from these frames.
    start_s, end_s : float
        From when to when it was held, in seconds of the clip.
    hip_deg : dict of Side to float
        Hip angle of each leg; 180 is a straight line.
    lift : float
        Height of the hips over the shoulders, in trunk lengths.
    pitch_deg, pitch_sd : float
        Slope of the trunk, and its spread.
    roll_deg : float
        Tilt of the line between the hips; NaN where it is not seen.
    lift_sd, wobble : float
        Spread of that height after the filter, and of what is faster than `DRIFT_HZ` before it.
    """

    body: Body
    start_s: float
    end_s: float
    hip_deg: dict[Side, float]
    lift: float
    pitch_deg: float
    pitch_sd: float
    roll_deg: float
    lift_sd: float
    wobble: float

    @property
    def seconds(self) -> float:
        """How long it was held."""
        return self.end_s - self.start_s


def baseline_of(track: Pose) -> Baseline | None:
    """Baseline from the frames in which both feet were down and the hips up; None when they are too few.

    Parameters
    ----------
    track : Pose
        (T,) repaired frames, the way up included.
    """
    if len(track) < 3 or not np.isfinite(body_scale_px(track)).any():
        return None
    body = body_of(track, "supine")
    smooth = zero_lag(track, CUTOFF_HZ)
    lift = hip_lift(smooth, body.trunk_px)
    kept = _held(track.time_s, lift)
    if kept is None:
        return None
    t = track.time_s[kept]
    pitch = trunk_pitch_deg(smooth)[kept]
    roll = PELVIS_ROLL(smooth, body)[kept]
    wobble = fast(t, hip_lift(track, body.trunk_px)[kept])
    both: tuple[Side, Side] = ("left", "right")
    return Baseline(
        body=body,
        start_s=float(t[0]),
        end_s=float(t[-1]),
        hip_deg={side: float(np.nanmedian(hip_deg(smooth, body, side)[kept])) for side in both},
        lift=float(np.nanmedian(lift[kept])),
        pitch_deg=float(np.nanmedian(pitch)),
        pitch_sd=float(np.nanstd(pitch)),
        roll_deg=float(np.nanmedian(roll)) if np.isfinite(roll).any() else np.nan,
        lift_sd=float(np.nanstd(lift[kept])),
        wobble=float(np.nanstd(wobble)),
    )


def _held(time_s: Floats, lift: Floats) -> slice | None:
    """Frames of the hold, without the way up."""
    last = lift[time_s >= time_s[-1] - ENOUGH_S]
    if not np.isfinite(last).any():
        return None
    up = np.flatnonzero(lift >= UP_SHARE * np.nanmedian(last))
    first = int(np.searchsorted(time_s, time_s[up[0]] + SETTLE_S))
    if up[-1] <= first or time_s[up[-1]] - time_s[first] < LEAST_S:
        return None
    return slice(first, int(up[-1]) + 1)


def hip_deg(track: Pose, body: Body, side: Side) -> Floats:
    """Hip angle of one leg: (T,) degrees, below 180 sagging, above arched; NaN where not seen."""
    return HIP_ANGLE.compute(track, replace(body, near=side))


def fast(time_s: Floats, values: Floats) -> Floats:
    """What of a series is faster than `DRIFT_HZ`: (T,), NaN where missing; from values before any filter."""
    return np.asarray(values - zero_lag_series(time_s, values[:, None], DRIFT_HZ)[:, 0])
