"""Checks before a live set that the person is well placed, and says what to change, one thing at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from formcheck.pose.pose import Pose
from formcheck.session.placement import Placement
from formcheck.workout.screen import Mood

STEADY_S = 1.5
"""All must be right for this long before the countdown; chosen: longer than it takes to notice a problem."""

FIRST_S, REMIND_S = 2.0, 8.0
"""Delay before a problem is spoken, and before it is repeated; chosen so that someone already fixing it is not
interrupted."""

GET_INTO_POSITION = "Get into position"


@dataclass(slots=True)
class PlacementGate:
    """State of the placement check before one set.

    Attributes
    ----------
    help : callable
        Given a frame and whether the person is in position, the problem to report, such as `PlacementHelp`.
    headline, mood : str
        What to change, or that all is well; and its mood.
    blocked, camera_problem : bool
        Whether something has to change before the set can begin; and whether it concerns what the camera sees, rather
        than only a person who is not in position yet.
    steady : bool
        Whether all has been right for `STEADY_S`.
    say : str or None
        What to say aloud after this frame.
    """

    help: Callable[[Pose, bool], Placement | None]
    headline: str = GET_INTO_POSITION
    mood: Mood = "plain"
    blocked: bool = True
    camera_problem: bool = False
    steady: bool = False
    say: str | None = None
    _ready_since_s: float | None = None
    _say_at_s: float = field(default=float("inf"))

    def step(self, pose: Pose, in_position: bool) -> None:
        """Process the next frame; `in_position` says whether the person is in the exercise's position."""
        time_s = float(pose.time_s)
        place = self.help(pose, in_position)
        self.say, self.blocked = None, place is not None or not in_position
        self.camera_problem = place is not None
        if self.blocked:
            self._ready_since_s, self.steady = None, False
            self._report(time_s, GET_INTO_POSITION if place is None else place.text)
        else:
            self.headline, self.mood, self._say_at_s = "Good, hold still", "good", float("inf")
            self._ready_since_s = time_s if self._ready_since_s is None else self._ready_since_s
            self.steady = time_s - self._ready_since_s >= STEADY_S

    def _report(self, time_s: float, problem: str) -> None:
        """Show a problem, and say it once it has lasted.

        The workout opens by asking for the position, so that request is spoken only after the longer delay.
        """
        if problem != self.headline or self._say_at_s == float("inf"):
            again = problem == GET_INTO_POSITION
            self.headline, self._say_at_s = problem, time_s + (REMIND_S if again else FIRST_S)
            self.mood = "plain" if again else "fault"
        elif time_s >= self._say_at_s:
            self.say, self._say_at_s = f"{problem.rstrip('.')}.", time_s + REMIND_S
