"""Measures what the hips do while a leg is lowered and raised again, each value with its error."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from formcheck.assessment.baseline import CUTOFF_HZ, Baseline, fast, hip_deg
from formcheck.assessment.estimate import Estimate
from formcheck.assessment.phases import Lowering
from formcheck.assessment.sink import measured_sink
from formcheck.assessment.sink_cues import LEAD, SinkCues, sink_cues
from formcheck.assessment.supine import ankles_apart, hip_lift, trunk_pitch_deg
from formcheck.motion.filters import zero_lag
from formcheck.motion.geometry import distance
from formcheck.motion.signals.angles import OTHER_KNEE_ANGLE, PELVIS_ROLL
from formcheck.motion.signals.distances import behind_trunk
from formcheck.motion.view import Body, View
from formcheck.pose.landmarks import SIDES, Side, landmark, other_side
from formcheck.pose.pose import Floats, Pose

HELD_S, ROLL_HELD_S = 0.3, 0.5
"""A deviation counts when it lasts this long: of the hips, and of the tilt of the pelvis; evidence for the protocol."""

HIP_PER_TRUNK = 1.7
"""Degrees that the hip angle closes for each degree that the trunk comes down, where no lowering of the person shows
it: docs/sources.md#test-sink."""

LEAST_LEAD_DEG = 2.0
"""Least degrees that the trunk comes down in a lowering that shows it; chosen: less is noise."""

JUDGED_VIEWS: tuple[View, ...] = ("side", "oblique")
"""Views from which sinking hips are measured."""

SINK_SHARE = 0.2
"""Standard deviation of the height that the hips lost, as a share of it: docs/sources.md#test-sink."""

LIFT_SCALE, LIFT_SD = 0.75, 0.015
"""Correction of the height of the hips, since the model sees them move farther than they do, and the standard deviation
that is left, in trunk lengths: docs/sources.md#test-sink."""

HIP_SD_DEG, KNEE_SD_DEG, ROLL_SD_DEG, FOOT_SD, WOBBLE_SHARE = 3.0, 6.0, 4.0, 0.02, 0.12
"""Standard deviations of the other measures: docs/sources.md#test-others."""

MIN_WOBBLE = 0.002
"""Wobble of a baseline is at least this, which is the noise of the pose model; docs/sources.md#test-wobble."""

MIN_HIP_WIDTH_PX = 40.0
"""A shorter line between the hips does not show the tilt of the pelvis: evidence, 8.2."""

NEAR_LIFT = 0.03
"""The hips are back when they are this near to their earlier height, in trunk lengths; evidence for the protocol."""

MAX_UNSEEN_S = 0.3
"""A trial is invalid if landmarks are missing for longer; evidence for the protocol."""

MAX_STOPPED_S = 0.5
"""A trial is invalid if there is no frame for longer; from dropped frames: docs/sources.md#test-gaps."""

MIN_FRAMES = 2
"""A place or an angle that does not move needs so many frames; chosen: what half a second has at five a second."""

OUT_OF_SIGHT_WORDS = "the person was out of sight"
STOPPED_WORDS = "the pictures stopped for a moment"
REACHED_WORDS = "the heel did not reach the floor"
HANDS_WORDS = "the hands went down to the floor"

FEET_APART = 0.4
"""Ankles are at least this far apart while a leg is held out, in trunk lengths; chosen: docs/sources.md#test-others."""

NEAR_FLOOR = 0.12
"""The ankle of a planted foot is seen at most this far above or below where both stood, in trunk lengths; chosen."""

