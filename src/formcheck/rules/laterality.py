"""Which side works: found in the movement, never asked."""

from enum import StrEnum

import numpy as np

from formcheck.pose.landmarks import SIDES, Side, landmark
from formcheck.pose.pose import Floats
from formcheck.rules.rep_frames import RepFrames

LIFTED = 0.45
"""One ankle this much higher than the other, in trunk lengths, is a lifted foot: docs/sources.md#one-leg."""

MOSTLY = 0.6
"""Least share of the movement in which one foot is up; chosen: less is a leg that was lowered in between."""


class Laterality(StrEnum):
    """What works in a repetition."""

    BOTH = "both"
    """Both sides alike; reps have no side."""
    BOTH_FEET = "both feet"
    """As `BOTH`, with both feet on the floor."""
    ONE_LEG = "one leg"
    """The leg whose foot stays on the floor while the other is lifted."""
    EACH_ARM = "each arm"
    """Each arm makes its own reps; in the alternating superman, together with the leg across."""

    @property
    def counters(self) -> tuple[Side | None, ...]:
        """Sides that are counted each by itself; None for one counter for the whole body."""
        return SIDES if self is Laterality.EACH_ARM else (None,)


def side_of_rep(rep: RepFrames, laterality: Laterality) -> tuple[Side | None, str | None]:
    """Side that made a movement, and why it is no repetition: one of the two at most.

    For `EACH_ARM` the rep's own near side, which is the arm that was followed.
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

    Raw, because legs that the model exchanges from frame to frame would average out in the filter.
    """
    t, times = rep.raw.time_s, rep.times
    track = rep.raw[(t >= times.start_s) & (t <= times.end_s)]
    left, right = (track.point(landmark("ankle", side))[..., 1] for side in SIDES)
    return (right - left) / rep.body.trunk_px
