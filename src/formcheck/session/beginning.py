"""The beginning of a clip, or of what follows a cut: waits for a person in position, who may be moving already."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from formcheck.motion.view import Posture
from formcheck.pose.pose import Pose
from formcheck.session.opening import OpeningHalf, longest_held_s
from formcheck.session.rep_validation import MAX_SLIP_S

SET_UP_S = 0.7
"""Near side, view and size are fixed after this time in position; chosen: shorter than any real set-up."""

CLIP_BEGINS = "the clip begins in the middle"

AT_ONCE_S = 0.1
"""A person in position this shortly after the beginning may be in the middle of a movement; chosen: a few frames, since
the landmarks of somebody found later settle first, which looks like a movement."""


@dataclass(slots=True)
class Beginning:
    """Collects the frames of the set-up, with which the following of a person begins.

    Attributes
    ----------
    since_s : float
        Time of the first frame, in seconds.
    reason : str
        Reported for half a movement with which it begins.
    reported : bool
        Whether the first half of a movement that a cut divides has been reported already.
    """

    since_s: float = np.nan
    reason: str = CLIP_BEGINS
    reported: bool = False
    _poses: list[Pose] = field(default_factory=list)
    _in_position_s: float = -np.inf

    def step(self, pose: Pose, in_position: bool) -> list[Pose]:
        """Take the next frame; returns all frames of the set-up once they last `SET_UP_S`, and none before."""
        time_s = float(pose.time_s)
        self.since_s = time_s if np.isnan(self.since_s) else self.since_s
        if in_position:
            self._in_position_s = time_s
        slips = self.at_once and time_s - self._in_position_s <= MAX_SLIP_S
        self._poses = [*self._poses, pose] if in_position or slips else []
        ready = bool(self._poses) and time_s - float(self._poses[0].time_s) >= SET_UP_S
        return self._poses if ready else []

    @property
    def at_once(self) -> bool:
        """Whether the person was in position from the beginning on: nobody has walked in, and a slip ends nothing."""
        return bool(self._poses) and float(self._poses[0].time_s) - self.since_s <= AT_ONCE_S

    def opening(self, posture: Posture) -> Callable[[float], OpeningHalf] | None:
        """Makes a watch for half a movement, given the range of a rep; None if the person was not there at once."""
        watch = partial(OpeningHalf, reason=self.reason, since_s=self.since_s, held_s=longest_held_s(posture))
        return watch if self.at_once else None
