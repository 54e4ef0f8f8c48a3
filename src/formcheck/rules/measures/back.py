"""Whether the back rounds: its outline at the bottom of a hinge against that of the same person standing upright."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formcheck.motion.back_shape import Curve, back_curve
from formcheck.motion.geometry import angle_from_horizontal_deg
from formcheck.motion.signals.back import BACK_BOW
from formcheck.motion.view import Body, azimuth_of, middle, trunk_length_px
from formcheck.pose.pose import Pose
from formcheck.rules.back_fit import BackFit, BackShape, back_fit_for
from formcheck.rules.estimate import is_exact
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

MOST_TURNED_DEG = 48.0
"""Largest turn of the camera off the side: docs/back.md."""

WHOLE_FROM_DEG = (25.0, 35.0)
"""Turns of the camera between which a verdict comes to ask for the whole interval: as for angles, docs/back.md."""

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
    fit : BackFit or None
        Puts the cues of the outline together to a change with an interval; None where there is none: then the
        difference of the bows is taken as it is.
    exact : bool
        Whether that difference may be judged: outlines of a pose model are not exact enough.
    """

    fit: BackFit | None = None
    exact: bool = True

    def for_model(self, model: str, exercise: str) -> "BackFromStanding":
        """With the fit of the pose model, if there is one."""
        return replace(self, fit=back_fit_for(model, exercise), exact=is_exact(model))

    def note(self, rep: RepFrames, history: History) -> None:
        """The change of this rep, for the later ones."""
        shape = back_shape(rep, history)
        if self.fit is not None and isinstance(shape, BackShape):
            history.backs.append(self.fit.first(shape))

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """Change of the back, and the time that shows the bottom; or why it cannot be judged."""
        shape = back_shape(rep, history)
        if isinstance(shape, str):
            return Measurement(reason=shape)
        bottom = rep.track[_bottom(rep)]
        at_s = float(bottom.time_s[np.nanargmin(np.abs(self.signal(bottom, rep.body) - shape.bow))])
        if self.fit is None:
            return Measurement(shape.change, at_s, None if self.exact else "not sure with this pose model")
        found = self.fit(self.fit.first(shape), history.backs)
        azimuth = azimuth_of(rep.track, "standing")
        share = 1.0 if azimuth is None else float(np.interp(azimuth.deg, WHOLE_FROM_DEG, (self.fit.share, 1.0)))
        return Measurement(found.value, at_s, half_width=found.half_width, share=share)


def back_shape(rep: RepFrames, history: History) -> BackShape | str:
    """The back at the bottom of a rep against that of the person standing; or why it cannot be judged."""
    if rep.track.outline is None:
        return "outline of the back not recorded"
    azimuth = azimuth_of(rep.track, "standing")
    if azimuth is None or azimuth.deg > MOST_TURNED_DEG:
        return "wrong view"
    standing = history.standing.frames(rep.body)
    if len(standing) < MIN_STANDING:
        return "not seen standing upright"
    lowest = rep.track[_bottom(rep)]
    if not all(np.isfinite(BACK_BOW(frames, rep.body)).any() for frames in (lowest, standing)):
        return "back not seen"  # an outline perhaps, and no hip or shoulder
    bottom, upright = (_curve(frames, rep.body) for frames in (lowest, standing))
    if isinstance(bottom, str):
        return bottom
    if isinstance(upright, str):
        return upright
    pairs = zip(bottom, upright, strict=True)
    return BackShape(*(100.0 * float(np.nanmedian(series)) for pair in pairs for series in pair))


def _bottom(rep: RepFrames) -> npt.NDArray[np.bool_]:
    """(T,) mask of the frames of the rep in which the trunk is near its lowest."""
    track, times = rep.track, rep.times
    lean = angle_from_horizontal_deg(middle(track, "hip"), middle(track, "shoulder"))
    lean[(track.time_s < times.start_s) | (track.time_s > times.end_s)] = np.nan
    chosen: npt.NDArray[np.bool_] = lean <= np.fmin.reduce(lean) + NEAR_LOWEST_DEG
    return chosen


def _curve(frames: Pose, body: Body) -> Curve | str:
    """The back in these frames; or why its outline cannot be used."""
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
    return curve
