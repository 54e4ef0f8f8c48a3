"""Named numbers per frame: each knows its unit and the landmarks that it cannot do without."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from formcheck.motion.geometry import angle_deg, distance, inclination_deg, tilt_deg, turned_angle_deg
from formcheck.motion.level import levelled
from formcheck.motion.view import Body, middle
from formcheck.pose.landmarks import Landmark, Side, landmark, other_side
from formcheck.pose.pose import Floats, Pose

MIN_VISIBILITY = 0.5
"""Least visibility of a needed landmark: docs/sources.md#visibility."""

Where = Literal["near", "other", "both", "across"]
"""Side that a signal is taken on: `Body.near` (the working side once it is known), the other one, or both; or
the arm of the near side together with the leg and hip of the other."""

ARM = ("shoulder", "elbow", "wrist")

HIP_BENDS_DEG = (10.0, 240.0)
"""Angles that a hip can show; beyond, somebody else's legs were taken for the person's: docs/sources.md#plausible."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One number per frame, with the landmarks it cannot do without.

    Attributes
    ----------
    name : str
        Column name in ``signals.csv``.
    label : str
        What a reader of the report sees.
    unit : str
        ``deg``, ``trunk`` (lengths of the trunk), ``ratio`` or ``%``.
    parts : tuple of str
        Landmarks by part, as in ``("shoulder", "hip", "knee")``.
    compute : callable
        From a pose and the body to ``(...)`` values.
    where : "near", "other", "both" or "across"
        On which side the parts are needed.
    guessed : bool
        Takes the model's guess of landmarks that it does not see: good enough to count with, together with a
        proof; never to judge with.
    outline : bool
        Needs the outline of the trunk, which the pose model is asked for only then.
    """

    name: str
    label: str
    unit: str
    parts: tuple[str, ...]
    compute: Callable[[Pose, Body], Floats]
    where: Where = "near"
    guessed: bool = False
    outline: bool = False

    def needs(self, near: Side) -> tuple[Landmark, ...]:
        """Landmarks that must be seen when `near` is the near side."""
        sides: dict[Where, tuple[Side, ...]] = {
            "near": (near,),
            "other": (other_side(near),),
            "both": ("left", "right"),
        }
        if self.where == "across":
            return tuple(landmark(part, near if part in ARM else other_side(near)) for part in self.parts)
        return tuple(landmark(part, side) for side in sides[self.where] for part in self.parts)

    def __call__(self, pose: Pose, body: Body) -> Floats:
        """Value, shape ``(...)``, in `unit`; NaN where a needed landmark was not seen."""
        pose = levelled(pose, body.roll_deg)
        if self.guessed:
            return np.asarray(self.compute(pose, body), dtype=np.float64)
        seen = pose.visibility[..., self.needs(body.near)].min(axis=-1) >= MIN_VISIBILITY
        return np.where(seen, self.compute(pose, body), np.nan)


def _near(pose: Pose, body: Body, *parts: str) -> tuple[Floats, ...]:
    return tuple(pose.point(landmark(part, body.near)) for part in parts)


def _hip_extension(pose: Pose, body: Body) -> Floats:
    shoulder, hip, knee = _near(pose, body, "shoulder", "hip", "knee")
    angle = turned_angle_deg(shoulder, hip, knee, body.turn)
    return np.where((angle >= HIP_BENDS_DEG[0]) & (angle <= HIP_BENDS_DEG[1]), angle, np.nan)


def _hip_height(pose: Pose, body: Body) -> Floats:
    hip, ankle = _near(pose, body, "hip", "ankle")
    return (ankle[..., 1] - hip[..., 1]) / body.trunk_px


def _other(pose: Pose, body: Body, *parts: str) -> tuple[Floats, ...]:
    return tuple(pose.point(landmark(part, other_side(body.near))) for part in parts)


def _knee_extension(pose: Pose, body: Body) -> Floats:
    return angle_deg(*_near(pose, body, "hip", "knee", "ankle"))


