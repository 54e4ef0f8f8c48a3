"""How the person lies in the picture: from which side they are seen, and which side is near.

First estimates from the set-up, kept for the set.
"""

from collections.abc import Collection
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.pose.landmarks import SIDES, Landmark, Side, landmark
from formcheck.pose.pose import Floats, Pose

View = Literal["side", "oblique", "front", "back", "end-on", "unknown"]
Posture = Literal["supine", "prone", "standing"]

SIDE_UP_TO_DEG = 25.0
"""Largest turn from true side-on that counts as a side view: docs/sources.md#views."""

LEG_OVER_TRUNK = 0.85
"""Length of thigh or shank over shoulder to hip: docs/sources.md#segments."""

END_ON_FROM_DEG = 65.0
"""Smallest turn from true side-on that counts as a view along the body: docs/sources.md#views."""


@dataclass(frozen=True, slots=True)
class AzimuthModel:
    """How the turn of the camera is read from shoulders and hips.

    Attributes
    ----------
    world, width : dict
        Weights of the turns by part, from the world landmarks and from the widths in the picture.
    offset_deg : float
        What is added: the model sees people more side-on than they are.
    horizontal_only : bool
        Only what lies along the horizontal of the picture counts: a camera that looks down on a lying person sees the
        far shoulder above the near one, which is no turn.
    spread_deg : float
        Spread of the estimate about the true turn.
    """

    world: dict[str, float]
    width: dict[str, float]
    offset_deg: float
    horizontal_only: bool
    spread_deg: float


AZIMUTH_MODELS: dict[Posture, AzimuthModel] = {
    "supine": AzimuthModel({"shoulder": 0.67, "hip": 0.26}, {}, 10.3, True, 8.0),
    "prone": AzimuthModel({"shoulder": 0.29, "hip": 0.34}, {"hip": 0.35}, 10.8, False, 10.0),
    "standing": AzimuthModel({"shoulder": 0.71}, {"shoulder": 0.37}, 5.2, False, 8.0),
}
"""All fitted: docs/sources.md#views."""

WIDTHS_OFFSET_DEG = 5.0
"""By how much less the widths alone are taken to say, where there are no world landmarks: docs/sources.md#views."""


_DOWN: dict[Side, list[Landmark]] = {
    side: [landmark(part, side) for part in ("shoulder", "hip", "knee", "ankle")] for side in SIDES
}
"""Ends of trunk, thigh and shank, from above."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is fixed for one person in one set.

    Attributes
    ----------
    near : "left" or "right"
        The person's side that faces the camera; sagittal signals are taken there.
    facing : +1 or -1
        +1 when the camera sees the person's right side (head to the left when lying on the back, facing
        right when standing): the sign that makes flexion read below 180 degrees.
    trunk_px : float
        Length of the trunk in pixels, the unit of all distances.
    view : View
        From where the person is seen.
    view_confidence : float
        How sure the view is, from 0 to 1; 0 when it is unknown.
    roll_deg : float
        Slope of the floor in the picture, positive when its right is higher: signals are measured as a level camera
        would have seen them.
    """

    near: Side
    facing: int
    trunk_px: float
    view: View
    view_confidence: float = 1.0
    roll_deg: float = 0.0


def camera_azimuth_deg(track: Pose, posture: Posture) -> Floats:
    """Turn of the camera from true side-on, per frame, freed from the pose model's bias.

    The model sees people more side-on than they are; the estimates are weighted as fits a rendered person seen every
    15 degrees all the way round: docs/sources.md#views. Without world landmarks it is `azimuth_from_widths_deg`, less
    5 degrees.

    Returns
    -------
    (...) degrees, 0 (side) to 90 (front, back or along the body); NaN where the trunk was not seen.
    """
    model = AZIMUTH_MODELS[posture]
    estimates = [weight * _from_world(track, part, model.horizontal_only) for part, weight in model.world.items()]
    estimates += [weight * _from_widths(track, part) for part, weight in model.width.items()]
    azimuth = np.minimum(model.offset_deg + np.sum(estimates, axis=0), 90.0)
    by_widths = np.maximum(azimuth_from_widths_deg(track) - WIDTHS_OFFSET_DEG, 0.0)
    return np.asarray(np.where(np.isfinite(azimuth), azimuth, by_widths))


