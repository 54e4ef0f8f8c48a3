"""Signals that are angles: of joints, and of body segments against the vertical or the horizontal."""

import numpy as np

from formcheck.motion.geometry import (
    angle_deg,
    angle_from_horizontal_deg,
    angle_from_vertical_deg,
    signed_joint_angle_deg,
)
from formcheck.motion.signals.signal import Signal, near_points, other_points
from formcheck.motion.view import Body, middle
from formcheck.pose.pose import Floats, Pose

HIP_BENDS_DEG = (10.0, 240.0)
"""Angles that a hip can have; beyond them the legs of another person were detected: docs/sources.md#plausible."""


def _hip_angle(pose: Pose, body: Body) -> Floats:
    shoulder, hip, knee = near_points(pose, body, "shoulder", "hip", "knee")
    angle = signed_joint_angle_deg(shoulder, hip, knee, body.facing)
    return np.where((angle >= HIP_BENDS_DEG[0]) & (angle <= HIP_BENDS_DEG[1]), angle, np.nan)


HIP_ANGLE = Signal("hip_extension_deg", "Hip angle", "deg", ("shoulder", "hip", "knee"), _hip_angle)
"""Included angle shoulder-hip-knee on the front of the body: 180 is a straight line, above it arched, below it sagging.
NaN below 10 and above 240, where no hip can be."""


def _hip_flexion(pose: Pose, body: Body) -> Floats:
    return 180.0 - _hip_angle(pose, body)


HIP_FLEXION = Signal("hip_flexion_deg", "Hip bend", "deg", ("shoulder", "hip", "knee"), _hip_flexion)
"""180 minus the hip angle: 0 is a straight line; it rises in a hinge."""


def _knee_angle(pose: Pose, body: Body) -> Floats:
    return angle_deg(*near_points(pose, body, "hip", "knee", "ankle"))


KNEE_ANGLE = Signal("knee_extension_deg", "Knee angle", "deg", ("hip", "knee", "ankle"), _knee_angle)
"""Included angle hip-knee-ankle: 180 is a straight leg."""


def _other_knee_angle(pose: Pose, body: Body) -> Floats:
    return angle_deg(*other_points(pose, body, "hip", "knee", "ankle"))


OTHER_KNEE_ANGLE = Signal(
    "other_knee_extension_deg",
    "Free knee",
    "deg",
    ("hip", "knee", "ankle"),
    _other_knee_angle,
    where="other",
    full_name="angle of the other knee",
)
"""Knee angle of the other leg, the one that does not work: 180 is straight."""


def _elbow_angle(pose: Pose, body: Body) -> Floats:
    return angle_deg(*near_points(pose, body, "shoulder", "elbow", "wrist"))


ELBOW_ANGLE = Signal("elbow_extension_deg", "Elbow angle", "deg", ("shoulder", "elbow", "wrist"), _elbow_angle)
"""Included angle shoulder-elbow-wrist: 180 is a straight arm."""


def _elbow_flexion(pose: Pose, body: Body) -> Floats:
    return 180.0 - _elbow_angle(pose, body)


ELBOW_FLEXION = Signal("elbow_flexion_deg", "Elbow bend", "deg", ("shoulder", "elbow", "wrist"), _elbow_flexion)
"""180 minus the elbow angle: 0 is a straight arm; it rises in a pull."""


def _other_elbow_angle(pose: Pose, body: Body) -> Floats:
    return angle_deg(*other_points(pose, body, "shoulder", "elbow", "wrist"))


OTHER_ELBOW_ANGLE = Signal(
    "other_elbow_extension_deg",
    "Resting elbow",
    "deg",
    ("shoulder", "elbow", "wrist"),
    _other_elbow_angle,
    where="other",
    full_name="angle of the resting elbow",
)
"""Elbow angle of the other arm, the one that does not work: 180 is straight."""


def _neck(pose: Pose, body: Body) -> Floats:
    ear, shoulder, hip = near_points(pose, body, "ear", "shoulder", "hip")
    return signed_joint_angle_deg(ear, shoulder, hip, -body.facing)