def _shank_tilt(pose: Pose, body: Body) -> Floats:
    ankle, knee = _near(pose, body, "ankle", "knee")
    return tilt_deg(ankle, knee, body.turn)


def _trunk_inclination(pose: Pose, body: Body) -> Floats:
    return inclination_deg(*_near(pose, body, "hip", "shoulder"))


def _knee_spread(pose: Pose, body: Body) -> Floats:
    knees, ankles = (
        distance(pose.point(landmark(part, "left")), pose.point(landmark(part, "right"))) for part in ("knee", "ankle")
    )
    return knees / np.maximum(ankles, 0.05 * body.trunk_px)


def _hip_flexion(pose: Pose, body: Body) -> Floats:
    return 180.0 - _hip_extension(pose, body)


def _elbow_extension(pose: Pose, body: Body) -> Floats:
    return angle_deg(*_near(pose, body, "shoulder", "elbow", "wrist"))


def _elbow_flexion(pose: Pose, body: Body) -> Floats:
    return 180.0 - _elbow_extension(pose, body)


def _height(pose: Pose, body: Body, part: str, over: str) -> Floats:
    high, low = _near(pose, body, part, over)
    return (low[..., 1] - high[..., 1]) / body.trunk_px


def _wrist_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "hip")


def _ankle_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "ankle", "hip")


def _limb_lift(pose: Pose, body: Body) -> Floats:
    return 0.5 * (_wrist_lift(pose, body) + _ankle_lift(pose, body))


def _wrist_over_shoulder(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "shoulder")


def _trunk_lean(pose: Pose, body: Body) -> Floats:
    hip, shoulder = _near(pose, body, "hip", "shoulder")
    return tilt_deg(hip, shoulder, body.turn)


def _neck(pose: Pose, body: Body) -> Floats:
    ear, shoulder, hip = _near(pose, body, "ear", "shoulder", "hip")
    return turned_angle_deg(ear, shoulder, hip, -body.turn)


def _hips_back(pose: Pose, body: Body) -> Floats:
    hip, ankle = _near(pose, body, "hip", "ankle")
    return body.turn * (ankle[..., 0] - hip[..., 0]) / body.trunk_px


def _wrist_from_leg(pose: Pose, body: Body) -> Floats:
    hip, knee, ankle, wrist = _near(pose, body, "hip", "knee", "ankle", "wrist")
    share = np.clip((wrist[..., 1] - knee[..., 1]) / _signed_floor(ankle[..., 1] - knee[..., 1]), 0.0, 1.0)
    share_up = np.clip((knee[..., 1] - wrist[..., 1]) / _signed_floor(knee[..., 1] - hip[..., 1]), 0.0, 1.0)
    leg_x = knee[..., 0] + share * (ankle - knee)[..., 0] + share_up * (hip - knee)[..., 0]
    return body.turn * (wrist[..., 0] - leg_x) / body.trunk_px


def _signed_floor(length: Floats) -> Floats:
    """At least a pixel, so that a level segment divides nothing by zero."""
    return np.where(np.abs(length) < 1.0, 1.0, length)


def _elbow_over_trunk(pose: Pose, body: Body) -> Floats:
    shoulder, hip, elbow = _near(pose, body, "shoulder", "hip", "elbow")
    along, out = hip - shoulder, elbow - shoulder
    across = along[..., 0] * out[..., 1] - along[..., 1] * out[..., 0]
    return body.turn * across / np.maximum(distance(shoulder, hip), 1e-6) / body.trunk_px


def _shoulder_slide(pose: Pose, body: Body) -> Floats:
    shoulder, ankle = _near(pose, body, "shoulder", "ankle")
    return body.turn * (ankle[..., 0] - shoulder[..., 0]) / body.trunk_px


def _heel_lift(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "heel", "foot_index")


def _hip_over_shoulder(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "hip", "shoulder")


def _shoulder_over_ankle(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "shoulder", "ankle")


def _other_knee_extension(pose: Pose, body: Body) -> Floats:
    return angle_deg(*_other(pose, body, "hip", "knee", "ankle"))


