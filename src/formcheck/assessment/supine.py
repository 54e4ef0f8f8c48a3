"""Heights of hips and feet of a person lying on the back, frame by frame.

Heights are measured vertically in the image, in trunk lengths.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.motion.view import middle
from formcheck.pose.landmarks import SIDES, Side, landmark
from formcheck.pose.pose import Floats, Pose

PLANTED = 0.2
"""Highest ankle of a planted foot above the floor, in trunk lengths. One foot is planted while the hips are up, so both
ankles are higher only if the pose model merges two legs of which one hides the other: docs/sources.md#test-feet."""

FLOOR_S = 8.0
"""The floor is the median of the lower ankle over this many seconds; chosen: longer than slips of the pose model."""


@dataclass(frozen=True, slots=True)
class Feet:
    """Heights of the feet.

    Attributes
    ----------
    high : (...) trunk lengths
        Height of the higher ankle above the floor; NaN if no foot is planted or the feet were not seen.
    left_higher : (...) bool
        Whether this is the left ankle.
    """

    high: Floats
    left_higher: npt.NDArray[np.bool_]


def hip_lift(pose: Pose, trunk_px: float) -> Floats:
    """Height of the mid-hips above the mid-shoulders: (...) trunk lengths, 0 on the floor."""
    return np.asarray((middle(pose, "shoulder") - middle(pose, "hip"))[..., 1] / trunk_px)


def trunk_pitch_deg(pose: Pose) -> Floats:
    """Slope of the line from mid-shoulders to mid-hips: (...) degrees above the horizontal, 0 on the floor."""
    shoulders, hips = middle(pose, "shoulder"), middle(pose, "hip")
    up, along = (shoulders - hips)[..., 1], np.abs((shoulders - hips)[..., 0])
    return np.asarray(np.degrees(np.arctan2(up, along)))


def lower_ankle_px(pose: Pose) -> Floats:
    """The lower of both ankles: (...) pixels from the top; NaN if one was not seen."""
    return np.asarray(np.maximum(*_ankles_px(pose)))


def feet(pose: Pose, floor_px: float, trunk_px: float, flat: float, *, lowered: bool = False) -> Feet:
    """Heights of the feet above the floor, which is `floor_px` from the top of the image.

    Parameters
    ----------
    flat : float
        Height of the higher ankle with both feet down, in trunk lengths: a planted far foot may look this high.
    lowered : bool
        Whether a leg is on its way to the floor or back. Then a model that sees both feet up has merged both legs into
        that one, which is up again. While it is held out, the merged feet are not steady enough.
    """
    left, right = _ankles_px(pose)
    lowest, highest = (floor_px - np.maximum(left, right)) / trunk_px, (floor_px - np.minimum(left, right)) / trunk_px
    most = PLANTED + flat
    merged = np.where(lowest > most, highest, np.nan) if lowered else np.nan
    return Feet(np.asarray(np.where(np.abs(lowest) <= most, highest, merged)), np.asarray(left < right))


FAR_WEIGHT = 3.0
"""Weight of which foot is farther against which is higher: docs/sources.md#test-feet."""


def supporting_side(given: Pose, repaired: Pose, facing: int, standing: tuple[float, float] = (0.0, 0.0)) -> Side:
    """The supporting leg: the foot of the other leg is farther from the shoulders, and higher while it is held out.

    Parameters
    ----------
    given, repaired : Pose
        (T,) the same frames with one leg out, as the pose model gave them and with exchanged legs put back. If the
        model merges both legs, the first shows better which foot is farther, the second which is higher.
    facing : +1 or -1
        `Body.facing`.
    standing : (along, up) pixels
        `ankles_apart` with both feet planted, which a camera at an angle sees apart as well.
    """
    along, _ = ankles_apart(given, facing)
    _, up = ankles_apart(repaired, facing)
    return "right" if FAR_WEIGHT * np.nansum(along - standing[0]) + np.nansum(up - standing[1]) > 0 else "left"


def ankles_apart(pose: Pose, facing: int) -> tuple[Floats, Floats]:
    """How much farther from the shoulders, and how much higher, the left ankle is than the right: (...) pixels."""
    left, right = ankles_along(pose, facing)
    left_y, right_y = _ankles_px(pose)
    return np.asarray(left - right), np.asarray(right_y - left_y)


def ankles_along(pose: Pose, facing: int) -> tuple[Floats, Floats]:
    """Places of left and right ankle along the body: (...) pixels, larger farther from the shoulders."""
    left, right = (facing * pose.point(landmark("ankle", side))[..., 0] for side in SIDES)
    return left, right


def _ankles_px(pose: Pose) -> tuple[Floats, Floats]:
    left, right = (pose.point(landmark("ankle", side))[..., 1] for side in SIDES)
    return left, right
