"""The timed hold: how long the hips stay where they were when a leg was stretched."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from formcheck.assessment.baseline import CUTOFF_HZ, Baseline, hip_deg
from formcheck.motion.filters import zero_lag
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose

DEVIATION_DEG = 10.0
"""The hold ends at this much change of the hip angle from its start; evidence, 8.1 B."""

LASTS_S = 0.5
"""The change must last so long; chosen: longer than a slip of the pose model."""

START_S = 1.0
"""The hold is compared with its own first second; chosen."""

LEAST_S = 2.0
"""A leg that was out for less was no hold; chosen."""

Ended = Literal["hips moved", "leg or hips came down", "the clip ended"]


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on one leg.

    Attributes
    ----------
    side : Side
        The leg that carries.
    start_s, end_s : float
        From the leg held out to the end, in seconds of the clip.
    ended : str
        By what.
    """

    side: Side
    start_s: float
    end_s: float
    ended: Ended

    @property
    def seconds(self) -> float:
        """The score."""
        return self.end_s - self.start_s

    @property
    def at_least(self) -> bool:
        """Whether it went on when the clip ended."""
        return self.ended == "the clip ended"


def measure_hold(track: Pose, side: Side, baseline: Baseline, *, cut: bool) -> Hold | None:
    """A hold from the frames with the leg out; None when they are too short, or not seen from the side.

    Parameters
    ----------
    cut : bool
        Whether the recording ended while the leg was out.
    """
    if len(track) < 3 or track.time_s[-1] - track.time_s[0] < LEAST_S or baseline.body.view != "side":
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
