"""What the camera shows of sinking hips: the same lowering read in several ways, each wrong in a way of its own.

Landmarks in the image, world landmarks in the person's own sagittal plane, and the outline of the trunk: how much lower
each is at the deepest moment of a lowering than in the bridge on both feet. `formcheck.assessment.sink` puts them
together.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formcheck.assessment.baseline import DRIFT_HZ, Baseline, hip_deg
from formcheck.assessment.phases import Lowering
from formcheck.assessment.supine import trunk_pitch_deg
from formcheck.motion.filters import zero_lag_series
from formcheck.motion.geometry import angle_from_horizontal_deg, distance
from formcheck.motion.sagittal_readings import Readings, readings_of
from formcheck.motion.view import Body, middle
from formcheck.pose.landmarks import Side, landmark, other_side
from formcheck.pose.pose import Floats, Pose

DEEPEST_S = 0.3
"""Seconds around the deepest moment whose median counts; evidence for the protocol: a sink lasts this long."""

LEAD = "image.trunk"
"""The reading that shows when the hips were deepest: the slope of the trunk, which the model sees most steadily."""

LEAST_EDGE_POINTS = 8
"""Fewest points of 17 that give the slope of an edge of the trunk; chosen."""

HIP_END = 5
"""Points of the outline, from the hips, that give the height of the trunk there; chosen: a quarter of the trunk."""


@dataclass(frozen=True, slots=True)
class SinkCues:
    """What was read of one lowering.

    Attributes
    ----------
    lower : dict of str to float
        By reading: how much lower the hips are than on both feet, in degrees, or in percent of the trunk's length for
        the height; NaN where a reading was not seen.
    at_s : float
        The deepest moment, in seconds of the clip.
    turn : float
        Sine of the azimuth of the camera, positive towards the feet; NaN if it is unknown.
    """

    lower: dict[str, float]
    at_s: float
    turn: float


def sink_cues(track: Pose, lowering: Lowering, baseline: Baseline) -> SinkCues | None:
    """Cues of a lowering; None if the trunk was not seen in it.

    Parameters
    ----------
    track : Pose
        (T,) cleaned frames from half a second before the lowering to its end.
    """
    frames = _joined(baseline.frames, track)
    body = replace(baseline.body, near=lowering.side)
    readings = readings_of(frames, body, "supine")
    series = _slow(frames.time_s, _read(frames, readings, body))
    t = frames.time_s
    both = t <= baseline.end_s
    lower = {name: _median(values[both]) - values for name, values in series.items()}
    within = (t >= lowering.start_s - 0.2) & (t <= lowering.return_s + 0.4)
    lead = np.where(within, lower[LEAD], np.nan)
    if not np.isfinite(lead).any():
        return None
    at_s = float(t[np.nanargmax(lead)])
    deepest = np.abs(t - at_s) <= 0.5 * DEEPEST_S + 1e-6
    return SinkCues({name: _median(values[deepest]) for name, values in lower.items()}, at_s, readings.turn)


def _joined(first: Pose, then: Pose) -> Pose:
    """Two tracks as one, the second without frames that the first has."""
    last = float(first.time_s[-1])
    later = then[then.time_s > last]
    return Pose.stack([*(first[i] for i in range(len(first))), *(later[i] for i in range(len(later)))])


def _read(frames: Pose, readings: Readings, body: Body) -> dict[str, Floats]:
    """All readings by name, (T,) each: higher values for higher hips."""
    missing = (_unseen(frames), body)
    image, _, plane = [*readings.tracks, missing, missing][:3]
    side, free = body.near, other_side(body.near)
    carried = _trunk_deg(image[0], side)
    return {
        LEAD: trunk_pitch_deg(image[0]),
        "image.trunk-side": carried,
        "image.roll": _trunk_deg(image[0], free) - carried,
        "image.hip": hip_deg(*image, side),
        "plane.trunk": trunk_pitch_deg(plane[0]),
        "plane.trunk-side": _trunk_deg(plane[0], side),
        **_of_outline(frames, body),
    }


def _trunk_deg(track: Pose, side: Side) -> Floats:
    """Slope of one side of the trunk: (T,) degrees, positive if the hip is higher than the shoulder."""
    return angle_from_horizontal_deg(track.point(landmark("shoulder", side)), track.point(landmark("hip", side)))


def _of_outline(frames: Pose, body: Body) -> dict[str, Floats]:
    """Slope of the upper edge of the trunk, and its height at the hips over the shoulders.

    The lower edge was tried: arms and the lowered leg hide it too often. Which side of an outline is the upper one
    follows from its definition in `formcheck.pose.trunk_silhouette`: the head lies to the left for a `facing` of +1.
    """
    if frames.outline is None:
        missing = np.full(len(frames), np.nan)
        return {"outline.slope": missing, "outline.height": missing}
    edge = frames.outline[:, 1 if body.facing > 0 else 0]
    shoulders, hips = middle(frames, "shoulder"), middle(frames, "hip")
    trunk_px = float(np.nanmedian(distance(shoulders, hips)))
    at_hips = np.array([_median(row) for row in edge[:, :HIP_END, 1]])
    height = 100.0 * (shoulders[:, 1] - at_hips) / trunk_px
    return {"outline.slope": _edge_deg(edge, body.facing), "outline.height": height}


def _edge_deg(edge: Floats, facing: int) -> Floats:
    """Slope of a line through the (T, N, 2) points of an edge: (T,) degrees, positive if its end at the hips is higher.

    The head lies to the left for a `facing` of +1: `Body.facing`.
    """
    known = np.isfinite(edge).all(axis=-1)
    count = np.maximum(known.sum(axis=1), 1)[:, None]
    x, y = (np.where(known, edge[..., axis], 0.0) for axis in (0, 1))
    x, y = (np.where(known, each - each.sum(axis=1, keepdims=True) / count, 0.0) for each in (x, y))
    rise = -(x * y).sum(axis=1) / np.maximum((x * x).sum(axis=1), 1e-9)
    slope = np.degrees(np.arctan(rise * facing))
    return np.where(known.sum(axis=1) >= LEAST_EDGE_POINTS, slope, np.nan)


def _slow(time_s: Floats, series: dict[str, Floats]) -> dict[str, Floats]:
    """The readings without shaking: faster changes are measured as wobble."""
    values = np.stack(list(series.values()), axis=1)
    return dict(zip(series, zero_lag_series(time_s, values, DRIFT_HZ).T, strict=True))


def _unseen(frames: Pose) -> Pose:
    return replace(frames, image=np.full_like(frames.image, np.nan))


def _median(values: Floats) -> float:
    known: npt.NDArray[np.bool_] = np.isfinite(values)
    return float(np.median(values[known])) if known.any() else float("nan")
