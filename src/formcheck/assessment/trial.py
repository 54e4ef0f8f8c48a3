"""What happens to the hips while a leg is lowered and raised again, each number with how far it may be off."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from formcheck.assessment.baseline import CUTOFF_HZ, ENOUGH_S, Baseline, fast, hip_deg
from formcheck.assessment.phases import Lowering
from formcheck.assessment.supine import hip_lift, trunk_pitch_deg
from formcheck.motion.filters import zero_lag
from formcheck.motion.signals.angles import OTHER_KNEE_ANGLE, PELVIS_ROLL
from formcheck.motion.view import Body
from formcheck.pose.landmarks import Side, landmark
from formcheck.pose.pose import Floats, Pose

HELD_S, ROLL_HELD_S = 0.3, 0.5
"""A deviation counts when it lasts so long; evidence for the protocol."""

HIP_PER_TRUNK = 1.7
"""Degrees that the hip angle closes for each degree that the trunk comes down: docs/sources.md#test-sink."""

SINK_SD_DEG, SINK_SHARE, FAR_LEG_SD_DEG = 1.5, 0.2, 2.0
"""How far the sink is off: everywhere, by share of its size, and more when the leg that carries is the far one:
docs/sources.md#test-sink."""

LIFT_SCALE, LIFT_SD = 0.75, 0.015
"""The model sees the hips move farther than they do; what is left: docs/sources.md#test-sink."""

HIP_SD_DEG, KNEE_SD_DEG, ROLL_SD_DEG, FOOT_SD, WOBBLE_SHARE = 3.0, 6.0, 4.0, 0.02, 0.12
"""How far the other measures are off; docs/sources.md#test-others."""

LEAST_WOBBLE = 0.002
"""A baseline steadier than this says nothing more: it is the pose model's own noise; docs/sources.md#test-wobble."""

SHORT_SD_DEG = 1.0
"""Added where the baseline was short; chosen."""

HIPS_APART_PX = 40.0
"""Narrower, the line between the hips says nothing about the pelvis: evidence, 8.2."""

NEAR_LIFT = 0.03
"""Hips this near, in trunk lengths, to where they were before are back; evidence for the protocol."""

UNSEEN_S = 0.3
"""Landmarks missing for longer make a trial invalid; evidence for the protocol."""

OUT_OF_SIGHT_WORDS = "the person was out of sight"
STOPPED_WORDS = "the pictures stopped for a moment"
REACHED_WORDS = "the heel did not reach the floor"


Z95 = 1.96
"""Standard deviations to either side that hold 95 of 100 values of a normal distribution."""

