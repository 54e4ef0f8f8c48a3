"""The bridge on both feet, which every lowering of a leg is compared with."""

from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.assessment.supine import ankles_apart, hip_lift, trunk_pitch_deg
from formcheck.motion.filters import zero_lag, zero_lag_series
from formcheck.motion.signals.angles import HIP_ANGLE, PELVIS_ROLL
from formcheck.motion.view import Body, body_of, body_scale_px
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats, Pose

CUTOFF_HZ = 4.0
"""Cutoff of the filter before angles and heights are measured; that of the exercise."""

DRIFT_HZ = 1.0
"""Slower changes are movement, faster ones wobble: docs/sources.md#test-wobble."""

UP_SHARE, SETTLE_S = 0.95, 0.3
"""The hold begins this long after the hips have reached this share of their height; chosen."""

MIN_S, ENOUGH_S = 0.3, 1.0
"""A shorter hold than the first is no baseline, a shorter one than the second is less sure; chosen, the protocol has
3 s."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """One bridge on both feet, measured.

    Attributes
    ----------
    body : Body
        View, near side and size of the person, from these frames.
    start_s, end_s : float
        Start and end of the hold, in seconds of the clip.
    hip_deg : dict of Side to float
        Hip angle of each leg; 180 is a straight line.
    lift : float
        Median height of the hips over the shoulders, in trunk lengths.
    pitch_deg : float
        Median slope of the trunk in degrees.
    roll_deg : float
        Median tilt of the line between the hips, in degrees; NaN if not seen.
    lift_sd, wobble : float
        Standard deviation of the height after the filter, and of its part above `DRIFT_HZ` before the filter, in trunk
        lengths.
    ankles_apart : (along, up) pixels
        How much farther from the shoulders, and how much higher, the left ankle is seen than the right one.
    frames : Pose
        (T,) cleaned frames of the hold.
    """

    body: Body
    start_s: float
    end_s: float
    hip_deg: dict[Side, float]
    lift: float
    pitch_deg: float
    roll_deg: float
    lift_sd: float
    wobble: float
    ankles_apart: tuple[float, float]
    frames: Pose = field(repr=False, compare=False)

    @property
    def seconds(self) -> float:
        """Duration of the hold in seconds."""
        return self.end_s - self.start_s


def baseline_of(track: Pose) -> Baseline | None:
    """Baseline from the frames with both feet down and the hips up; None if there are too few.

    Parameters
    ----------
    track : Pose
        (T,) cleaned frames, including the way up.
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
        roll_deg=float(np.nanmedian(roll)) if np.isfinite(roll).any() else np.nan,
        lift_sd=float(np.nanstd(lift[kept])),
        wobble=float(np.nanstd(wobble)),
        ankles_apart=_feet_apart(smooth[kept], body),
        frames=track[kept],
    )


def _feet_apart(smooth: Pose, body: Body) -> tuple[float, float]:
    """Median of `ankles_apart`, 0 where the feet were not seen."""
    along, up = (float(np.nanmedian(values)) for values in ankles_apart(smooth, body.facing))
    return float(np.nan_to_num(along)), float(np.nan_to_num(up))


def _held(time_s: Floats, lift: Floats) -> slice | None:
    """Frames of the hold, without the way up; None if it is too short."""
    last = lift[time_s >= time_s[-1] - ENOUGH_S]
    if not np.isfinite(last).any():
        return None
    up = np.flatnonzero(lift >= UP_SHARE * np.nanmedian(last))
    first = int(np.searchsorted(time_s, time_s[up[0]] + SETTLE_S))
    if up[-1] <= first or time_s[up[-1]] - time_s[first] < MIN_S:
        return None
    return slice(first, int(up[-1]) + 1)


def hip_deg(track: Pose, body: Body, side: Side) -> Floats:
    """Hip angle of one leg: (T,) degrees; below 180 the hips sag, above they are arched; NaN where not seen."""
    return HIP_ANGLE.compute(track, replace(body, near=side))


def fast(time_s: Floats, values: Floats) -> Floats:
    """The part of a series above `DRIFT_HZ`: (T,), NaN where missing; expects unfiltered values."""
    return np.asarray(values - zero_lag_series(time_s, values[:, None], DRIFT_HZ)[:, 0])
