"""Which way is up, from the feet: a sole on the floor is level, and the shin is above it."""

import numpy as np
import numpy.typing as npt

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.motion.view import body_scale_px
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Floats, Pose

STILL = 0.1
"""A planted foot is within this distance of its place, in trunk lengths, half of the time: docs/sources.md#upright."""

ANKLE_BENT_DEG = (60.0, 125.0)
"""Angle between the foot and the shin above it while the sole is on the floor: docs/sources.md#upright."""

LEVEL_DEG = 35.0
"""Largest slope of a planted foot in a side view or slightly oblique view; chosen: a larger slope may as well be that
of the next quarter turn."""

AGREED = 0.75
"""Smallest share of the frames in which a planted foot must agree; chosen between the shares that were measured on
upright and on other clips: docs/sources.md#upright."""


def quarters_to_upright(track: Pose) -> int | None:
    """How far to rotate the image so that the person's feet stand on the floor.

    Parameters
    ----------
    track : Pose
        (T,) frames of a set, or of a part of it.

    Returns
    -------
    int or None
        Clockwise quarter turns, 0 to 3; 0 if the image is upright. None if no foot stays in its place with the sole
        along an edge of the image, as in a superman, in a front view, or out of sight.
    """
    feet = [_foot(track, side) for side in SIDES]
    _, votes = min(feet, key=lambda foot: foot[0])
    counts = np.bincount(votes[votes >= 0], minlength=4)
    return int(counts.argmax()) if counts.max() > 0 and counts.max() >= AGREED * len(votes) else None


def _foot(track: Pose, side: str) -> tuple[float, npt.NDArray[np.int64]]:
    """How far a foot strays from its place, in trunk lengths, and its vote in each frame (see `_votes`)."""
    marks = [landmark(part, side) for part in ("heel", "foot_index", "ankle", "knee")]
    heel, toe, ankle, knee = (track.point(mark) for mark in marks)
    place = 0.5 * (heel + toe)
    seen = (track.visibility[:, marks] >= MIN_VISIBILITY).all(axis=1)
    if not seen.any():
        return np.inf, np.empty(0, dtype=np.int64)
    size = float(np.nanmedian(body_scale_px(track)))
    strays = float(np.median(distance(place[seen], np.median(place[seen], axis=0)))) / max(size, 1e-6)
    if strays > STILL:
        return np.inf, np.empty(0, dtype=np.int64)
    return strays, _votes((toe - heel)[seen], (knee - ankle)[seen])


def _votes(foot: Floats, shin: Floats) -> npt.NDArray[np.int64]:
    """(T,) clockwise quarter turns that put the shin above the sole; -1 where no quarter turn does."""
    up = np.stack([foot[:, 1], -foot[:, 0]], axis=-1)
    up = up * np.sign((up * shin).sum(axis=-1, keepdims=True))
    bend = np.degrees(np.arctan2((up * shin).sum(axis=-1), (foot * shin).sum(axis=-1)))
    from_up = np.degrees(np.arctan2(-up[:, 0], -up[:, 1]))  # anticlockwise in the image
    off = np.abs((from_up + 45.0) % 90.0 - 45.0)
    stands = (bend >= ANKLE_BENT_DEG[0]) & (bend <= ANKLE_BENT_DEG[1]) & (off <= LEVEL_DEG)
    return np.where(stands, np.round(from_up / 90.0).astype(np.int64) % 4, -1)
