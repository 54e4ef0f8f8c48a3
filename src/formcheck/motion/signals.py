"""Named numbers per frame: each knows its unit and the landmarks that it cannot do without."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from formcheck.motion.geometry import angle_deg, distance, inclination_deg, tilt_deg, turned_angle_deg
from formcheck.motion.view import Body
from formcheck.pose.landmarks import Landmark, Side, landmark
from formcheck.pose.pose import Floats, Pose

MIN_VISIBILITY = 0.5
"""Least visibility of a needed landmark: docs/sources.md#visibility."""

Sides = tuple[Side, ...]


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
        ``deg``, ``trunk`` (lengths of the trunk) or ``ratio``.
    parts : tuple of str
        Landmarks by part, as in ``("shoulder", "hip", "knee")``.
    both : bool
        Needs the parts of both sides; otherwise those of the near side.
    compute : callable
        From a pose and the body to ``(...)`` values.
    """

    name: str
    label: str
    unit: str
    parts: tuple[str, ...]
    compute: Callable[[Pose, Body], Floats]
    both: bool = False

    def needs(self, near: Side) -> tuple[Landmark, ...]:
        """Landmarks that must be seen when `near` is the near side."""
        sides: Sides = ("left", "right") if self.both else (near,)
        return tuple(landmark(part, side) for side in sides for part in self.parts)

    def __call__(self, pose: Pose, body: Body) -> Floats:
        """Value, shape ``(...)``, in `unit`; NaN where a needed landmark was not seen."""
        seen = pose.visibility[..., self.needs(body.near)].min(axis=-1) >= MIN_VISIBILITY
        return np.where(seen, self.compute(pose, body), np.nan)


def _near(pose: Pose, body: Body, *parts: str) -> tuple[Floats, ...]:
    return tuple(pose.point(landmark(part, body.near)) for part in parts)


def _hip_extension(pose: Pose, body: Body) -> Floats:
    shoulder, hip, knee = _near(pose, body, "shoulder", "hip", "knee")
    return turned_angle_deg(shoulder, hip, knee, body.turn)


def _hip_height(pose: Pose, body: Body) -> Floats:
    hip, ankle = _near(pose, body, "hip", "ankle")
    return (ankle[..., 1] - hip[..., 1]) / body.trunk_px


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


HIP_EXTENSION = Signal("hip_extension_deg", "Hip angle", "deg", ("shoulder", "hip", "knee"), _hip_extension)
"""Shoulder-hip-knee on the front of the body: 180 a straight line, above it arched, below it sagging."""

HIP_HEIGHT = Signal("hip_height_trunk", "Hip height", "trunk", ("hip", "ankle"), _hip_height)
"""Height of the hip above the ankle, in lengths of the trunk."""

KNEE_EXTENSION = Signal("knee_extension_deg", "Knee angle", "deg", ("hip", "knee", "ankle"), _knee_extension)
"""Hip-knee-ankle: 180 is a straight leg."""

SHANK_TILT = Signal("shank_tilt_deg", "Shin tilt", "deg", ("knee", "ankle"), _shank_tilt)
"""Shin from the vertical: positive when the knee is beyond the ankle in the direction of the toes."""

TRUNK_INCLINATION = Signal("trunk_inclination_deg", "Trunk inclination", "deg", ("hip", "shoulder"), _trunk_inclination)
"""Hip to shoulder above the horizontal: 0 level, negative with the hips higher than the shoulders."""

KNEE_SPREAD = Signal("knee_spread", "Knees apart, over ankles", "ratio", ("knee", "ankle"), _knee_spread, both=True)
"""Distance between the knees over the distance between the ankles; below 1 the knees fall in."""