FOLDED, HANDS_DOWN, HANDS_S = 0.1, 0.05, 0.4
"""Hands lie on the chest from this height over the line from shoulders to hips, and on the floor below the second, in
trunk lengths, for this many seconds; chosen: docs/sources.md#test-others."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One lowering of a leg, measured.

    Attributes
    ----------
    lowering : Lowering
        Its times and the supporting leg.
    invalid : str or None
        Why it is invalid and has to be done again; None if it is valid.
    sink_deg, sink : Estimate or None
        How far the hips sink below the baseline: as hip angle in degrees, and as height in trunk lengths.
    wobble, wobble_ratio : Estimate or None, float or None
        Standard deviation of the height of the hips without slow movement, in trunk lengths; and its ratio to that of
        the baseline.
    arch_deg : Estimate or None
        How far the hip angle exceeds the baseline, in degrees.
    recovery_s : float or None
        Seconds from the return of the leg until the hips are back; None if they were not in time.
    foot : Estimate or None
        How far the foot on the floor moved, in trunk lengths.
    free_knee_deg : Estimate or None
        Knee angle of the free leg while it is held out, in degrees.
    roll_deg : Estimate or None
        Change of the tilt of the pelvis, in degrees; only from the foot end.
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
    cues: SinkCues | None = field(default=None, repr=False, compare=False)

    @property
    def side(self) -> Side:
        """The supporting leg."""
        return self.lowering.side


def measure(track: Pose, lowering: Lowering, baseline: Baseline) -> Trial:
    """Measure a lowering.

    Parameters
    ----------
    track : Pose
        (T,) cleaned frames from half a second before the lowering to its end.
    """
    view = baseline.body.view
    body = replace(baseline.body, near=lowering.side)
    smooth = zero_lag(track, CUTOFF_HZ)
    t = smooth.time_s
    span = (t >= lowering.start_s - 0.2) & (t <= lowering.return_s + 0.4)
    before = t < lowering.start_s
    if (gap := _gap(track, span)) is not None:
        return Trial(lowering, gap)
    foot = _foot_shift(track, body, lowering, baseline)
    knee = _free_knee(smooth, body, before, baseline)
    hands_down = _hands_went_down(smooth, baseline.body, before, span)
    invalid = _why_invalid(lowering, foot, knee, hands_down=hands_down)
    if view == "end-on":
        return Trial(lowering, invalid, roll_deg=_roll(smooth, body, span, baseline), foot=foot)
    if view not in JUDGED_VIEWS:
        return Trial(lowering, invalid, foot=foot)
    cues = sink_cues(track, lowering, baseline)
    lift = hip_lift(smooth, body.trunk_px)
    wobble = _wobble(track, body, span)
    return Trial(
        lowering,
        invalid,
        sink_deg=None if cues is None else measured_sink(cues, baseline),
        sink=_sink(t, baseline.lift - lift, span, baseline),
        wobble=wobble,
        wobble_ratio=None if wobble is None else wobble.value / max(baseline.wobble, MIN_WOBBLE),
        arch_deg=_arch(smooth, body, span, baseline) if view == "side" else None,
        recovery_s=_recovery_s(t, lift, before, lowering),
        foot=foot,
        free_knee_deg=knee,
        cues=cues,
    )


def per_trunk_deg(trials: Sequence[Trial], side: Side) -> float:
    """Degrees of sink for each degree that the trunk comes down, from the lowerings of a side that were measured."""
    found = [
        trial.sink_deg.value / trial.cues.lower[LEAD]
        for trial in trials
        if trial.side == side and trial.sink_deg is not None and trial.cues is not None
        if trial.cues.lower[LEAD] >= LEAST_LEAD_DEG
    ]
    return float(np.median(found)) if found else HIP_PER_TRUNK


def sink_deg_of(smooth: Pose, baseline: Baseline, per_trunk: float = HIP_PER_TRUNK) -> Floats:
    """How far the hips are below the baseline, to be drawn: (T,) degrees of hip angle, negative above it.

    Computed from the slope of the trunk, which the pose model sees most steadily, and `per_trunk`, so that it agrees
    with the sinks that were measured: see `per_trunk_deg`.
    """
    return np.asarray(per_trunk * (baseline.pitch_deg - trunk_pitch_deg(smooth)))


def sustained(time_s: Floats, values: Floats, seconds: float) -> tuple[float, float] | None:
    """Largest value that lasts for `seconds`, and the middle of that time; None if it was not seen."""
    count = max(round(seconds / float(np.median(np.diff(time_s)))), 1)
    if len(values) < count:
        return None
    runs = np.lib.stride_tricks.sliding_window_view(values, count).min(axis=1)
    if not np.isfinite(runs).any():
        return None
    first = int(np.nanargmax(runs))
    return float(runs[first]), float(time_s[first + count // 2])


def _sink(time_s: Floats, below: Floats, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    lasting = sustained(time_s[span], below[span], HELD_S)
    if lasting is None:
        return None
    value, at_s = LIFT_SCALE * lasting[0], lasting[1]
    return Estimate(value, float(np.linalg.norm((LIFT_SD, SINK_SHARE * value, baseline.lift_sd))), at_s)


def _wobble(track: Pose, body: Body, span: npt.NDArray[np.bool_]) -> Estimate | None:
    values = fast(track.time_s, hip_lift(track, body.trunk_px))[span]
    if np.isfinite(values).sum() < 10:
        return None
    spread = float(np.nanstd(values))
    return Estimate(spread, WOBBLE_SHARE * spread)


def _arch(smooth: Pose, body: Body, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    over = hip_deg(smooth, body, body.near) - baseline.hip_deg[body.near]
    lasting = sustained(smooth.time_s[span], over[span], HELD_S)
    return None if lasting is None else Estimate(lasting[0], HIP_SD_DEG, lasting[1])


def _recovery_s(time_s: Floats, lift: Floats, before: npt.NDArray[np.bool_], lowering: Lowering) -> float | None:
    """Recovery, compared with just before the lowering, since the model sees the hips lower while a leg is held out."""
    if not np.isfinite(lift[before]).any():
        return None
    back = (time_s >= lowering.return_s) & (lift >= np.nanmedian(lift[before]) - NEAR_LIFT / LIFT_SCALE)
    return float(time_s[back][0] - lowering.return_s) if back.any() else None


def _foot_shift(track: Pose, body: Body, lowering: Lowering, baseline: Baseline) -> Estimate | None:
    """How far ankle and heel of the supporting foot moved, in trunk lengths; less sure if the model merges both legs.

    While the other leg is held out it is the foot nearer to the shoulders, whichever leg the model takes it for.
    """
    t = track.time_s
    nearer = _planted(track, baseline)
    ankle, heel = (_chosen(track, part, nearer) for part in ("ankle", "heel"))
    places = 0.5 * (ankle + heel) / body.trunk_px
    places[~_apart(track, body) | ~_on_floor(ankle, baseline)] = np.nan
    before, after = places[t < lowering.start_s], places[t > lowering.end_s - 0.5]
    if min(np.isfinite(part).all(axis=-1).sum() for part in (before, after)) < MIN_FRAMES:
        return None
    moved = np.nanmedian(after, axis=0) - np.nanmedian(before, axis=0)
    spreads = [float(np.hypot(*np.nanstd(part, axis=0))) for part in (before, after)]
    return Estimate(float(np.hypot(*moved)), float(np.linalg.norm((FOOT_SD, *spreads))))


def _planted(track: Pose, baseline: Baseline) -> npt.NDArray[np.bool_]:
    """(T,) whether the left foot is the one nearer to the shoulders, against both feet planted; see `_apart`."""
    along, _ = ankles_apart(track, baseline.body.facing)
    return np.asarray(along < baseline.ankles_apart[0])


def _apart(track: Pose, body: Body) -> npt.NDArray[np.bool_]:
    """(T,) whether the feet are seen apart; otherwise the model has merged the legs, and neither foot is there."""
    left, right = (track.point(landmark("ankle", side)) for side in SIDES)
    return np.asarray(distance(left, right) >= FEET_APART * body.trunk_px)


def _on_floor(ankle: Floats, baseline: Baseline) -> npt.NDArray[np.bool_]:
    """(T,) whether an ankle is as low as both were on the floor: a planted one that is higher is drawn to the other."""
    standing = [np.nanmedian(baseline.frames.point(landmark("ankle", side))[:, 1]) for side in SIDES]
    off = NEAR_FLOOR * baseline.body.trunk_px
    return np.asarray((ankle[:, 1] >= np.nanmin(standing) - off) & (ankle[:, 1] <= np.nanmax(standing) + off))


def _chosen(track: Pose, part: str, left: npt.NDArray[np.bool_]) -> Floats:
    """(T, 2) a point of the left leg where `left` says so, else of the right one."""
    return np.where(left[:, None], track.point(landmark(part, "left")), track.point(landmark(part, "right")))


def _free_knee(smooth: Pose, body: Body, before: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    """Knee angle of the free leg while held out: that of an ankle off the floor, the wider if both are seen so."""
    knees = []
    for side in SIDES:
        knee = OTHER_KNEE_ANGLE(smooth, replace(body, near=other_side(side)))
        up = ~_on_floor(smooth.point(landmark("ankle", side)), baseline)
        knees.append(np.where(up, knee, np.nan)[before])
    values = np.fmax(*knees)
    if np.isfinite(values).sum() < MIN_FRAMES:
        return None
    return Estimate(float(np.nanmedian(values)), float(np.hypot(KNEE_SD_DEG, np.nanstd(values))))


def _roll(smooth: Pose, body: Body, span: npt.NDArray[np.bool_], baseline: Baseline) -> Estimate | None:
    hips = [smooth.point(landmark("hip", side)) for side in ("left", "right")]
    width_px = float(np.nanmedian(np.hypot(*(hips[0] - hips[1])[span].T)))
    change = np.abs(PELVIS_ROLL(smooth, body) - baseline.roll_deg)
    lasting = sustained(smooth.time_s[span], change[span], ROLL_HELD_S)
    if lasting is None or not width_px >= MIN_HIP_WIDTH_PX:
        return None
    return Estimate(lasting[0], ROLL_SD_DEG, lasting[1])


def _why_invalid(lowering: Lowering, foot: Estimate | None, knee: Estimate | None, *, hands_down: bool) -> str | None:
    """Why a lowering is not judged and has to be repeated; a lowering during which the hips fell is always valid."""
    if lowering.hips_fell:
        return None
    if hands_down:
        return HANDS_WORDS
    if not lowering.reached:
        return REACHED_WORDS
    if knee is not None and knee.surely_below(150.0):
        return "the free leg was not stretched"
    if foot is not None and foot.surely_above(0.1):
        return "the foot on the floor moved"
    return None


def _hands_went_down(smooth: Pose, body: Body, before: npt.NDArray[np.bool_], span: npt.NDArray[np.bool_]) -> bool:
    """Whether the hand near the camera left the chest and went down; only from the side.

    At an angle a hand on the chest may be seen beside the trunk. Arms that lie on the floor all the time may help too,
    but no camera shows whether they do.
    """
    if body.view != "side":
        return False
    under = behind_trunk(smooth, body, "wrist")
    lasting = sustained(smooth.time_s[span], under[span], HANDS_S)
    if lasting is None or not np.isfinite(under[before]).any() or np.nanmedian(under[before]) > -FOLDED:
        return False
    return lasting[0] > -HANDS_DOWN


def _gap(track: Pose, span: npt.NDArray[np.bool_]) -> str | None:
    """Why a lowering could not be followed: frames missing for too long, or nobody in them; None if it could."""
    stopped_s = _longest_gap_s(track.time_s[span])
    if stopped_s > MAX_STOPPED_S:
        return STOPPED_WORDS
    unseen_s = _longest_gap_s(track.time_s[span & track.seen])
    return OUT_OF_SIGHT_WORDS if unseen_s > max(MAX_UNSEEN_S, stopped_s) else None


def _longest_gap_s(times_s: Floats) -> float:
    return float(np.diff(times_s).max()) if times_s.size > 2 else np.inf
