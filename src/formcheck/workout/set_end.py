"""When a set is over by itself: the person has gone, rests, has done enough, or raises both hands."""

from dataclasses import dataclass, field

import numpy as np

from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.motion.view import body_scale_px, height_over_hips
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.session import Session
from formcheck.workout.screen import towards_goal

SIGN_HELD_S = 1.0
"""How long the sign is given; chosen: longer than a swing or a stretch passes through it."""

UPRIGHT_TRUNKS = 0.6
"""Least height of the shoulders over the hips, in trunk lengths: whoever lies down gives no sign; chosen."""

ABOVE_NOSE_TRUNKS = 0.15
"""How far both wrists are above the nose, in trunk lengths; chosen."""

_NEEDED = (Landmark.NOSE, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)


def hands_overhead(pose: Pose) -> bool:
    """Whether somebody sits or stands with both wrists above the head, in one frame."""
    if not (pose.visibility[list(_NEEDED)] >= MIN_VISIBILITY).all():
        return False
    heights = -pose.image[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1] + pose.image[Landmark.NOSE, 1]
    high = np.min(heights) / np.maximum(body_scale_px(pose), 1e-6)
    return bool(high >= ABOVE_NOSE_TRUNKS and height_over_hips(pose, "shoulder")[0] >= UPRIGHT_TRUNKS)


@dataclass(slots=True)
class HandsOverhead:
    """Tells the moment at which the sign has been given for long enough; once for each time it is given."""

    _since_s: float | None = None
    _given: bool = False

    def step(self, pose: Pose) -> bool:
        """Take the next frame; True once the sign has been held for `SIGN_HELD_S`."""
        time_s = float(pose.time_s)
        if not hands_overhead(pose):
            self._since_s, self._given = None, False
            return False
        self._since_s = time_s if self._since_s is None else self._since_s
        given = not self._given and time_s - self._since_s >= SIGN_HELD_S
        self._given = self._given or given
        return given


AWAY_S = 5.0
"""Out of position for longer ends a set; chosen: longer than a shuffle on the mat."""

STILL_S = 20.0
"""Without any movement for longer ends a set that has reps; chosen: the longest breather inside a set."""

MAX_SET_S = 900.0
"""A set ends after so long whatever happens, so that what is kept stays small; chosen."""


@dataclass(slots=True)
class SetEnd:
    """State of watching for the end of a set."""

    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _began_s: float = 0.0
    _in_position_s: float = 0.0
    _moved_s: float = 0.0
    _returned: bool = False

    def begin(self, time_s: float) -> None:
        """A set begins."""
        self._began_s = time_s
        self.restart_timers(time_s)

    def restart_timers(self, time_s: float) -> None:
        """What was before a pause is not held against the person."""
        self._in_position_s = self._moved_s = time_s

    def camera_returned(self) -> None:
        """The camera comes back with the next frame: what it missed is not held against the person either."""
        self._returned = True

    def watch(self, time_s: float, *, in_position: bool) -> None:
        """Take the next frame, and whether the person in it is in the exercise's position."""
        if self._returned:
            self.restart_timers(time_s)
            self._returned = False
        elif in_position:
            self._in_position_s = time_s

    def moved(self, time_s: float) -> None:
        """The person is in a movement."""
        self._moved_s = time_s

    def is_over(self, pose: Pose, session: Session, time_s: float) -> bool:
        """Whether the set has come to its end with this frame."""
        away = time_s - self._in_position_s > AWAY_S
        still = len(session.reps) > 0 and time_s - self._moved_s > STILL_S
        enough = towards_goal(session) >= session.exercise.target.reps[1]
        too_long = time_s - self._began_s > MAX_SET_S
        return self._sign.step(pose) or away or still or too_long or enough
