"""From where the camera sees the person: the view, the side that is near, and the size in the image.

Estimated from the set-up, and again after a lasting change.
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

ALONG_BODY: tuple[View, ...] = ("front", "back", "end-on")
"""Views along the body: from the front, from behind, and from either end of a lying person."""

SIDE_UP_TO_DEG = 25.0
"""Largest azimuth that counts as a side view: docs/sources.md#views."""

MOST_LOOKING_DOWN = 0.3
"""Steepest slope of the line of sight that is allowed for: what lies one length farther away is seen higher by this
share of it; chosen: a camera 1.2 m high, three metres from a person on the floor."""

LEG_OVER_TRUNK = 0.85
"""Length of thigh or shank over shoulder to hip: docs/sources.md#segments."""

END_ON_FROM_DEG = 65.0
"""Smallest azimuth that counts as a view along the body: docs/sources.md#views."""


@dataclass(frozen=True, slots=True)
class AzimuthModel:
    """Linear model of the azimuth of the camera, from shoulders and hips.

    Attributes
    ----------
    world, width : dict
        Weights by body part, for the azimuth from the world landmarks and from the widths in the image.
    offset_deg : float
        Constant that is added: the pose model sees people more side-on than they are.
    horizontal_only : bool
        Only the horizontal component in the image counts: a camera that looks down on a lying person sees the far
        shoulder above the near one, which is not azimuth.
    spread_deg : float
        Standard deviation of the estimate around the true azimuth.
    axis_offset_deg : float or None
        The azimuth is at least that of the line from shoulders to ankles in the world landmarks, plus this: of a person
        face down the widths are half hidden, and that line is not. None where it is not looked at.
    """

    world: dict[str, float]
    width: dict[str, float]
    offset_deg: float
    horizontal_only: bool
    spread_deg: float
    axis_offset_deg: float | None = None


AZIMUTH_MODELS: dict[Posture, AzimuthModel] = {
    "supine": AzimuthModel({"shoulder": 0.67, "hip": 0.26}, {}, 10.3, True, 8.0),
    "prone": AzimuthModel({"shoulder": 0.29, "hip": 0.34}, {"hip": 0.35}, 10.8, False, 10.0, 5.0),
    "standing": AzimuthModel({"shoulder": 0.71}, {"shoulder": 0.37}, 5.2, False, 8.0),
}
"""All fitted: docs/sources.md#views."""

WIDTHS_OFFSET_DEG = 5.0
"""Subtracted from the azimuth from widths where there are no world landmarks: docs/sources.md#views."""


_DOWN: dict[Side, list[Landmark]] = {
    side: [landmark(part, side) for part in ("shoulder", "hip", "knee", "ankle")] for side in SIDES
}
"""Ends of trunk, thigh and shank, from the top down."""


@dataclass(frozen=True, slots=True)
class Body:
    """Properties of one person that hold until the camera or the person moves for good.

    Attributes
    ----------
    near : "left" or "right"
        The person's side that faces the camera; signals of one side are measured there.
    facing : +1 or -1
        +1 if the camera sees the person's right side (head to the left when lying on the back, facing right
        when standing): the sign that makes flexion read below 180 degrees.
    trunk_px : float
        Length of the trunk in pixels, the unit of all distances.
    view : View
        View from which the camera sees the person.
    view_confidence : float
        How certain the view is, from 0 to 1; 0 if it is unknown.
    roll_deg : float
        Slope of the floor in the image, positive if its right is higher: signals are measured as a level camera
        would have seen them.
    azimuth_deg : float
        Azimuth of the camera that the view was read from; NaN if it is unknown.
    """

    near: Side
    facing: int
    trunk_px: float
    view: View
    view_confidence: float = 1.0
    roll_deg: float = 0.0
    azimuth_deg: float = np.nan


End = Literal["front", "back", "head", "feet"]
"""End of the body that the camera sees: front or back of a standing person, head or feet of a lying one."""


@dataclass(frozen=True, slots=True)
class Azimuth:
    """Where the camera stands around the person.

    Attributes
    ----------
    deg : float, degrees
        Median azimuth of some frames: 0 exactly from the side, 90 from the front, from behind or along the body.
    end : End
        The end of the body that the camera is turned towards.
    """

    deg: float
    end: End


def azimuth_of(track: Pose, posture: Posture) -> Azimuth | None:
    """Azimuth of the camera over a track; None if the trunk was never seen."""
    azimuths = camera_azimuth_deg(track, posture)
    if not np.isfinite(azimuths).any():
        return None
    in_front = _front_or_back(track) == "front"
    ends: dict[Posture, tuple[End, End]] = {
        "standing": ("front", "back"),
        "supine": ("feet", "head"),
        "prone": ("head", "feet"),
    }
    return Azimuth(float(np.nanmedian(azimuths)), ends[posture][0 if in_front else 1])


