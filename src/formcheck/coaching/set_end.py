"""When a set is over by itself: the person has gone, rests, has done enough, or raises both hands."""

from dataclasses import dataclass, field

from formcheck.coaching.gesture import HandsOverhead
from formcheck.coaching.screen import towards_goal
from formcheck.coaching.session import Session
from formcheck.pose.pose import Pose

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
        self.go_on(time_s)

    def go_on(self, time_s: float) -> None:
        """What was before a pause is not held against the person."""
        self._in_position_s = self._moved_s = time_s

    def back(self) -> None:
        """The camera comes back with the next frame: what it missed is not held against the person either."""
        self._returned = True

    def watch(self, time_s: float, *, in_position: bool) -> None:
        """Take the next frame, and whether the person in it is in the exercise's position."""
        if self._returned:
            self.go_on(time_s)
            self._returned = False
        elif in_position:
            self._in_position_s = time_s

    def moved(self, time_s: float) -> None:
        """The person is in a movement."""
        self._moved_s = time_s

    def over(self, pose: Pose, session: Session, time_s: float) -> bool:
        """Whether the set has come to its end with this frame."""
        away = time_s - self._in_position_s > AWAY_S
        still = len(session.reps) > 0 and time_s - self._moved_s > STILL_S
        enough = towards_goal(session) >= session.exercise.target.reps[1]
        too_long = time_s - self._began_s > MAX_SET_S
        return self._sign.step(pose) or away or still or too_long or enough
