"""The timed hold: how long the hips keep their place after a leg was stretched."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from formcheck.assessment.baseline import CUTOFF_HZ, Baseline, hip_deg
from formcheck.motion.filters import zero_lag
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose

DEVIATION_DEG = 10.0
"""The hold ends when the hip angle has changed by this much from its start; evidence, 8.1 B."""

LASTS_S = 0.5
"""The change must last this long; chosen: longer than slips of the pose model."""

START_S = 1.0
"""The hold is compared with its first second; chosen."""

MIN_HOLD_S = 2.0
"""A leg that was out for a shorter time is no hold; chosen."""

Ended = Literal["hips moved", "leg or hips came down", "the clip ended"]


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on one leg.

    Attributes
    ----------
    side : Side
        The supporting leg.
    start_s, end_s : float
        From the moment the leg is held out to the end of the hold, in seconds of the clip.
    ended : str
        What ended it.
    """

    side: Side
    start_s: float
    end_s: float
    ended: Ended

    @property
    def seconds(self) -> float:
        """The score: duration in seconds."""
        return self.end_s - self.start_s

    @property
    def at_least(self) -> bool:
        """Whether the hold still went on when the clip ended."""
        return self.ended == "the clip ended"


def measure_hold(track: Pose, side: Side, baseline: Baseline, *, cut: bool) -> Hold | None:
    """A hold from the (T,) frames with the leg out; None if they are too short, or not seen from the side.

    Parameters
    ----------
    cut : bool
        Whether the leg was still out at the last frame.
    """
    if len(track) < 3 or track.time_s[-1] - track.time_s[0] < MIN_HOLD_S or baseline.body.view != "side":
        return None
    t = track.time_s
    angle = hip_deg(zero_lag(track, CUTOFF_HZ), replace(baseline.body, near=side), side)
    first = np.nanmedian(angle[t <= t[0] + START_S])
    away = np.abs(angle - first) > DEVIATION_DEG
    count = max(round(LASTS_S / float(np.median(np.diff(t)))), 1)
    runs = np.lib.stride_tricks.sliding_window_view(away, count).all(axis=1) if len(away) >= count else np.array([])
    if runs.any():
        return Hold(side, float(t[0]), float(t[int(np.argmax(runs))]), "hips moved")
    return Hold(side, float(t[0]), float(t[-1]), "the clip ended" if cut else "leg or hips came down")