def head_end_raised(track: Pose, posture: Posture) -> Floats:
    """How far the head end of a lying person may be seen too high, because the camera looks down along the body.

    Returns
    -------
    (...) trunk lengths for each trunk length along the body: positive for a camera at the feet, negative at the head;
    0 in a side view, for a standing person, and where the trunk was not seen.
    """
    azimuth = camera_azimuth_deg(track, posture)
    left, right = track.point(Landmark.LEFT_SHOULDER), track.point(Landmark.RIGHT_SHOULDER)
    at_feet = np.sign(left[..., 0] - right[..., 0]) * {"standing": 0.0, "supine": 1.0, "prone": -1.0}[posture]
    raised = MOST_LOOKING_DOWN * np.sin(np.radians(azimuth)) * at_feet
    return np.where(azimuth > SIDE_UP_TO_DEG, np.nan_to_num(raised), 0.0)


def camera_azimuth_deg(track: Pose, posture: Posture) -> Floats:
    """Azimuth of the camera per frame, corrected for the bias of the pose model.

    The model sees people more side-on than they are; the weights were fitted to a rendered person seen every 15
    degrees all the way round: docs/sources.md#views. Without world landmarks it is `azimuth_from_widths_deg` minus 5
    degrees.

    Returns
    -------
    (...) degrees, 0 (side) to 90 (front, back or along the body); NaN where the trunk was not seen.
    """
    model = AZIMUTH_MODELS[posture]
    estimates = [weight * _from_world(track, part, model.horizontal_only) for part, weight in model.world.items()]
    estimates += [weight * _from_widths(track, part) for part, weight in model.width.items()]
    azimuth = model.offset_deg + np.sum(estimates, axis=0)
    if model.axis_offset_deg is not None:
        azimuth = np.maximum(azimuth, np.nan_to_num(_from_axis(track)) + model.axis_offset_deg)
    azimuth = np.minimum(azimuth, 90.0)
    by_widths = np.maximum(azimuth_from_widths_deg(track) - WIDTHS_OFFSET_DEG, 0.0)
    return np.asarray(np.where(np.isfinite(azimuth), azimuth, by_widths))


def view_confidence(azimuth_deg: float, view: View, posture: Posture) -> float:
    """How certain a view is, 0 to 1: the probability that the true azimuth lies within its limits."""
    low, high = {"side": (-np.inf, SIDE_UP_TO_DEG), "oblique": (SIDE_UP_TO_DEG, END_ON_FROM_DEG)}.get(
        view, (END_ON_FROM_DEG, np.inf)
    )
    true_deg = NormalDist(azimuth_deg, AZIMUTH_MODELS[posture].spread_deg)
    return true_deg.cdf(high) - true_deg.cdf(low)


def azimuth_from_widths_deg(track: Pose) -> Floats:
    """Uncorrected azimuth of the camera per frame.

    The mean of two estimates: how far the line between the shoulders (and hips) of the world landmarks points away
    from the axis of the camera, and how wide that line is in the image relative to the trunk. Without world
    landmarks the widths alone.

    Returns
    -------
    (...) degrees, 0 (side) to 90 (front, back or along the body); NaN where the trunk was not seen.
    """
    world = 0.5 * (_from_world(track, "shoulder") + _from_world(track, "hip"))
    widths = 0.5 * (_from_widths(track, "shoulder") + _from_widths(track, "hip"))
    return np.asarray(np.where(np.isfinite(world), 0.5 * (world + widths), widths))


_FRONTAL_WIDTH = {"shoulder": 0.80, "hip": 0.50}
"""Width over trunk length in a front view: docs/sources.md#views."""


def _from_world(track: Pose, part: str, horizontal_only: bool = False) -> Floats:
    """Azimuth from the direction of the line between left and right; `horizontal_only`: its rise counts as depth."""
    line = track.world[..., landmark(part, "left"), :] - track.world[..., landmark(part, "right"), :]
    across, rise, depth = (np.abs(line[..., n]) for n in range(3))
    pair = (across, np.hypot(rise, depth)) if horizontal_only else (np.hypot(across, rise), depth)
    return np.asarray(np.degrees(np.arctan2(*pair)))


def _from_axis(track: Pose) -> Floats:
    """Azimuth from the direction of a lying body in the world landmarks, from the shoulders to the ankles."""
    shoulders, ankles = (
        0.5 * (track.world[..., landmark(part, "left"), :] + track.world[..., landmark(part, "right"), :])
        for part in ("shoulder", "ankle")
    )
    along = np.abs(ankles - shoulders)
    return np.asarray(np.degrees(np.arctan2(along[..., 2], along[..., 0])))


