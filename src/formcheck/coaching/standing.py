"""The person standing upright, seen from the side: what a bent back is compared with."""

from collections import deque
from dataclasses import dataclass, field

from formcheck.motion.geometry import inclination_deg
from formcheck.motion.view import SIDE_UP_TO_DEG, Body, faces, middle, off_side_deg
from formcheck.pose.pose import Pose

UPRIGHT_FROM_DEG = 75.0
"""Least inclination of the trunk that is standing: docs/sources.md#back-shape."""

EVERY_S = 0.06
"""Time between two frames that are kept; chosen: neighbours say the same."""

MOST = 80
"""So many frames are kept, the newest; chosen: five seconds of standing, the rests of some reps."""


@dataclass(slots=True)
class Standing:
    """The newest frames in which somebody stood upright, seen from the side, with an outline of the trunk.

    They are taken from the whole clip so far, since people stand before they are in position for a row.
    """

    _kept: deque[Pose] = field(default_factory=lambda: deque(maxlen=MOST))

    def see(self, pose: Pose) -> None:
        """Take the next frame; most are not kept."""
        if pose.outline is None or not pose.seen:
            return
        if self._kept and float(pose.time_s - self._kept[-1].time_s) < EVERY_S:
            return
        upright = inclination_deg(middle(pose, "hip"), middle(pose, "shoulder")) >= UPRIGHT_FROM_DEG
        if upright and off_side_deg(pose) <= SIDE_UP_TO_DEG:
            self._kept.append(pose)

    def forget(self) -> None:
        """The camera or the person is somewhere else: what was seen before is no measure."""
        self._kept.clear()

    def frames(self, body: Body) -> Pose:
        """(T,) frames in which the person faced the way they do in the set."""
        track = Pose.stack(list(self._kept))
        return track[faces(track) == body.turn] if len(track) else track
