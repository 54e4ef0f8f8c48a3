"""The 33 landmarks of MediaPipe Pose, their mirror partners and the bones between them."""

from enum import IntEnum
from functools import cache
from typing import Literal

Side = Literal["left", "right"]
"""A side of the person, never of the image."""


class Landmark(IntEnum):
    """Index of a landmark along the landmark axis of a pose."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32

    @property
    def mirror(self) -> "Landmark":
        """The same body part on the other side; a midline part is its own mirror."""
        if "LEFT" in self.name:
            return Landmark[self.name.replace("LEFT", "RIGHT")]
        if "RIGHT" in self.name:
            return Landmark[self.name.replace("RIGHT", "LEFT")]
        return self


N_LANDMARKS = len(Landmark)


@cache  # called some hundred times per frame
def landmark(part: str, side: Side) -> Landmark:
    """Landmark of a body part on one side: ``landmark("hip", "left")`` is ``Landmark.LEFT_HIP``."""
    return Landmark[f"{side}_{part}".upper()]


def other_side(side: Side) -> Side:
    """The opposite side."""
    return "left" if side == "right" else "right"


_LIMBS = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot_index"),
    ("ankle", "foot_index"),
)
SIDES: tuple[Side, Side] = ("left", "right")
"""Both sides, in the order of their landmarks."""

BONES: tuple[tuple[Landmark, Landmark], ...] = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *((landmark(a, side), landmark(b, side)) for side in SIDES for a, b in _LIMBS),
)
"""Pairs of landmarks joined by a drawn line: trunk, arms and legs, without face and fingers."""