def _other_elbow_extension(pose: Pose, body: Body) -> Floats:
    return angle_deg(*_other(pose, body, "shoulder", "elbow", "wrist"))


def _hand_over_feet(pose: Pose, body: Body) -> Floats:
    return _height(pose, body, "wrist", "ankle")


def _hand_over_other(pose: Pose, body: Body) -> Floats:
    (wrist,), (other,) = _near(pose, body, "wrist"), _other(pose, body, "wrist")
    return (other - wrist)[..., 1] / body.trunk_px


def _hand_above_other(pose: Pose, body: Body) -> Floats:
    return np.maximum(_hand_over_other(pose, body), 0.0)


def _roll_deg(pose: Pose, body: Body, part: str) -> Floats:
    """Line from the other side to this side above the horizontal: positive with this side higher."""
    (near,), (other,) = _near(pose, body, part), _other(pose, body, part)
    line = near - other
    return np.degrees(np.arctan2(-line[..., 1], np.abs(line[..., 0])))


def _trunk_rotation(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "shoulder") - _roll_deg(pose, body, "hip")


def _pelvis_roll(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "hip")


def _diagonal_lift(pose: Pose, body: Body) -> Floats:
    (wrist,), (ankle, hip) = _near(pose, body, "wrist"), _other(pose, body, "ankle", "hip")
    return (hip - 0.5 * (wrist + ankle))[..., 1] / body.trunk_px


def _diagonal_over_other(pose: Pose, body: Body) -> Floats:
    return _diagonal_lift(pose, body) - _diagonal_lift(pose, replace(body, near=other_side(body.near)))


def _other_ankle_lift(pose: Pose, body: Body) -> Floats:
    ankle, hip = _other(pose, body, "ankle", "hip")
    return (hip - ankle)[..., 1] / body.trunk_px


def _foot_spread(pose: Pose, body: Body) -> Floats:
    feet, shoulders = (
        distance(pose.point(landmark(part, "left")), pose.point(landmark(part, "right")))
        for part in ("ankle", "shoulder")
    )
    return feet / np.maximum(shoulders, 0.05 * body.trunk_px)


def _bar_tilt(pose: Pose, body: Body) -> Floats:
    return _roll_deg(pose, body, "wrist")


def _hands_over_hips(pose: Pose, body: Body) -> Floats:
    return (middle(pose, "hip") - middle(pose, "wrist"))[..., 1] / body.trunk_px


def _hips_aside(pose: Pose, body: Body) -> Floats:
    return body.turn * (middle(pose, "hip") - middle(pose, "ankle"))[..., 0] / body.trunk_px


def _hips_over_feet(pose: Pose, body: Body) -> Floats:
    return (middle(pose, "ankle") - middle(pose, "hip"))[..., 1] / body.trunk_px


HIP_EXTENSION = Signal("hip_extension_deg", "Hip angle", "deg", ("shoulder", "hip", "knee"), _hip_extension)
"""Shoulder-hip-knee on the front of the body: 180 a straight line, above it arched, below it sagging; NaN where no hip
can be, below 10 and above 240."""

HIP_HEIGHT = Signal("hip_height_trunk", "Hip height", "trunk", ("hip", "ankle"), _hip_height)
"""Height of the hip above the ankle, in lengths of the trunk."""

KNEE_EXTENSION = Signal("knee_extension_deg", "Knee angle", "deg", ("hip", "knee", "ankle"), _knee_extension)
"""Hip-knee-ankle: 180 is a straight leg."""

SHANK_TILT = Signal("shank_tilt_deg", "Shin tilt", "deg", ("knee", "ankle"), _shank_tilt)
"""Shin from the vertical: positive when the knee is beyond the ankle in the direction of the toes."""

TRUNK_INCLINATION = Signal("trunk_inclination_deg", "Trunk inclination", "deg", ("hip", "shoulder"), _trunk_inclination)
"""Hip to shoulder above the horizontal: 0 level, negative with the hips higher than the shoulders."""

KNEE_SPREAD = Signal("knee_spread", "Knees apart, over ankles", "ratio", ("knee", "ankle"), _knee_spread, where="both")
"""Distance between the knees over the distance between the ankles; below 1 the knees fall in."""

