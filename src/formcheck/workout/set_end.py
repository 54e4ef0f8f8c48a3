"""Detects that a set is over: the person has left, rests, has done all reps, or raises both hands."""

from dataclasses import dataclass, field

import numpy as np

from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.motion.view import body_scale_px, height_over_hips
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.session import Session
from formcheck.workout.screen import towards_goal

SIGN_HELD_S = 1.0
"""How long the hands must stay up; chosen: longer than a swing or a stretch holds them there."""

UPRIGHT_TRUNKS = 0.6
"""Least height of the shoulders over the hips, in trunk lengths, so that lying down never counts; chosen."""

ABOVE_NOSE_TRUNKS = 0.15
"""Least height of both wrists over the nose, in trunk lengths; chosen."""

_NEEDED = (Landmark.NOSE, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)


def hands_overhead(pose: Pose) -> bool:
    """Whether the person sits or stands with both wrists above the head, in one frame."""
    if not (pose.visibility[list(_NEEDED)] >= MIN_VISIBILITY).all():
        return False
    heights = -pose.image[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1] + pose.image[Landmark.NOSE, 1]
    high = np.min(heights) / np.maximum(body_scale_px(pose), 1e-6)
    return bool(high >= ABOVE_NOSE_TRUNKS and height_over_hips(pose, "shoulder")[0] >= UPRIGHT_TRUNKS)


@dataclass(slots=True)
class HandsOverhead:
    """Detects both hands held overhead for `SIGN_HELD_S`; reports each such sign once."""

    _since_s: float | None = None
    _given: bool = False

    def step(self, pose: Pose) -> bool:
        """Process the next frame; True in the frame in which the sign has been held for `SIGN_HELD_S`."""
        time_s = float(pose.time_s)
        if not hands_overhead(pose):
            self._since_s, self._given = None, False
            return False
        self._since_s = time_s if self._since_s is None else self._since_s
        given = not self._given and time_s - self._since_s >= SIGN_HELD_S
        self._given = self._given or given
        return given


AWAY_S = 5.0
"""Being out of position for longer ends the set; chosen: longer than a shuffle on the mat."""

STILL_S = 20.0
"""Lying or standing still for longer ends a set that has reps; chosen: the longest breather within a set."""

MAX_SET_S = 900.0
"""Longest set, so that the poses kept in memory stay few; chosen."""


@dataclass(slots=True)
class SetEnd:
    """State of the watch for the end of a set."""

    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _began_s: float = 0.0
    _in_position_s: float = 0.0
    _moved_s: float = 0.0
    _returned: bool = False

    def begin(self, time_s: float) -> None:
        """Start watching: a set begins."""
        self._began_s = time_s
        self.restart_timers(time_s)

    def restart_timers(self, time_s: float) -> None:
        """Restart the away and stillness timers, as after a pause."""
        self._in_position_s = self._moved_s = time_s

    def camera_returned(self) -> None:
        """Restart the timers with the next frame: the camera has missed some time."""
        self._returned = True

    def watch(self, time_s: float, *, in_position: bool) -> None:
        """Note the time of the next frame, and whether the person is in the exercise's position."""
        if self._returned:
            self.restart_timers(time_s)
            self._returned = False
        elif in_position:
            self._in_position_s = time_s

    def moved(self, time_s: float) -> None:
        """Note that the person is moving."""
        self._moved_s = time_s

    def is_over(self, pose: Pose, session: Session, time_s: float) -> bool:
        """Whether the set ends with this frame."""
        away = time_s - self._in_position_s > AWAY_S
        still = len(session.reps) > 0 and time_s - self._moved_s > STILL_S
        enough = towards_goal(session) >= session.exercise.target.reps[1]
        too_long = time_s - self._began_s > MAX_SET_S
        return self._sign.step(pose) or away or still or too_long or enough
