"""Signals that are heights of one part of the body above another, in trunk lengths."""

from dataclasses import replace

import numpy as np

from formcheck.motion.signals.signal import LOST_VISIBILITY, Signal, near_points, other_points
from formcheck.motion.view import Body, middle
from formcheck.pose.landmarks import Landmark, other_side
from formcheck.pose.pose import Floats, Pose


def _hip_height(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "hip", "ankle")


HIP_HEIGHT = Signal("hip_height_trunk", "Hip height", "trunk", ("hip", "ankle"), _hip_height)
"""Height of the hip above the ankle."""


def _hips_over_feet(pose: Pose, body: Body) -> Floats:
    return (middle(pose, "ankle") - middle(pose, "hip"))[..., 1] / body.trunk_px


HIPS_OVER_FEET = Signal(
    "hips_over_feet_trunk",
    "Hips over the feet",
    "trunk",
    ("hip", "ankle"),
    _hips_over_feet,
    where="both",
    full_name="height of the hips over the feet",
)
"""Height of the middle of the hips above the middle of the ankles."""


def _hip_over_shoulder(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "hip", "shoulder")


HIP_OVER_SHOULDER = Signal(
    "hip_over_shoulder_trunk",
    "Hip over shoulder",
    "trunk",
    ("shoulder", "hip"),
    _hip_over_shoulder,
    full_name="height of the hips over the shoulders",
)
"""Height of the hip above the shoulder: about 0 while lying on the floor."""


def _shoulder_over_ankle(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "shoulder", "ankle")


SHOULDER_OVER_ANKLE = Signal(
    "shoulder_over_ankle_trunk",
    "Shoulder over ankle",
    "trunk",
    ("shoulder", "ankle"),
    _shoulder_over_ankle,
    full_name="height of the shoulders over the ankles",
)
"""Height of the shoulder above the ankle: about 0 while lying on the floor, about 0.5 with the shoulders on a bench."""


def _heel_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "heel", "foot_index")


HEEL_LIFT = Signal(
    "heel_lift_trunk",
    "Heel height",
    "trunk",
    ("heel", "foot_index"),
    _heel_lift,
    full_name="height of the heel over the toes",
)
"""Height of the heel above the toes. Only changes are meaningful."""


def _ankle_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "ankle", "hip")


ANKLE_LIFT = Signal("ankle_lift_trunk", "Foot height", "trunk", ("ankle", "hip"), _ankle_lift)
"""Height of the ankle above the hip."""


def _knee_height(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "knee", "ankle")


KNEE_HEIGHT = Signal(
    "knee_height_trunk",
    "Knee height",
    "trunk",
    ("knee", "ankle"),
    _knee_height,
    full_name="height of the knee over the ankle",
)
"""Height of the knee above the ankle: about 0 while the leg lies on the floor, about 0.8 with the foot planted."""


def _other_ankle_lift(pose: Pose, body: Body) -> Floats:
    ankle, hip = other_points(pose, body, "ankle", "hip")
    return (hip - ankle)[..., 1] / body.trunk_px


OTHER_ANKLE_LIFT = Signal(
    "other_ankle_lift_trunk",
    "Height of the other foot",
    "trunk",
    ("ankle", "hip"),
    _other_ankle_lift,
    where="other",
    full_name="height of the opposite foot",
)
"""Height above the hip of the ankle on the other side, opposite the working arm."""


def _wrist_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "hip")


WRIST_LIFT = Signal(
    "wrist_lift_trunk",
    "Hand height",
    "trunk",
    ("wrist", "hip"),
    _wrist_lift,
    full_name="height of the hands over the hips",
)
"""Height of the wrist above the hip."""


def _other_wrist_lift(pose: Pose, body: Body) -> Floats:
    wrist, hip = other_points(pose, body, "wrist", "hip")
    return (hip - wrist)[..., 1] / body.trunk_px


OTHER_WRIST_LIFT = Signal(
    "other_wrist_lift_trunk",
    "Height of the other hand",
    "trunk",
    ("wrist", "hip"),
    _other_wrist_lift,
    where="other",
    full_name="height of the other hand over the hips",
)
"""Height of the wrist of the other arm, the one that does not work, above the hip."""


def _limb_lift(pose: Pose, body: Body) -> Floats:
    return 0.5 * (_wrist_lift(pose, body) + _ankle_lift(pose, body))


LIMB_LIFT = Signal("limb_lift_trunk", "Lift of hands and feet", "trunk", ("wrist", "ankle", "hip"), _limb_lift)
"""Mean height of wrist and ankle above the hip; the rep signal of the superman."""


def _limbs_lift(pose: Pose, body: Body) -> Floats:
    height = middle(pose, "hip") - 0.5 * (middle(pose, "wrist") + middle(pose, "ankle"))
    return height[..., 1] / body.trunk_px


LIMBS_LIFT = Signal(
    "limbs_lift_trunk",
    "Lift of both hands and both feet",
    "trunk",
    ("wrist", "ankle", "hip"),
    _limbs_lift,
    where="both",
    guessed=True,
)
"""Mean height of both wrists and both ankles above the hips; the rep signal of the superman seen at an angle, where
the head hides one hand or the other while they lie on the floor. For counting only."""