HIP_FLEXION = Signal("hip_flexion_deg", "Hip bend", "deg", ("shoulder", "hip", "knee"), _hip_flexion)
"""180 less the hip angle: 0 is a straight line, and it rises in a hinge."""

ELBOW_EXTENSION = Signal("elbow_extension_deg", "Elbow angle", "deg", ("shoulder", "elbow", "wrist"), _elbow_extension)
"""Shoulder-elbow-wrist: 180 is a straight arm."""

ELBOW_FLEXION = Signal("elbow_flexion_deg", "Elbow bend", "deg", ("shoulder", "elbow", "wrist"), _elbow_flexion)
"""180 less the elbow angle: rises in a pull."""

WRIST_LIFT = Signal("wrist_lift_trunk", "Hand height", "trunk", ("wrist", "hip"), _wrist_lift)
"""Height of the wrist above the hip."""

ANKLE_LIFT = Signal("ankle_lift_trunk", "Foot height", "trunk", ("ankle", "hip"), _ankle_lift)
"""Height of the ankle above the hip."""

LIMB_LIFT = Signal("limb_lift_trunk", "Lift of hands and feet", "trunk", ("wrist", "ankle", "hip"), _limb_lift)
"""Mean height of wrist and ankle above the hip: drives the superman."""

WRIST_OVER_SHOULDER = Signal(
    "wrist_over_shoulder_trunk", "Hands over shoulders", "trunk", ("wrist", "shoulder"), _wrist_over_shoulder
)
"""Height of the wrist above the shoulder: 0 at shoulder height."""

TRUNK_LEAN = Signal("trunk_lean_deg", "Trunk lean", "deg", ("hip", "shoulder"), _trunk_lean)
"""Trunk from the vertical: positive forward, negative leaning back."""

NECK = Signal("neck_deg", "Neck", "deg", ("ear", "shoulder", "hip"), _neck)
"""Ear-shoulder-hip on the back of the body: smaller with the head thrown back. Only changes mean something."""

HIPS_BACK = Signal("hips_back_trunk", "Hips behind the ankles", "trunk", ("hip", "ankle"), _hips_back)
"""Distance of the hip behind the ankle, along the floor."""

WRIST_FROM_LEG = Signal(
    "wrist_from_leg_trunk", "Hands from the legs", "trunk", ("hip", "knee", "ankle", "wrist"), _wrist_from_leg
)
"""Distance of the wrist in front of the leg at its height."""

ELBOW_OVER_TRUNK = Signal(
    "elbow_over_trunk_trunk", "Elbow over the back", "trunk", ("shoulder", "hip", "elbow"), _elbow_over_trunk
)
"""Distance of the elbow beyond the line from shoulder to hip, positive on the side of the back."""

SHOULDER_SLIDE = Signal("shoulder_slide_trunk", "Shoulder to ankle", "trunk", ("shoulder", "ankle"), _shoulder_slide)
"""Distance from shoulder to ankle along the floor; constant while nothing slides."""

HEEL_LIFT = Signal("heel_lift_trunk", "Heel height", "trunk", ("heel", "foot_index"), _heel_lift)
"""Height of the heel above the toes; only changes mean something."""

HIP_OVER_SHOULDER = Signal(
    "hip_over_shoulder_trunk", "Hip over shoulder", "trunk", ("shoulder", "hip"), _hip_over_shoulder
)
"""Height of the hips above the shoulders, lying on the back: 0 on the floor."""

SHOULDER_OVER_ANKLE = Signal(
    "shoulder_over_ankle_trunk", "Shoulder over ankle", "trunk", ("shoulder", "ankle"), _shoulder_over_ankle
)
"""Height of the shoulders above the ankles: near 0 lying on the floor, half a trunk on a bench."""

OTHER_KNEE_EXTENSION = Signal(
    "other_knee_extension_deg",
    "Free knee",
    "deg",
    ("hip", "knee", "ankle"),
    _other_knee_extension,
    where="other",
)
"""Knee angle of the leg that does not work: 180 is straight."""

