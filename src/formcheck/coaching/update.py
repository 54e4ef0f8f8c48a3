"""What a session says after each frame."""

from dataclasses import dataclass

from formcheck.coaching.coach import Cue
from formcheck.coaching.movement import Phase
from formcheck.coaching.placement import Placement
from formcheck.coaching.rep import Rep
from formcheck.pose.pose import Pose


@dataclass(frozen=True, slots=True)
class Update:
    """What a live screen needs after a frame.

    Attributes
    ----------
    pose : Pose
        The pose that was judged: limbs that the model had exchanged are put back.
    phase : Phase or None
        None before the person is in position.
    progress : float
        Position between rest and the turn, 0 to 1.
    hold_s : float
        Seconds held at the turn so far.
    count, attempts : int
        Counted reps and uncounted attempts so far.
    cue : Cue or None
        What to say now.
    rep : Rep or None
        The rep that this frame completed.
    hint : str or None
        What keeps the set from being followed, such as nobody in the picture; or, for a moment before the first
        rep, what to change about the set-up.
    placement : Placement or None
        What to change about camera, light or place: one thing, once it has lasted.
    by_side : (left, right) or None
        Counted reps of each side; None where reps have no side.
    reached : bool
        Whether the prescribed number of reps has been done, on each side where they have one.
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
