"""What a session says after each frame."""

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