def _from_widths(track: Pose, part: str) -> Floats:
    """Azimuth from the width in the image over the length of the trunk."""
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

    The trunk itself, or an estimate from the legs where the view foreshortens the trunk: thigh and shank are each
    about 0.85 of it (docs/sources.md#segments).
    """
    down = 0.5 * (track.image[..., _DOWN["left"], :] + track.image[..., _DOWN["right"], :])
    trunk, thigh, shank = np.moveaxis(distance(down[..., 1:, :], down[..., :-1, :]), -1, 0)
    return np.asarray(np.fmax(trunk, np.fmax(thigh, shank) / LEG_OVER_TRUNK))


def height_over_hips(track: Pose, *parts: str) -> Floats:
    """Height of body parts above the hips in the image: (..., parts) trunk lengths.

    Unlike an inclination it stays small for a person lying along the line of sight.
    """
    hips = middle(track, "hip")[..., 1]
    heights = np.stack([hips - middle(track, part)[..., 1] for part in parts], axis=-1)
    return np.asarray(heights / np.maximum(body_scale_px(track), 1e-6)[..., None])


def view_of(track: Pose, posture: Posture) -> View:
    """View of a track, from the median azimuth of its frames; "unknown" if the trunk was never seen."""
    return view_and_confidence(track, posture)[0]


def view_and_confidence(track: Pose, posture: Posture) -> tuple[View, float]:
    """View of a track, from the median azimuth of its frames, and how certain it is, from 0 to 1."""
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
    """Probability that a track is seen from one of these views, from 0 to 1."""
    azimuths = camera_azimuth_deg(track, posture)
    if not np.isfinite(azimuths).any():
        return 0.0
    along: View = "end-on" if posture != "standing" else _front_or_back(track)
    there: tuple[View, ...] = ("side", "oblique", along)
    return sum(view_confidence(float(np.nanmedian(azimuths)), view, posture) for view in there if view in views)


def _front_or_back(track: Pose) -> View:
    """Front or back view: in a front view the person's left is on the right of the image."""
    left, right = track.point(Landmark.LEFT_SHOULDER), track.point(Landmark.RIGHT_SHOULDER)
    return "front" if np.nanmedian(left[..., 0] - right[..., 0]) > 0 else "back"


def near_side(track: Pose, facing: int) -> Side:
    """The side that the camera sees, by the mean visibility of shoulder, hip, knee and ankle over a track.

    If both sides are equally visible (less than 0.05 apart), the direction that the body faces decides.
    """
    parts = ("shoulder", "hip", "knee", "ankle")
    left, right = (
        float(np.nanmean(track.visibility[..., [landmark(part, side) for part in parts]])) for side in ("left", "right")
    )
    if abs(left - right) < 0.05:
        return "right" if facing > 0 else "left"
    return "right" if right > left else "left"


def body_of(track: Pose, posture: Posture) -> Body:
    """The properties of a person, from frames of a set-up or of the newest seconds.

    Parameters
    ----------
    track : Pose
        (T,) frames in which the person is in position; at least one with the trunk seen.
    posture : Posture
        Position of the body in the exercise.
    """
    facing = _facing(track, posture)
    near = near_side(track, facing)
    azimuths = camera_azimuth_deg(track, posture)
    azimuth = float(np.nanmedian(azimuths)) if np.isfinite(azimuths).any() else np.nan
    size_px = float(np.nanmedian(body_scale_px(track)))
    return Body(near, facing, size_px, *view_and_confidence(track, posture), azimuth_deg=azimuth)


def faces(track: Pose) -> Floats:
    """Direction that a standing person faces in the image: (...) +1 right, -1 left, NaN if not seen."""
    return np.sign(_toward_toes_px(track))


def _toward_toes_px(track: Pose) -> Floats:
    """How far the toes are to the right of the heels in the image, summed over both feet: (...) pixels."""
    left, right = (track.point(landmark("foot_index", s)) - track.point(landmark("heel", s)) for s in SIDES)
    return np.asarray((left + right)[..., 0])


def _facing(track: Pose, posture: Posture) -> int:
    if posture == "standing":
        return _sign(_toward_toes_px(track))
    supine = _sign((middle(track, "hip") - middle(track, "shoulder"))[..., 0])
    return supine if posture == "supine" else -supine


def _sign(values: Floats) -> int:
    """Sign of the median of the values that were seen; +1 if none was."""
    seen = values[np.isfinite(values)]
    return -1 if seen.size and np.median(seen) < 0 else 1
