"""Whether the back rounds: its outline at the bottom of a hinge against that of the same person standing upright."""

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
"""The bottom of a rep: its frames in which the trunk is within this angle of its lowest inclination; chosen."""

MIN_FRAMES, MIN_SHARE = 3, 0.25
"""Smallest number and share of the frames at the bottom that must show the back; chosen: a rowing arm hides it at the
end of every pull."""

MIN_STANDING = 5
"""Smallest number of frames of standing; chosen: a third of a second."""

MIN_TRUNK_PX = 40.0
"""Smallest length of the trunk in the image, in pixels: docs/sources.md#back-shape."""

MAX_SPREAD = 3.0
"""Largest variation of the bow from frame to frame, at the bottom or while standing (median deviation, scaled to a
standard deviation), in percent: docs/sources.md#back-shape."""

MAX_ROUGHNESS = 0.025
"""Largest deviation of the outline from a parabola, over its length: docs/sources.md#back-shape."""


@dataclass(frozen=True, slots=True)
class BackFromStanding(OfSignal):
    """How much more the back bows at the bottom of a rep than while the same person stands upright.

    Attributes
    ----------
    unsure : (low, high), percent
        Up to the first the back is flat, beyond the second it is rounded; in between the rep is not judged.
    """

    unsure: tuple[float, float]

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Difference of the medians, and the time that shows the bottom; or why it cannot be judged."""
        if rep.track.outline is None:
            return Measurement(reason="outline of the back not recorded")
        body, bottom = rep.body, rep.track[_bottom(rep)]
        standing = history.standing.frames(body)
        if len(standing) < MIN_STANDING:
            return Measurement(reason="not seen standing upright from the side")
        reason = _unclear(bottom, body) or _unclear(standing, body)
        if reason is not None:
            return Measurement(reason=reason)
        bows, upright = self.signal(bottom, body), self.signal(standing, body)
        if not (np.isfinite(bows).any() and np.isfinite(upright).any()):
            return Measurement(reason="back not seen")  # an outline, and no hip or shoulder
        bow = np.nanmedian(bows)
        change = float(bow - np.nanmedian(upright))
        at_s = float(bottom.time_s[np.nanargmin(np.abs(bows - bow))])
        unsure = self.unsure[0] < change <= self.unsure[1]
        return Measurement(change, at_s, "cannot tell flat from rounded" if unsure else None)


def _bottom(rep: RepFrames) -> npt.NDArray[np.bool_]:
    """(T,) mask of the frames of the rep in which the trunk is near its lowest."""
    track, times = rep.track, rep.times
    lean = angle_from_horizontal_deg(middle(track, "hip"), middle(track, "shoulder"))
    lean[(track.time_s < times.start_s) | (track.time_s > times.end_s)] = np.nan
    chosen: npt.NDArray[np.bool_] = lean <= np.fmin.reduce(lean) + NEAR_LOWEST_DEG
    return chosen


def _unclear(frames: Pose, body: Body) -> str | None:
    """Why the outline of the back in these frames cannot be used; None if it can."""
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
