"""A named number per frame, with its unit and the landmarks that it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.motion.camera_roll import derolled
from formcheck.motion.view import Body
from formcheck.pose.landmarks import Landmark, Side, landmark, other_side
from formcheck.pose.pose import Floats, Pose

MIN_VISIBILITY = 0.5
"""Smallest visibility of a needed landmark: docs/sources.md#visibility."""

LOST_VISIBILITY = 0.1
"""Visibility below which even the guess of a landmark refuses nothing: docs/sources.md#visibility."""


Where = Literal["near", "other", "both", "across"]
"""Side that a signal is measured on: `Body.near` (the working side once it is known), the other side, or both; "across"
is the arm of the near side together with the leg and hip of the other."""

ARM = ("shoulder", "elbow", "wrist")


@dataclass(frozen=True, slots=True)
class Signal:
    """One number per frame, with the landmarks that it needs.

    Attributes
    ----------
    name : str
        Column name in ``signals.csv``.
    label : str
        Name of its curve in the report.
    unit : str
        ``deg``, ``trunk`` (trunk lengths), ``ratio`` or ``%``.
    parts : tuple of str
        Body parts whose landmarks it needs, as in ``("shoulder", "hip", "knee")``.
    compute : callable
        From a pose and the body to ``(...)`` values.
    where : "near", "other", "both" or "across"
        On which side the landmarks are needed.
    guessed : bool
        Uses the pose model's guess of landmarks that are hidden: good enough for counting, together with a
        confirmation, but never for judging.
    outline : bool
        Needs the outline of the trunk, which the pose model is asked for only then.
    full_name : str
        Name within a sentence, if the label is too short for one: see `phrase`.
    """

    name: str
    label: str
    unit: str
    parts: tuple[str, ...]
    compute: Callable[[Pose, Body], Floats]
    where: Where = "near"
    guessed: bool = False
    outline: bool = False
    full_name: str = ""

    @property
    def phrase(self) -> str:
        """Name within a sentence; without a full name the label, and for a joint angle its three body parts."""
        if self.full_name:
            return self.full_name
        label = self.label[:1].lower() + self.label[1:]
        return f"{label} ({', '.join(self.parts)})" if self.unit == "deg" and len(self.parts) == 3 else label

    def needs(self, near: Side) -> tuple[Landmark, ...]:
        """Landmarks that must be seen if `near` is the near side."""
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
        pose = derolled(pose, body.roll_deg)
        if self.guessed:
            return np.asarray(self.compute(pose, body), dtype=np.float64)
        seen = pose.visibility[..., self.needs(body.near)].min(axis=-1) >= MIN_VISIBILITY
        return np.where(seen, self.compute(pose, body), np.nan)


def near_points(pose: Pose, body: Body, *parts: str) -> tuple[Floats, ...]:
    """Landmarks of the near side, one per part: each ``(..., 2)`` pixels."""
    return tuple(pose.point(landmark(part, body.near)) for part in parts)


def other_points(pose: Pose, body: Body, *parts: str) -> tuple[Floats, ...]:
    """Landmarks of the other side, one per part: each ``(..., 2)`` pixels."""
    return tuple(pose.point(landmark(part, other_side(body.near))) for part in parts)
