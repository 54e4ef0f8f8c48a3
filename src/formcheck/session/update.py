"""The state of a set after each frame."""

from dataclasses import dataclass

from formcheck.pose.pose import Pose
from formcheck.rules.rep_frames import Phase
from formcheck.session.cues import Cue
from formcheck.session.judge import Rep
from formcheck.session.placement import Placement


@dataclass(frozen=True, slots=True)
class Update:
    """What a live screen needs after a frame.

    Attributes
    ----------
    time_s : float
        Time of the frame in seconds.
    pose : Pose
        The cleaned pose, which is judged: exchanged limbs are put back, implausible landmarks removed.
    phase : Phase or None
        Phase of the rep; None before the person is in position.
    progress : float
        Position between rest and the turn, 0 to 1.
    hold_s : float
        Seconds held at the turn so far.
    count, attempts : int
        Counted reps and uncounted attempts so far.
    cue : Cue or None
        A cue to give now.
    rep : Rep or None
        The rep that this frame completed.
    hint : str or None
        Why the set cannot be followed, such as nobody in the picture; or, for a few seconds before the first rep, what
        to change about the set-up.
    placement : Placement or None
        One thing to change about camera, light or position, once the problem has lasted.
    by_side : (left, right) or None
        Counted reps of each side; None if reps of this exercise have no side.
    reached : bool
        Whether the prescribed number of reps has been done, on each side if they have one.
    """

    time_s: float
    pose: Pose
    phase: Phase | None
    progress: float
    hold_s: float
    count: int
    attempts: int
    cue: Cue | None = None
    rep: Rep | None = None
    hint: str | None = None
    placement: Placement | None = None
    by_side: tuple[int, int] | None = None
    reached: bool = False
