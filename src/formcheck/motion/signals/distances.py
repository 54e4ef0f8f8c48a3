"""Signals that are distances: along the floor, from a limb, or between left and right."""

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import Signal, near_points
from formcheck.motion.view import Body, middle
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Floats, Pose


def _hips_back(pose: Pose, body: Body) -> Floats:
    hip, ankle = near_points(pose, body, "hip", "ankle")
    return body.facing * (ankle[..., 0] - hip[..., 0]) / body.trunk_px


HIPS_BACK = Signal(
    "hips_back_trunk",
    "Hips behind the ankles",
    "trunk",
    ("hip", "ankle"),
    _hips_back,
    full_name="distance of the hips behind the ankles",
)
"""Horizontal distance of the hip behind the ankle."""


def _hips_aside(pose: Pose, body: Body) -> Floats:
    return body.facing * (middle(pose, "hip") - middle(pose, "ankle"))[..., 0] / body.trunk_px


HIPS_ASIDE = Signal(
    "hips_aside_trunk",
    "Hips sideways",
    "trunk",
    ("hip", "ankle"),
    _hips_aside,
    where="both",
    full_name="sideways position of the hips over the feet",
)
"""Horizontal distance between the middle of the hips and the middle of the ankles. Only changes are meaningful."""


def _shoulder_slide(pose: Pose, body: Body) -> Floats:
    shoulder, ankle = near_points(pose, body, "shoulder", "ankle")
    return body.facing * (ankle[..., 0] - shoulder[..., 0]) / body.trunk_px


SHOULDER_SLIDE = Signal(
    "shoulder_slide_trunk",
    "Shoulder to ankle",
    "trunk",
    ("shoulder", "ankle"),
    _shoulder_slide,
    full_name="distance from shoulder to ankle along the floor",
)
"""Horizontal distance from shoulder to ankle; constant while nothing slides."""


def _wrist_from_leg(pose: Pose, body: Body) -> Floats:
    hip, knee, ankle, wrist = near_points(pose, body, "hip", "knee", "ankle", "wrist")
    share = np.clip((wrist[..., 1] - knee[..., 1]) / _signed_floor(ankle[..., 1] - knee[..., 1]), 0.0, 1.0)
    share_up = np.clip((knee[..., 1] - wrist[..., 1]) / _signed_floor(knee[..., 1] - hip[..., 1]), 0.0, 1.0)
    leg_x = knee[..., 0] + share * (ankle - knee)[..., 0] + share_up * (hip - knee)[..., 0]
    return body.facing * (wrist[..., 0] - leg_x) / body.trunk_px


WRIST_FROM_LEG = Signal(
    "wrist_from_leg_trunk",
    "Hands from the legs",
    "trunk",
    ("hip", "knee", "ankle", "wrist"),
    _wrist_from_leg,
    full_name="distance of the hands from the legs",
)
"""Horizontal distance of the wrist in front of the leg, at the height of the wrist."""


def behind_trunk(pose: Pose, body: Body, part: str) -> Floats:
    """Distance of a joint of the near side from its line shoulder-hip: (...) trunk lengths.

    Positive behind the back, negative in front of chest and belly; NaN where it was not seen.
    """
    shoulder, hip, joint = near_points(pose, body, "shoulder", "hip", part)
    along, out = hip - shoulder, joint - shoulder
    across = along[..., 0] * out[..., 1] - along[..., 1] * out[..., 0]
    return np.asarray(body.facing * across / np.maximum(distance(shoulder, hip), 1e-6) / body.trunk_px)


def _elbow_over_trunk(pose: Pose, body: Body) -> Floats:
    return behind_trunk(pose, body, "elbow")


ELBOW_OVER_TRUNK = Signal(
    "elbow_over_trunk_trunk",
    "Elbow over the back",
    "trunk",
    ("shoulder", "hip", "elbow"),
    _elbow_over_trunk,
    full_name="distance of the elbow beyond the back",
)
"""Distance of the elbow from the line shoulder-hip, positive behind the back."""


def _knee_spread(pose: Pose, body: Body) -> Floats:
    return _spread(pose, body, "knee", over="ankle")


KNEE_SPREAD = Signal(
    "knee_spread",
    "Knees apart, over ankles",
    "ratio",
    ("knee", "ankle"),
    _knee_spread,
    where="both",
    full_name="distance of the knees over that of the ankles",
)
"""Distance between the knees over the distance between the ankles; below 1 the knees cave in."""


def _foot_spread(pose: Pose, body: Body) -> Floats:
    return _spread(pose, body, "ankle", over="shoulder")


FOOT_SPREAD = Signal(
    "foot_spread",
    "Feet apart, over shoulders",
    "ratio",
    ("ankle", "shoulder"),
    _foot_spread,
    where="both",
    full_name="distance of the feet over that of the shoulders",
)
"""Distance between the ankles over the distance between the shoulders, seen from the front or from behind."""


def _hands_spread(pose: Pose, body: Body) -> Floats:
    left, right = (pose.point(landmark("wrist", side)) for side in SIDES)
    return distance(left, right) / body.trunk_px


HANDS_SPREAD = Signal(
    "hands_spread_trunk",
    "Hands apart",
    "trunk",
    ("wrist",),
    _hands_spread,
    where="both",
    full_name="distance between the hands",
)
"""Distance between the wrists in the image: small if both hands hold one weight."""


def _signed_floor(length: Floats) -> Floats:
    """The length, or 1 pixel if it is shorter, so that a level segment causes no division by zero."""
    return np.where(np.abs(length) < 1.0, 1.0, length)


def _spread(pose: Pose, body: Body, part: str, over: str) -> Floats:
    """Distance between left and right of one part over the distance between left and right of another."""
    wide, by = (
        distance(pose.point(landmark(each, "left")), pose.point(landmark(each, "right"))) for each in (part, over)
    )
    return wide / np.maximum(by, 0.05 * body.trunk_px)
