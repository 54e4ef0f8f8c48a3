"""Detects that the camera no longer shows the set-up of the set: a cut, a moved phone, a turned person."""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from formcheck.motion.camera_roll import roll_deg
from formcheck.motion.view import Body, View, body_of, body_scale_px
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.placement import lies_flat

EVERY_S, MAX_FRAMES = 0.25, 4
"""Time between two frames that are compared, and how many are compared together; chosen: one second in all."""

LASTS_S = 1.5
"""Another view is accepted after it has lasted this long; chosen: longer than slips of the pose model."""

MIN_CONFIDENCE = 0.8
"""Least confidence in another view; chosen."""

MOVED_BY_DEG = 15.0
"""The camera has moved if the azimuth has changed by more than this: docs/sources.md#views."""

ROLLED_BY_DEG = 8.0
"""The camera was tilted sideways if its roll has changed by more than this; chosen: more than the smallest roll that
is distinguished from level, so that nothing alternates at that limit."""

RESIZED_BY = 1.5
"""The person is nearer or farther if the size has changed by more than this factor; chosen: more than any change of
the measured size within a movement."""

SPARSE_S = 0.15
"""Frames farther apart than this may differ like a cut because somebody moves; chosen: seven a second."""

CONTINUES_TRUNK = 0.25
"""Between such frames the person has only moved if half of the joints have moved by less than this, in trunk lengths;
chosen: real people at five frames a second move up to 0.13, and a cut to another camera moves them by more than 0.5."""

JOINTS = [landmark(part, side) for part in ("shoulder", "hip", "knee", "ankle") for side in SIDES]

SAGITTAL: tuple[View, ...] = ("side", "oblique")
"""Views that show which way the person faces."""


class SceneChange(StrEnum):
    """How the scene has changed."""

    CUT = "cut"
    """From one frame to the next: nothing before it can be compared."""
    LASTING = "lasting"
    """Slowly, or in a cross-fade: the person has been seen in the new way for `LASTS_S`."""


@dataclass(slots=True)
class SceneChangeDetector:
    """Compares the newest frames with the body that the set is measured on."""

    exercise: Exercise
    _recent: deque[Pose] = field(default_factory=lambda: deque(maxlen=MAX_FRAMES))
    _other_since_s: float | None = None
    _last: Pose | None = None
    _step_s: float = 0.0

    def __call__(self, pose: Pose, body: Body | None, in_position: bool) -> SceneChange | None:
        """The change that is established with this frame; None if there is none.

        Parameters
        ----------
        body : Body or None
            View and facing since the set-up; None before it.
        """
        goes_on = self._goes_on(pose)
        if int(pose.notes) & DetectionFlag.CUT and not goes_on:
            self._recent.clear()
            self._other_since_s = None
            return SceneChange.CUT
        time_s = float(pose.time_s)
        if body is None or not in_position or (self._recent and time_s - self._recent[-1].time_s < EVERY_S):
            return None
        if not np.isfinite(pose.image).all():
            return None
        self._recent.append(pose)
        if len(self._recent) < MAX_FRAMES or not self._is_other(body):
            self._other_since_s = None
            return None
        if self._other_since_s is None:
            self._other_since_s = time_s
        if time_s - self._other_since_s < LASTS_S:
            return None
        self._other_since_s = None
        return SceneChange.LASTING

    def _is_other(self, body: Body) -> bool:
        """Whether the newest second shows another view, facing, size or roll than the set is measured with."""
        track = Pose.stack(self._recent)
        now = body_of(track, self.exercise.posture)
        if now.view_confidence < MIN_CONFIDENCE:
            return False
        turned = now.facing != body.facing and now.view in SAGITTAL and body.view in SAGITTAL
        moved = now.view != body.view and abs(now.azimuth_deg - body.azimuth_deg) > MOVED_BY_DEG
        resized = abs(np.log(now.trunk_px / body.trunk_px)) > np.log(RESIZED_BY)
        followed_otherwise = self.exercise.rep.signal_for(now.view) != self.exercise.rep.signal_for(body.view)
        return bool(turned or moved or resized or followed_otherwise or self._is_rolled(track, now, body))

    def _is_rolled(self, track: Pose, now: Body, body: Body) -> bool:
        level = now.view == body.view == "side" and lies_flat(self.exercise)
        return level and abs(roll_deg(track) - body.roll_deg) > ROLLED_BY_DEG

    def _goes_on(self, pose: Pose) -> bool:
        """Whether the person goes on in this frame, whatever looks like a cut, because frames are always far apart."""
        last, self._last = self._last, pose
        step_s = 0.0 if last is None else float(pose.time_s - last.time_s)
        sparse = min(self._step_s, step_s) >= SPARSE_S
        self._step_s = step_s
        return last is not None and sparse and _only_moved(last, pose)


def _only_moved(before: Pose, pose: Pose) -> bool:
    """Whether half of the joints have moved too little for a cut."""
    ways_px = np.linalg.norm(pose.image[JOINTS] - before.image[JOINTS], axis=-1)
    if not np.isfinite(ways_px).any():
        return False
    return bool(np.nanmedian(ways_px) < CONTINUES_TRUNK * float(body_scale_px(before)))
