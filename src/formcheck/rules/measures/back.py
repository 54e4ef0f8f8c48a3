"""Whether the back rounded: the outline at the bottom of a hinge against the same person standing upright."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.motion.back_shape import back_curve
from formcheck.motion.geometry import angle_from_horizontal_deg
from formcheck.motion.view import Body, middle, trunk_length_px
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import History, Measurement, OfSignal
from formcheck.rules.rep_frames import RepFrames

NEAR_LOWEST_DEG = 12.0
"""Frames of a rep whose trunk is within this of its lowest inclination are its bottom; chosen."""

MIN_FRAMES, MIN_SHARE = 3, 0.25
"""Least number and share of the bottom's frames that must show the back; chosen: an arm that rows hides it at the
end of every pull."""

MIN_STANDING = 5
"""Least number of frames of standing; chosen: a third of a second."""

MIN_TRUNK_PX = 40.0
"""Least length of the trunk in the picture, in pixels: docs/sources.md#back-shape."""

MAX_SPREAD = 3.0
"""Most that the bow may vary from frame to frame within the bottom or while standing (median deviation, scaled to a
standard deviation), in percent: docs/sources.md#back-shape."""

MAX_ROUGHNESS = 0.025
"""Most that the outline may deviate from a parabola, by its length: docs/sources.md#back-shape."""


@dataclass(frozen=True, slots=True)
class BackFromStanding(OfSignal):
    """How much more the back bows at the bottom of a rep than when the same person stands upright.

    Attributes
    ----------
    unsure : (low, high) percent
        Up to the first the back is flat, beyond the second rounded, and in between it cannot be told.
    """

    unsure: tuple[float, float]

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Difference of the medians, and the moment that shows the bottom's; or why it cannot be told."""
        if rep.track.outline is None:
            return Measurement(reason="outline of the back not recorded")
        body, bottom = rep.body, rep.track[_bottom(rep)]
        standing = history.standing.frames(body)
        if len(standing) < MIN_STANDING:
            return Measurement(reason="not seen standing upright from the side")
        reason = _unclear(bottom, body) or _unclear(standing, body)
        if reason is not None:
            return Measurement(reason=reason)
        bows = self.signal(bottom, body)
        bow = np.nanmedian(bows)
        change = float(bow - np.nanmedian(self.signal(standing, body)))
        at_s = float(bottom.time_s[np.nanargmin(np.abs(bows - bow))])
        unsure = self.unsure[0] < change <= self.unsure[1]
        return Measurement(change, at_s, "cannot tell flat from rounded" if unsure else None)


def _bottom(rep: RepFrames) -> npt.NDArray[np.bool_]:
    """(T,) bool: frames of the rep in which the trunk is near its lowest."""
    track, times = rep.track, rep.times
    lean = angle_from_horizontal_deg(middle(track, "hip"), middle(track, "shoulder"))
    lean[(track.time_s < times.start_s) | (track.time_s > times.end_s)] = np.nan
    chosen: npt.NDArray[np.bool_] = lean <= np.fmin.reduce(lean) + NEAR_LOWEST_DEG
    return chosen


def _unclear(frames: Pose, body: Body) -> str | None:
    """Why the outline of the back in these frames says nothing; None where it is clear."""
    if not np.nanmedian(trunk_length_px(frames)) >= MIN_TRUNK_PX:
        return "too small in the picture"
    curve = back_curve(frames, body)
    seen = np.isfinite(curve.bow)
    if seen.sum() < MIN_FRAMES or seen.mean() < MIN_SHARE:
        return "back not seen"
    bows = 100.0 * curve.bow[seen]
    if 1.48 * np.median(np.abs(bows - np.median(bows))) > MAX_SPREAD:
        return "outline of the back not steady"
    if np.median(curve.roughness[seen]) > MAX_ROUGHNESS:
        return "outline of the back not smooth"
    return None