def view_confidence(azimuth_deg: float, view: View, posture: Posture) -> float:
    """How sure a view is, 0 to 1: the chance that the true turn lies within its limits, for an estimate of it."""
    low, high = {"side": (-np.inf, SIDE_UP_TO_DEG), "oblique": (SIDE_UP_TO_DEG, END_ON_FROM_DEG)}.get(
        view, (END_ON_FROM_DEG, np.inf)
    )
    true_deg = NormalDist(azimuth_deg, AZIMUTH_MODELS[posture].spread_deg)
    return true_deg.cdf(high) - true_deg.cdf(low)


def azimuth_from_widths_deg(track: Pose) -> Floats:
    """Estimated turn of the camera from true side-on, per frame.

    The mean of two estimates: how far the line between the shoulders (and hips) of the world landmarks
    points away from the camera's axis, and how wide that line is in the picture against the trunk. Without
    world landmarks the widths alone.

    Returns
    -------
    (...) degrees, 0 (side) to 90 (front, back or along the body); NaN where the trunk was not seen.
    """
    world = 0.5 * (_from_world(track, "shoulder") + _from_world(track, "hip"))
    widths = 0.5 * (_from_widths(track, "shoulder") + _from_widths(track, "hip"))
    return np.asarray(np.where(np.isfinite(world), 0.5 * (world + widths), widths))


_FRONTAL_WIDTH = {"shoulder": 0.80, "hip": 0.50}
"""Width over trunk length seen from the front: docs/sources.md#views."""


def _from_world(track: Pose, part: str, horizontal_only: bool = False) -> Floats:
    """From the direction of the line between left and right; `horizontal_only`: what rises in it is taken for depth."""
    line = track.world[..., landmark(part, "left"), :] - track.world[..., landmark(part, "right"), :]
    across, rise, depth = (np.abs(line[..., n]) for n in range(3))
    pair = (across, np.hypot(rise, depth)) if horizontal_only else (np.hypot(across, rise), depth)
    return np.asarray(np.degrees(np.arctan2(*pair)))


def _from_widths(track: Pose, part: str) -> Floats:
    """From the width in the picture over the trunk's length."""
    width = distance(track.point(landmark(part, "left")), track.point(landmark(part, "right")))
    trunk = np.maximum(trunk_length_px(track), 1e-6)
    return np.asarray(np.degrees(np.arctan2(width / _FRONTAL_WIDTH[part], trunk)))


def trunk_length_px(track: Pose) -> Floats:
    """Length from the middle of the shoulders to the middle of the hips, (...) pixels."""
    return distance(middle(track, "shoulder"), middle(track, "hip"))


def middle(track: Pose, part: str) -> Floats:
    """(..., 2) pixels halfway between a part's left and right landmark."""
    return 0.5 * (track.point(landmark(part, "left")) + track.point(landmark(part, "right")))


def body_scale_px(track: Pose) -> Floats:
    """Size of the person per frame, as the length of the trunk: (...) pixels.

    The trunk itself, or what the legs say where the view foreshortens the trunk: thigh and shank are each
    about 0.85 of it (docs/sources.md#segments).
    """
    down = 0.5 * (track.image[..., _DOWN["left"], :] + track.image[..., _DOWN["right"], :])
    trunk, thigh, shank = np.moveaxis(distance(down[..., 1:, :], down[..., :-1, :]), -1, 0)
    return np.asarray(np.fmax(trunk, np.fmax(thigh, shank) / LEG_OVER_TRUNK))


