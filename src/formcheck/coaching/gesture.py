"""A sign that a person can give from afar: both hands over the head."""

from dataclasses import dataclass

import numpy as np

from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.motion.view import body_scale_px, height_over_hips
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose

HELD_S = 1.0
"""How long the sign is given; chosen: longer than a swing or a stretch passes through it."""

UPRIGHT = 0.6
"""Least height of the shoulders over the hips, in trunk lengths: whoever lies down gives no sign; chosen."""

ABOVE_NOSE = 0.15
"""How far both wrists are above the nose, in trunk lengths; chosen."""

_NEEDED = (Landmark.NOSE, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)


def hands_overhead(pose: Pose) -> bool:
    """Whether somebody sits or stands with both wrists above the head, in one frame."""
    if not (pose.visibility[list(_NEEDED)] >= MIN_VISIBILITY).all():
        return False
    heights = -pose.image[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1] + pose.image[Landmark.NOSE, 1]
    high = np.min(heights) / np.maximum(body_scale_px(pose), 1e-6)
    return bool(high >= ABOVE_NOSE and height_over_hips(pose, "shoulder")[0] >= UPRIGHT)


@dataclass(slots=True)
class HandsOverhead:
    """Tells the moment at which the sign has been given for long enough; once for each time it is given."""

    _since_s: float | None = None
    _told: bool = False

    def step(self, pose: Pose) -> bool:
        """Take the next frame; True once the sign has been held for `HELD_S`."""
        time_s = float(pose.time_s)
        if not hands_overhead(pose):
            self._since_s, self._told = None, False
            return False
        self._since_s = time_s if self._since_s is None else self._since_s
        given = not self._told and time_s - self._since_s >= HELD_S
        self._told = self._told or given
        return given
