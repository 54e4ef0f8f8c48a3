"""Which side of the body works: detected from the movement, the user is never asked."""

from enum import StrEnum

import numpy as np

from formcheck.pose.landmarks import SIDES, Side, landmark
from formcheck.pose.pose import Floats
from formcheck.rules.rep_frames import RepFrames

LIFTED = 0.45
"""A foot whose ankle is this much higher than the other, in trunk lengths, is lifted: docs/sources.md#one-leg."""

MOSTLY = 0.6
"""Smallest share of the movement during which one foot is up; chosen: less is a leg that was lowered in between."""


class Laterality(StrEnum):
    """Which side works in a rep."""

    BOTH = "both"
    """Both sides together; reps have no side."""
    BOTH_FEET = "both feet"
    """Like `BOTH`, with both feet on the floor."""
    ONE_LEG = "one leg"
    """The leg whose foot stays on the floor while the other is lifted."""
    EACH_ARM = "each arm"
    """Each arm makes its own reps; in the alternating superman together with the opposite leg."""

    @property
    def counters(self) -> tuple[Side | None, ...]:
        """Sides that have a rep counter of their own; None stands for one counter for the whole body."""
        return SIDES if self is Laterality.EACH_ARM else (None,)


def side_of_rep(rep: RepFrames, laterality: Laterality) -> tuple[Side | None, str | None]:
    """Side that made a movement, or the reason why it is no rep.

    For `EACH_ARM` the side is the near side of `rep`: the arm that was followed. At most one of the two is not None.
    """
    if laterality is Laterality.EACH_ARM:
        return rep.body.near, None
    if laterality is Laterality.BOTH:
        return None, None
    left_higher = _left_foot_higher(rep)
    one_up = bool(left_higher.size) and (np.abs(left_higher) >= LIFTED).mean() >= MOSTLY
    if laterality is Laterality.BOTH_FEET:
        return None, "one foot in the air" if one_up else None
    if not one_up:
        return None, "both feet on the floor"
    return ("right" if np.nanmedian(left_higher) > 0 else "left"), None


def _left_foot_higher(rep: RepFrames) -> Floats:
    """Trunk lengths by which the left ankle is higher than the right, in the raw frames of the movement.

    From raw frames: if the pose model swaps the legs from frame to frame, the filter would average them out.
    """
    t, times = rep.raw.time_s, rep.times
    track = rep.raw[(t >= times.start_s) & (t <= times.end_s)]
    left, right = (track.point(landmark("ankle", side))[..., 1] for side in SIDES)
    return (right - left) / rep.body.trunk_px
