"""Roll of the camera, from the floor under a person lying on the back; poses as a level camera would have seen them."""

from dataclasses import replace

import numpy as np

from formcheck.motion.view import body_scale_px, middle
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Floats, Pose

SHOULDERS_OVER_HEELS = 0.11
"""Height of the shoulders over the heels of a person on the back, in trunk lengths: docs/sources.md#level."""

LIFTED = 0.3
"""A heel this much higher than the other, in trunk lengths, is off the floor: docs/sources.md#level."""

SHOULDERS_APART, DOWN_OFFSET_DEG = 0.8, 6.0
"""Width of the shoulders in trunk lengths, and by how much the pose model underestimates how far a camera looks down:
docs/sources.md#level."""

ROLLED_FROM_DEG, ROLLED_TO_DEG = 5.3, 20.0
"""Slopes of the floor that are treated as camera roll: docs/sources.md#level."""


def floor_slope_deg(track: Pose) -> Floats:
    """Slope of the floor under the shoulders and heels of a person on the back: (...) degrees, 0 level.

    Positive if the right of the image is higher; NaN where a point is missing, or one foot is lifted.
    """
    step = middle(track, "heel") - middle(track, "shoulder")
    size_px = body_scale_px(track)
    rise = -step[..., 1] + SHOULDERS_OVER_HEELS * size_px
    left, right = (track.point(landmark("heel", side))[..., 1] for side in SIDES)
    lifted = np.abs(left - right) > LIFTED * size_px
    return np.where(lifted, np.nan, np.degrees(np.arctan2(rise * np.sign(step[..., 0]), np.abs(step[..., 0]))))


def roll_deg(track: Pose) -> float:
    """Roll of the camera, from the floor under a person who lies on the back and is seen from the side.

    Returns
    -------
    float, degrees
        Median slope of the floor over a (T,) track; 0 if it is too small to be distinguished from level, too large
        to be the floor, or was not seen.
    """
    slopes = floor_slope_deg(track)
    slopes = slopes[np.isfinite(slopes)]
    slope = float(np.median(slopes)) if slopes.size else 0.0
    return slope if ROLLED_FROM_DEG <= abs(slope) <= ROLLED_TO_DEG else 0.0


def looks_down_deg(track: Pose) -> Floats:
    """How steeply the camera looks down on a person who lies on the back and is seen from the side.

    Computed from how much higher in the image the far shoulder is than the near one.

    Returns
    -------
    (...) degrees, 6 (level) to 90
        Within 5 degrees of the truth with both feet on the floor, up to 14 too much with one: docs/sources.md#level.
        NaN where a shoulder is missing.
    """
    left, right = (track.point(landmark("shoulder", side))[..., 1] for side in SIDES)
    share = np.abs(left - right) / (SHOULDERS_APART * np.maximum(body_scale_px(track), 1e-6))
    return np.asarray(np.minimum(np.degrees(np.arcsin(np.minimum(share, 1.0))) + DOWN_OFFSET_DEG, 90.0))


def derolled(pose: Pose, roll_deg: float) -> Pose:
    """The pose rotated clockwise about the corner of the image, so that a floor of this slope becomes level.

    Only ``image`` is rotated, not ``world``. Angles and heights change, distances do not.
    """
    if not roll_deg:
        return pose
    roll = np.radians(roll_deg)
    matrix = np.array([(np.cos(roll), np.sin(roll)), (-np.sin(roll), np.cos(roll))])
    return replace(pose, image=pose.image @ matrix)
