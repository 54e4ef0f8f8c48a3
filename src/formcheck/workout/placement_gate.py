"""Whether a person may begin: what to change about their place before a live set, one thing at a time."""

from dataclasses import dataclass, field

from formcheck.pose.pose import Pose
from formcheck.session.placement import PlacementHelp
from formcheck.workout.screen import Mood

STEADY_S = 1.5
"""How long all must be right before the countdown; chosen: longer than it takes to notice that something is not."""

FIRST_S, REMIND_S = 2.0, 8.0
"""What is wrong is said after so long, and again after so long; chosen: whoever is about to do it is not told."""

GET_INTO_POSITION = "Get into position"


@dataclass(slots=True)
class PlacementGate:
    """State of the check of one placement.

    Attributes
    ----------
    help : PlacementHelp
        Looks at camera, light and place.
    headline, mood : str
        What to change, or that all is well.
    blocked, camera_problem : bool
        Something has to change before a set can begin; and it is about what the camera sees, not only that the
        person is not in position.
    steady : bool
        All has been right for `STEADY_S`.
    say : str or None
        What to say aloud after this frame.
    """

    help: PlacementHelp
    headline: str = GET_INTO_POSITION
    mood: Mood = "plain"
    blocked: bool = True
    camera_problem: bool = False
    steady: bool = False
    say: str | None = None
    _ready_since_s: float | None = None
    _say_at_s: float = field(default=float("inf"))

    def step(self, pose: Pose, in_position: bool) -> None:
        """Take the next frame, and whether the person in it is in the exercise's position."""
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
        """Said once it has lasted, and again after a while; the first words of all ask for the position already."""
        if problem != self.headline or self._say_at_s == float("inf"):
            again = problem == GET_INTO_POSITION
            self.headline, self._say_at_s = problem, time_s + (REMIND_S if again else FIRST_S)
            self.mood = "plain" if again else "fault"
        elif time_s >= self._say_at_s:
            self.say, self._say_at_s = f"{problem.rstrip('.')}.", time_s + REMIND_S