NECK = Signal("neck_deg", "Neck", "deg", ("ear", "shoulder", "hip"), _neck, full_name="angle of the neck")
"""Angle ear-shoulder-hip on the back of the body: smaller with the head thrown back. Only changes are meaningful."""


def _shank_tilt(pose: Pose, body: Body) -> Floats:
    ankle, knee = near_points(pose, body, "ankle", "knee")
    return angle_from_vertical_deg(ankle, knee, body.facing)


SHANK_TILT = Signal(
    "shank_tilt_deg",
    "Shin tilt",
    "deg",
    ("knee", "ankle"),
    _shank_tilt,
    full_name="lean of the shin from upright (towards the toes is positive)",
)
"""Shin from the vertical: positive if the knee is in front of the ankle, towards the toes."""


def _trunk_inclination(pose: Pose, body: Body) -> Floats:
    return angle_from_horizontal_deg(*near_points(pose, body, "hip", "shoulder"))


TRUNK_INCLINATION = Signal(
    "trunk_inclination_deg",
    "Trunk inclination",
    "deg",
    ("hip", "shoulder"),
    _trunk_inclination,
    full_name="slope of the trunk above the floor",
)
"""Line from hip to shoulder above the horizontal: 0 level, negative if the hips are higher than the shoulders."""


def _trunk_lean(pose: Pose, body: Body) -> Floats:
    hip, shoulder = near_points(pose, body, "hip", "shoulder")
    return angle_from_vertical_deg(hip, shoulder, body.facing)


TRUNK_LEAN = Signal(
    "trunk_lean_deg", "Trunk lean", "deg", ("hip", "shoulder"), _trunk_lean, full_name="lean of the trunk from upright"
)
"""Trunk from the vertical: positive leaning forward, negative leaning back."""


TRUNK_OVER_SCALE = 1.1
"""Length of the trunk of a person seen from the front or from behind over the size of that person in the image, which
the legs of a bent person give: docs/sources.md#trunk-rising-front."""


def _trunk_lean_by_height(pose: Pose, body: Body) -> Floats:
    height = (middle(pose, "hip") - middle(pose, "shoulder"))[..., 1] / (TRUNK_OVER_SCALE * body.trunk_px)
    return np.degrees(np.arccos(np.clip(height, -1.0, 1.0)))


TRUNK_LEAN_BY_HEIGHT = Signal(
    "trunk_lean_by_height_deg",
    "Trunk lean by height",
    "deg",
    ("hip", "shoulder"),
    _trunk_lean_by_height,
    where="both",
    full_name="lean of the trunk, by the height of the shoulders over the hips",
)
"""Trunk from the vertical as the height of the shoulders over the hips tells it, seen from the front or from behind:
0 upright, 90 level. Only changes are meaningful."""


def _roll_deg(pose: Pose, body: Body, part: str) -> Floats:
    """Line from the other side to the near side above the horizontal: positive if the near side is higher."""
    (near,), (other,) = near_points(pose, body, part), other_points(pose, body, part)
    line = near - other
    return np.degrees(np.arctan2(-line[..., 1], np.abs(line[..., 0])))


def _trunk_rotation(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "shoulder") - _roll_deg(pose, body, "hip")


TRUNK_ROTATION = Signal(
    "trunk_rotation_deg",
    "Trunk rotation",
    "deg",
    ("shoulder", "hip"),
    _trunk_rotation,
    where="both",
    full_name="rotation of the shoulder line against the hip line",
)
"""Tilt of the shoulder line minus that of the hip line: positive if the working side is rotated upwards."""


def _pelvis_roll(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "hip")


PELVIS_ROLL = Signal("pelvis_roll_deg", "Pelvis tilt", "deg", ("hip",), _pelvis_roll, where="both")
"""Tilt of the line between the hips: positive if the working side is higher."""


def _bar_tilt(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "wrist")


BAR_TILT = Signal(
    "bar_tilt_deg",
    "Bar tilt",
    "deg",
    ("wrist",),
    _bar_tilt,
    where="both",
    full_name="tilt of the line between the hands",
)
"""Tilt of the line between the wrists: positive if the near side is higher."""