OTHER_ELBOW_EXTENSION = Signal(
    "other_elbow_extension_deg",
    "Resting elbow",
    "deg",
    ("shoulder", "elbow", "wrist"),
    _other_elbow_extension,
    where="other",
)
"""Elbow angle of the arm that does not work: 180 is straight."""

HAND_OVER_FEET = Signal(
    "hand_over_feet_trunk", "Hand height", "trunk", ("wrist", "ankle"), _hand_over_feet, guessed=True
)
"""Height of one wrist above the ankles. Behind the leg the wrist is guessed: for counting only."""

HAND_OVER_OTHER = Signal(
    "hand_over_other_trunk",
    "Hand over the other hand",
    "trunk",
    ("wrist",),
    _hand_over_other,
    where="both",
    guessed=True,
)
"""Height of one wrist above the other. For counting only."""

HAND_ABOVE_OTHER = Signal(
    "hand_above_other_trunk",
    "Hand above the other hand",
    "trunk",
    ("wrist",),
    _hand_above_other,
    where="both",
    guessed=True,
)
"""The same, and 0 where it is lower: proves that this arm went up, and not the other down. For counting only."""

HANDS_APART = Signal(
    "hands_apart_trunk", "Hand over the other hand, both seen", "trunk", ("wrist",), _hand_over_other, where="both"
)
"""Height of one wrist above the other where both are seen."""

TRUNK_ROTATION = Signal(
    "trunk_rotation_deg", "Trunk rotation", "deg", ("shoulder", "hip"), _trunk_rotation, where="both"
)
"""Tilt of the shoulder line less that of the hip line: positive with the working side turned up."""

PELVIS_ROLL = Signal("pelvis_roll_deg", "Pelvis tilt", "deg", ("hip",), _pelvis_roll, where="both")
"""Tilt of the line between the hips: positive with the working side higher."""

BAR_TILT = Signal("bar_tilt_deg", "Bar tilt", "deg", ("wrist",), _bar_tilt, where="both")
"""Tilt of the line between the wrists: positive with this side higher."""

HANDS_OVER_HIPS = Signal(
    "hands_over_hips_trunk", "Hands over the hips", "trunk", ("wrist", "hip"), _hands_over_hips, where="both"
)
"""Height of the middle of the hands above the middle of the hips: stays while the hands hold a bar on the hips."""

HIPS_ASIDE = Signal("hips_aside_trunk", "Hips sideways", "trunk", ("hip", "ankle"), _hips_aside, where="both")
"""Middle of the hips beside the middle of the ankles, along the picture; only changes mean something."""

HIPS_OVER_FEET = Signal(
    "hips_over_feet_trunk", "Hips over the feet", "trunk", ("hip", "ankle"), _hips_over_feet, where="both"
)
"""Height of the hips above the ankles."""

DIAGONAL_LIFT = Signal(
    "diagonal_lift_trunk",
    "Lift of a hand and the other foot",
    "trunk",
    ("wrist", "ankle", "hip"),
    _diagonal_lift,
    where="across",
    guessed=True,
)
"""Mean height of one wrist and of the ankle across above the hips: drives the alternating superman. For
counting only."""

DIAGONAL_OVER_OTHER = Signal(
    "diagonal_over_other_trunk",
    "Lift against the other pair",
    "trunk",
    ("wrist", "ankle", "hip"),
    _diagonal_over_other,
    where="both",
    guessed=True,
)
"""The same, less that of the other wrist and ankle: proves that one pair moved alone. For counting only."""

OTHER_ANKLE_LIFT = Signal(
    "other_ankle_lift_trunk", "Height of the other foot", "trunk", ("ankle", "hip"), _other_ankle_lift, where="other"
)
"""Height above the hip of the ankle across from the working arm."""

FOOT_SPREAD = Signal(
    "foot_spread", "Feet apart, over shoulders", "ratio", ("ankle", "shoulder"), _foot_spread, where="both"
)
"""Distance between the ankles over that between the shoulders, from the front or from behind."""
