"""Detects that the camera no longer shows the set-up of the set: a cut, a moved phone, a turned person."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from formcheck.motion.view import Body, View, body_of
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.rules.exercise import Exercise

EVERY_S, MAX_FRAMES = 0.25, 4
"""Time between two frames that are compared, and how many are compared together; chosen: one second in all."""

LASTS_S = 1.5
"""Another view is accepted after it has lasted this long; chosen: longer than slips of the pose model."""

MIN_CONFIDENCE = 0.8
"""Least confidence in another view; chosen."""

SAGITTAL: tuple[View, ...] = ("side", "oblique")
"""Views that show which way the person faces."""


@dataclass(slots=True)
class SceneChangeDetector:
    """Compares the newest frames with the body that the set is measured on."""

    exercise: Exercise
    _recent: deque[Pose] = field(default_factory=lambda: deque(maxlen=MAX_FRAMES))
    _other_since_s: float | None = None

    def __call__(self, pose: Pose, body: Body | None, in_position: bool) -> bool:
        """Whether a new segment begins with this frame.

        Parameters
        ----------
        body : Body or None
            View and facing since the set-up; None before it.
        """
        if int(pose.notes) & DetectionFlag.CUT:
            self._recent.clear()
            return True
        time_s = float(pose.time_s)
        if body is None or not in_position or (self._recent and time_s - self._recent[-1].time_s < EVERY_S):
            return False
        if not np.isfinite(pose.image).all():
            return False
        self._recent.append(pose)
        if len(self._recent) < MAX_FRAMES or not self._is_other(body):
            self._other_since_s = None
            return False
        if self._other_since_s is None:
            self._other_since_s = time_s
        if time_s - self._other_since_s < LASTS_S:
            return False
        self._other_since_s = None
        return True

    def _is_other(self, body: Body) -> bool:
        now = body_of(Pose.stack(self._recent), self.exercise.posture)
        if now.view_confidence < MIN_CONFIDENCE:
            return False
        turned = now.facing != body.facing and now.view in SAGITTAL and body.view in SAGITTAL
        return turned or self.exercise.rep.signal_for(now.view) != self.exercise.rep.signal_for(body.view)