Band = Literal["good", "close", "far", "uncertain"]
"""Within the first limit, between both, beyond the second; or an interval that straddles a limit."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard deviation, in the same unit.

    Attributes
    ----------
    value, sd : float
        The interval that holds the truth in 95 of 100 cases is ``interval``.
    at_s : float or None
        Moment that shows it, in seconds of the clip.
    """

    value: float
    sd: float
    at_s: float | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval: low, high."""
        return self.value - Z95 * self.sd, self.value + Z95 * self.sd

    def surely_above(self, limit: float) -> bool:
        """Whether the whole interval lies above a limit."""
        return self.interval[0] > limit

    def surely_below(self, limit: float) -> bool:
        """Whether the whole interval lies below a limit."""
        return self.interval[1] < limit

    def band(self, good: float, far: float) -> Band:
        """Where it lies among two limits, larger being worse; uncertain where the interval straddles one."""
        low, high = self.interval
        if high <= good:
            return "good"
        if low > far:
            return "far"
        return "close" if low > good and high <= far else "uncertain"


@dataclass(frozen=True, slots=True)
class Trial:
    """One lowering of a leg, measured.

    Attributes
    ----------
    lowering : Lowering
        When it was, and on which leg.
    invalid : str or None
        Why it has to be done again; then it is set apart.
    sink_deg, sink : Estimate or None
        How far the hips sink below the baseline, as hip angle and as height in trunk lengths.
    wobble, wobble_ratio : Estimate or None, float or None
        Spread of the hips' height without slow movement, in trunk lengths; and over that of the baseline.
    arch_deg : Estimate or None
        How far the hip angle goes beyond the baseline.
    recovery_s : float or None
        Seconds from the leg's return until the hips are where they were before; None when they were not in time.
    foot : Estimate or None
        How far the foot on the floor moved, in trunk lengths.
    free_knee_deg : Estimate or None
        Knee angle of the free leg while it is held out.
    roll_deg : Estimate or None
        Change of the pelvis' tilt; only from the foot end.
    """

    lowering: Lowering
    invalid: str | None = None
    sink_deg: Estimate | None = None
    sink: Estimate | None = None
    wobble: Estimate | None = None
    wobble_ratio: float | None = None
    arch_deg: Estimate | None = None
    recovery_s: float | None = None
    foot: Estimate | None = None
    free_knee_deg: Estimate | None = None
    roll_deg: Estimate | None = None

    @property
    def side(self) -> Side:
        """The leg that carries."""
        return self.lowering.side


def measure(track: Pose, lowering: Lowering, baseline: Baseline) -> Trial:
    """Measure a lowering.

    Parameters
    ----------
    track : Pose
        (T,) repaired frames from half a second before the lowering to its end.
    """
    view = baseline.body.view
    body = replace(baseline.body, near=lowering.side)
    smooth = zero_lag(track, CUTOFF_HZ)
    t = smooth.time_s
    span = (t >= lowering.start_s - 0.2) & (t <= lowering.return_s + 0.4)
    before = t < lowering.start_s
    if (gap := _gap(track, span)) is not None:
        return Trial(lowering, gap)
    foot, knee = _foot_shift(track, body, lowering), _free_knee(smooth, body, before)
    invalid = _why_invalid(lowering, foot, knee)
    if view == "end-on":
        return Trial(lowering, invalid, roll_deg=_roll(smooth, body, span, baseline), foot=foot)
    if view != "side":
        return Trial(lowering, invalid, foot=foot)
    lift = hip_lift(smooth, body.trunk_px)
    wobble = _wobble(track, body, span)
    return Trial(
        lowering,
        invalid,
        sink_deg=_sink_deg(smooth, body, span, baseline),
        sink=_sink(t, baseline.lift - lift, span, baseline),
        wobble=wobble,
        wobble_ratio=None if wobble is None else wobble.value / max(baseline.wobble, LEAST_WOBBLE),
        arch_deg=_arch(smooth, body, span, baseline),
        recovery_s=_recovery_s(t, lift, before, lowering),
        foot=foot,
        free_knee_deg=knee,
    )


def sink_deg_of(smooth: Pose, baseline: Baseline) -> Floats:
    """How far the hips are below the baseline: (T,) degrees of hip angle, negative above it.

    From the slope of the trunk, which the pose model sees more steadily than the hip angle: docs/sources.md#test-sink.
    """
    return np.asarray(HIP_PER_TRUNK * (baseline.pitch_deg - trunk_pitch_deg(smooth)))


def sustained(time_s: Floats, values: Floats, seconds: float) -> tuple[float, float] | None:
    """Largest value that is kept up for so long, and the middle of that time; None where nothing was seen."""
    count = max(round(seconds / float(np.median(np.diff(time_s)))), 1)
    if len(values) < count:
        return None
    runs = np.lib.stride_tricks.sliding_window_view(values, count).min(axis=1)
    if not np.isfinite(runs).any():
        return None
    first = int(np.nanargmax(runs))
    return float(runs[first]), float(time_s[first + count // 2])


def _sink_deg(smooth: Pose, body: Body, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    found = sustained(smooth.time_s[span], sink_deg_of(smooth, baseline)[span], HELD_S)
    if found is None:
        return None
    value, at_s = found
    parts = (SINK_SD_DEG, SINK_SHARE * value, HIP_PER_TRUNK * baseline.pitch_sd)
    far = FAR_LEG_SD_DEG if body.near != baseline.body.near else 0.0
    short = SHORT_SD_DEG if baseline.seconds < ENOUGH_S else 0.0
    return Estimate(value, float(np.linalg.norm((*parts, far, short))), at_s)


def _sink(time_s: Floats, below: Floats, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    found = sustained(time_s[span], below[span], HELD_S)
    if found is None:
        return None
    value, at_s = LIFT_SCALE * found[0], found[1]
    return Estimate(value, float(np.linalg.norm((LIFT_SD, SINK_SHARE * value, baseline.lift_sd))), at_s)


def _wobble(track: Pose, body: Body, span: npt.NDArray[np.bool_]) -> Estimate | None:
    values = fast(track.time_s, hip_lift(track, body.trunk_px))[span]
    if np.isfinite(values).sum() < 10:
        return None
    spread = float(np.nanstd(values))
    return Estimate(spread, WOBBLE_SHARE * spread)


def _arch(smooth: Pose, body: Body, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    over = hip_deg(smooth, body, body.near) - baseline.hip_deg[body.near]
    found = sustained(smooth.time_s[span], over[span], HELD_S)
    return None if found is None else Estimate(found[0], HIP_SD_DEG, found[1])


def _recovery_s(time_s: Floats, lift: Floats, before: npt.NDArray[np.bool_], lowering: Lowering) -> float | None:
    """Compared with just before the lowering: the model sees the hips lower while a leg is held out."""
    if not np.isfinite(lift[before]).any():
        return None
    back = (time_s >= lowering.return_s) & (lift >= np.nanmedian(lift[before]) - NEAR_LIFT / LIFT_SCALE)
    return float(time_s[back][0] - lowering.return_s) if back.any() else None


def _foot_shift(track: Pose, body: Body, lowering: Lowering) -> Estimate | None:
    """How far ankle and heel of the carrying leg are from where they were; unsure where the model merges both legs."""
    t = track.time_s
    ankle, heel = (track.point(landmark(part, body.near)) for part in ("ankle", "heel"))
    places = 0.5 * (ankle + heel) / body.trunk_px
    before, after = places[t < lowering.start_s], places[t > lowering.end_s - 0.5]
    if min(np.isfinite(part).all(axis=-1).sum() for part in (before, after)) < 3:
        return None
    moved = np.nanmedian(after, axis=0) - np.nanmedian(before, axis=0)
    spreads = [float(np.hypot(*np.nanstd(part, axis=0))) for part in (before, after)]
    return Estimate(float(np.hypot(*moved)), float(np.linalg.norm((FOOT_SD, *spreads))))


def _free_knee(smooth: Pose, body: Body, before: npt.NDArray[np.bool_]) -> Estimate | None:
    values = OTHER_KNEE_ANGLE(smooth, body)[before]
    if np.isfinite(values).sum() < 3:
        return None
    return Estimate(float(np.nanmedian(values)), float(np.hypot(KNEE_SD_DEG, np.nanstd(values))))


def _roll(smooth: Pose, body: Body, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    hips = [smooth.point(landmark("hip", side)) for side in ("left", "right")]
    apart_px = float(np.nanmedian(np.hypot(*(hips[0] - hips[1])[span].T)))
    change = np.abs(PELVIS_ROLL(smooth, body) - baseline.roll_deg)
    found = sustained(smooth.time_s[span], change[span], ROLL_HELD_S)
    if found is None or not apart_px >= HIPS_APART_PX:
        return None
    return Estimate(found[0], ROLL_SD_DEG, found[1])


def _why_invalid(lowering: Lowering, foot: Estimate | None, knee: Estimate | None) -> str | None:
    """Why a lowering is repeated and not judged; one that the hips did not survive always stands."""
    if lowering.hips_fell:
        return None
    if not lowering.reached:
        return REACHED_WORDS
    if knee is not None and knee.surely_below(150.0):
        return "the free leg was not stretched"
    if foot is not None and foot.surely_above(0.1):
        return "the foot on the floor moved"
    return None


def _gap(track: Pose, span: npt.NDArray[np.bool_]) -> str | None:
    """What kept a lowering from being followed: no pictures for a while, or nobody in them; None when all is well."""
    if _longest_gap_s(track.time_s[span]) > UNSEEN_S:
        return STOPPED_WORDS
    return OUT_OF_SIGHT_WORDS if _longest_gap_s(track.time_s[span & track.seen]) > UNSEEN_S else None


def _longest_gap_s(times_s: Floats) -> float:
    return float(np.diff(times_s).max()) if times_s.size > 2 else np.inf
