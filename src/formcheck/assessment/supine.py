"""What is seen of somebody who bridges on the back: how high hips and feet are, frame by frame.

Heights are taken along the picture, in lengths of the trunk.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.motion.view import middle
from formcheck.pose.landmarks import SIDES, Side, landmark
from formcheck.pose.pose import Floats, Pose

PLANTED = 0.2
"""Farther above the floor than this, in trunk lengths, nothing is a planted foot. While the hips are up one foot is
planted, so a frame in which both ankles are higher shows a slip of the pose model, which merges two legs that lie one
behind the other: docs/sources.md#test-feet."""

FLOOR_S = 8.0
"""The floor under the feet is the median of the lower ankle over this many seconds; chosen: longer than a slip."""


@dataclass(frozen=True, slots=True)
class Feet:
    """Where the feet are.

    Attributes
    ----------
    high : (...) trunk lengths
        Height of the higher ankle above the floor; NaN where no foot is planted or the feet were not seen.
    left_higher : (...) bool
        Which one it is.
    """

    high: Floats
    left_higher: npt.NDArray[np.bool_]


def hip_lift(pose: Pose, trunk_px: float) -> Floats:
    """Height of the middle of the hips above the middle of the shoulders: (...) trunk lengths, 0 on the floor."""
    return np.asarray((middle(pose, "shoulder") - middle(pose, "hip"))[..., 1] / trunk_px)


def trunk_pitch_deg(pose: Pose) -> Floats:
    """Line from the middle of the shoulders to that of the hips above the horizontal: (...) degrees, 0 on the floor."""
    shoulders, hips = middle(pose, "shoulder"), middle(pose, "hip")
    up, along = (shoulders - hips)[..., 1], np.abs((shoulders - hips)[..., 0])
    return np.asarray(np.degrees(np.arctan2(up, along)))


def lower_ankle_px(pose: Pose) -> Floats:
    """The lower one of both ankles: (...) pixels from the top; NaN where one of them was not seen."""
    return np.asarray(np.maximum(*_ankles_px(pose)))


def feet(pose: Pose, floor_px: float, trunk_px: float, flat: float) -> Feet:
    """Height of the feet over a floor at `floor_px` from the top of the picture.

    Parameters
    ----------
    flat : float
        Height of the higher ankle with both feet down, in trunk lengths: so high a planted far foot may look.
    """
    left, right = _ankles_px(pose)
    lowest, highest = (floor_px - np.maximum(left, right)) / trunk_px, (floor_px - np.minimum(left, right)) / trunk_px
    return Feet(np.asarray(np.where(np.abs(lowest) <= PLANTED + flat, highest, np.nan)), np.asarray(left < right))


FAR_WEIGHT = 3.0
"""How much more the farther foot says than the higher one: docs/sources.md#test-feet."""


def carrying_side(given: Pose, repaired: Pose, facing: int) -> Side:
    """The leg that carries: the foot of the other one is farther from the shoulders, and higher while it is out.

    Parameters
    ----------
    given, repaired : Pose
        (T,) the same frames with one leg out, as the pose model gave them and with exchanged legs put back. Where the
        model merges both legs the one tells better which is farther, the other which is higher.
    facing : +1 or -1
        `Body.facing`.
    """
    left, right = (facing * given.point(landmark("ankle", side))[..., 0] for side in SIDES)
    left_y, right_y = _ankles_px(repaired)
    return "right" if FAR_WEIGHT * np.nansum(left - right) + np.nansum(right_y - left_y) > 0 else "left"


def _ankles_px(pose: Pose) -> tuple[Floats, Floats]:
    left, right = (pose.point(landmark("ankle", side))[..., 1] for side in SIDES)
    return left, right