def height_over_hips(track: Pose, *parts: str) -> Floats:
    """How much higher in the picture parts are than the hips: (..., parts) lengths of the trunk.

    Unlike an inclination it stays small for a person lying along the line of sight.
    """
    hips = middle(track, "hip")[..., 1]
    heights = np.stack([hips - middle(track, part)[..., 1] for part in parts], axis=-1)
    return np.asarray(heights / np.maximum(body_scale_px(track), 1e-6)[..., None])


def view_of(track: Pose, posture: Posture) -> View:
    """View of a stretch, by the median over its frames; "unknown" when the trunk was never seen."""
    return view_and_confidence(track, posture)[0]


def view_and_confidence(track: Pose, posture: Posture) -> tuple[View, float]:
    """View of a stretch, by the median over its frames, and how sure it is, from 0 to 1."""
    azimuths = camera_azimuth_deg(track, posture)
    if not np.isfinite(azimuths).any():
        return "unknown", 0.0
    azimuth = float(np.nanmedian(azimuths))
    view: View = "end-on" if posture != "standing" else _front_or_back(track)
    if azimuth <= SIDE_UP_TO_DEG:
        view = "side"
    elif azimuth < END_ON_FROM_DEG:
        view = "oblique"
    return view, view_confidence(azimuth, view, posture)


def chance_of(track: Pose, posture: Posture, views: Collection[View]) -> float:
    """How sure it is that a stretch is seen from one of these views, from 0 to 1."""
    azimuths = camera_azimuth_deg(track, posture)
    if not np.isfinite(azimuths).any():
        return 0.0
    along: View = "end-on" if posture != "standing" else _front_or_back(track)
    there: tuple[View, ...] = ("side", "oblique", along)
    return sum(view_confidence(float(np.nanmedian(azimuths)), view, posture) for view in there if view in views)


def _front_or_back(track: Pose) -> View:
    """From the front the person's left is at the right of the picture."""
    left, right = track.point(Landmark.LEFT_SHOULDER), track.point(Landmark.RIGHT_SHOULDER)
    return "front" if np.nanmedian(left[..., 0] - right[..., 0]) > 0 else "back"


def near_side(track: Pose, facing: int) -> Side:
    """The side that the camera sees, by visibility of shoulder, hip, knee and ankle over a stretch.

    Where both sides are seen alike (less than 0.05 apart) the direction of the body decides.
    """
    parts = ("shoulder", "hip", "knee", "ankle")
    left, right = (
        float(np.nanmean(track.visibility[..., [landmark(part, side) for part in parts]])) for side in ("left", "right")
    )
    if abs(left - right) < 0.05:
        return "right" if facing > 0 else "left"
    return "right" if right > left else "left"


def body_of(track: Pose, posture: Posture) -> Body:
    """The fixed facts of a set, from the frames of its set-up.

    Parameters
    ----------
    track : Pose
        (T,) frames in which the person is in position; at least one with the trunk seen.
    posture : Posture
        Position that the exercise is done in.
    """
    facing = _facing(track, posture)
    near = near_side(track, facing)
    return Body(near, facing, float(np.nanmedian(body_scale_px(track))), *view_and_confidence(track, posture))


def faces(track: Pose) -> Floats:
    """Where somebody who stands faces in the picture: (...) +1 to the right, -1 to the left, NaN unseen."""
    return np.sign(_toward_toes_px(track))


def _toward_toes_px(track: Pose) -> Floats:
    """How far to the right in the picture the toes are from the heels, summed over both feet."""
    left, right = (track.point(landmark("foot_index", s)) - track.point(landmark("heel", s)) for s in SIDES)
    return np.asarray((left + right)[..., 0])


def _facing(track: Pose, posture: Posture) -> int:
    if posture == "standing":
        return _sign(_toward_toes_px(track))
    supine = _sign((middle(track, "hip") - middle(track, "shoulder"))[..., 0])
    return supine if posture == "supine" else -supine


def _sign(values: Floats) -> int:
    """Sign of the median of what was seen; +1 when nothing was."""
    seen = values[np.isfinite(values)]
    return -1 if seen.size and np.median(seen) < 0 else 1
