"""Which side of the body works: detected from the movement, the user is never asked."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import LOST_VISIBILITY, MIN_VISIBILITY
from formcheck.pose.landmarks import SIDES, Side, landmark
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.rep_frames import RepFrames

LIFTED, SURELY_LIFTED = 0.45, 0.6
"""A foot whose ankle is this much higher than the other, in trunk lengths, is lifted. Not from the side, a bridge on
both feet is refused only beyond the second, since the farther foot looks higher: docs/sources.md#one-leg."""

MOSTLY = 0.6
"""Smallest share of the movement during which one foot is up; chosen: less is a leg that was lowered in between."""

SHIN_LIKE_THE_OTHER = (0.6, 1.6)
"""Length of one shin in the image over that of the other: beyond it the foot of one of them is a guess; chosen."""


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
    if laterality is Laterality.BOTH_FEET:
        least = LIFTED if rep.times.view == "side" else SURELY_LIFTED
        one_up = _mostly_lifted(left_higher[_feet_seen(rep)], least, len(left_higher))
        return None, "one foot in the air" if one_up else None
    if not _mostly_lifted(left_higher, LIFTED, len(left_higher)):
        seen = _feet_visibility(rep, LOST_VISIBILITY).sum() >= MOSTLY * len(left_higher)
        return None, "both feet on the floor" if seen else "a foot is not seen"
    return ("right" if np.nanmedian(left_higher) > 0 else "left"), None


def _mostly_lifted(left_higher: Floats, least: float, frames: int) -> bool:
    """Whether one foot is up by this much in most of the frames of a movement."""
    return bool(frames) and int((np.abs(left_higher) >= least).sum()) >= MOSTLY * frames


def _feet_visibility(rep: RepFrames, least: float) -> npt.NDArray[np.bool_]:
    """Raw frames of the movement in which both ankles have at least this visibility."""
    ankles = _raw_frames(rep).visibility[:, [landmark("ankle", side) for side in SIDES]]
    visible: npt.NDArray[np.bool_] = ankles.min(axis=-1) >= least
    return visible


def _feet_seen(rep: RepFrames) -> npt.NDArray[np.bool_]:
    """Raw frames of the movement that show both feet: seen, and shins of about one length.

    A foot behind the body is the pose model's guess, and must not refuse a rep.
    """
    track = _raw_frames(rep)
    left, right = (distance(track.point(landmark("knee", s)), track.point(landmark("ankle", s))) for s in SIDES)
    low, high = SHIN_LIKE_THE_OTHER
    alike: npt.NDArray[np.bool_] = (
        _feet_visibility(rep, MIN_VISIBILITY) & (left >= low * right) & (left <= high * right)
    )
    return alike


def _raw_frames(rep: RepFrames) -> Pose:
    """The raw frames of the movement, from start to end."""
    t, times = rep.raw.time_s, rep.times
    return rep.raw[(t >= times.start_s) & (t <= times.end_s)]


def _left_foot_higher(rep: RepFrames) -> Floats:
    """Trunk lengths by which the left ankle is higher than the right, in the raw frames of the movement.

    From raw frames: if the pose model swaps the legs from frame to frame, the filter would average them out.
    """
    track = _raw_frames(rep)
    left, right = (track.point(landmark("ankle", side))[..., 1] for side in SIDES)
    return (right - left) / rep.body.trunk_px