def _diagonal_lift(pose: Pose, body: Body) -> Floats:
    (wrist,), (ankle, hip) = near_points(pose, body, "wrist"), other_points(pose, body, "ankle", "hip")
    return (hip - 0.5 * (wrist + ankle))[..., 1] / body.trunk_px


DIAGONAL_LIFT = Signal(
    "diagonal_lift_trunk",
    "Lift of a hand and the other foot",
    "trunk",
    ("wrist", "ankle", "hip"),
    _diagonal_lift,
    where="across",
    guessed=True,
    full_name="lift of one hand and the opposite foot",
)
"""Mean height above the hip of one wrist and the opposite ankle; the rep signal of the alternating superman. For
counting only."""


def _diagonal_over_other(pose: Pose, body: Body) -> Floats:
    return _diagonal_lift(pose, body) - _diagonal_lift(pose, replace(body, near=other_side(body.near)))


DIAGONAL_OVER_OTHER = Signal(
    "diagonal_over_other_trunk",
    "Lift against the other pair",
    "trunk",
    ("wrist", "ankle", "hip"),
    _diagonal_over_other,
    where="both",
    guessed=True,
    full_name="lift of one hand and the opposite foot, above that of the other pair",
)
"""Height of one wrist and the opposite ankle, minus that of the other pair: shows that one pair moved alone. For
counting only."""


def _wrist_over_shoulder(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "shoulder")


WRIST_OVER_SHOULDER = Signal(
    "wrist_over_shoulder_trunk",
    "Hands over shoulders",
    "trunk",
    ("wrist", "shoulder"),
    _wrist_over_shoulder,
    full_name="height of the hands over the shoulders",
)
"""Height of the wrist above the shoulder: 0 at shoulder height."""


def _hands_over_hips(pose: Pose, body: Body) -> Floats:
    return (middle(pose, "hip") - middle(pose, "wrist"))[..., 1] / body.trunk_px


HANDS_OVER_HIPS = Signal(
    "hands_over_hips_trunk",
    "Hands over the hips",
    "trunk",
    ("wrist", "hip"),
    _hands_over_hips,
    where="both",
    full_name="height of both hands over the hips",
)
"""Height of the middle of the wrists above the middle of the hips: constant while the hands hold a bar on the hips."""


def _hand_over_feet(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "ankle")


HAND_OVER_FEET = Signal(
    "hand_over_feet_trunk",
    "Hand height",
    "trunk",
    ("wrist", "ankle"),
    _hand_over_feet,
    guessed=True,
    full_name="height of the hand over the feet",
)
"""Height of the wrist above the ankle; behind the leg the wrist is guessed. For counting only."""


def _hand_over_other(pose: Pose, body: Body) -> Floats:
    (wrist,), (other,) = near_points(pose, body, "wrist"), other_points(pose, body, "wrist")
    return (other - wrist)[..., 1] / body.trunk_px


HAND_OVER_OTHER = Signal(
    "hand_over_other_trunk",
    "Hand over the other hand",
    "trunk",
    ("wrist",),
    _hand_over_other,
    where="both",
    guessed=True,
    full_name="height of one hand over the other",
)
"""Height of the wrist above the other wrist. For counting only."""


def _hand_over_other_not_lost(pose: Pose, body: Body) -> Floats:
    known = pose.visibility[..., [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]].min(axis=-1) >= LOST_VISIBILITY
    return np.where(known, _hand_over_other(pose, body), np.nan)


HAND_OVER_OTHER_NOT_LOST = Signal(
    "hand_over_other_not_lost_trunk",
    "Hand over the other hand, neither lost",
    "trunk",
    ("wrist",),
    _hand_over_other_not_lost,
    where="both",
    guessed=True,
    full_name="height of one hand over the other, neither quite hidden",
)
"""Height of the wrist above the other wrist, unless one is so hidden that even its guess means nothing. For counting
only."""


def _hand_above_other(pose: Pose, body: Body) -> Floats:
    return np.maximum(_hand_over_other(pose, body), 0.0)


HAND_ABOVE_OTHER = Signal(
    "hand_above_other_trunk",
    "Hand above the other hand",
    "trunk",
    ("wrist",),
    _hand_above_other,
    where="both",
    guessed=True,
    full_name="height of one hand above the other",
)
"""Height of the wrist above the other wrist, 0 if it is lower: shows that this arm went up, and not the other one down.
For counting only."""


HANDS_APART = Signal(
    "hands_apart_trunk",
    "Hand over the other hand, both seen",
    "trunk",
    ("wrist",),
    _hand_over_other,
    where="both",
    full_name="height of one hand over the other, both seen",
)
"""Height of the wrist above the other wrist, if both are seen."""


def _height(pose: Pose, body: Body, part: str, over: str) -> Floats:
    """Height of one part of the near side above another: (...) trunk lengths."""
    high, low = near_points(pose, body, part, over)
    return (low[..., 1] - high[..., 1]) / body.trunk_px
