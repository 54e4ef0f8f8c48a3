"""A picture that lies on its side without a flag: how it would have to be turned to show repetitions."""

from dataclasses import dataclass

from formcheck.motion.gravity import quarters_to_upright
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.judge import Rep
from formcheck.session.session import Session

LEAST_REPS = 2
"""So many reps must be found in a turned picture before that is told; chosen: one may be chance."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the picture that shows repetitions which it does not show as it is.

    Attributes
    ----------
    quarters : int
        Clockwise quarter turns, 1 to 3.
    reps : int
        Repetitions that the turned picture shows.
    sure : bool
        Whether the feet say so too: in these repetitions they stand on the floor of the turned picture. Without it
        nothing may be counted: a squat on its side looks much like a bridge.
    """

    quarters: int
    reps: int
    sure: bool

    @property
    def words(self) -> str:
        """Way to turn the picture, for people."""
        return TURNS[90 * self.quarters]


TURNS = {90: "clockwise by 90°", 180: "by 180°", 270: "anticlockwise by 90°"}
"""Clockwise turns in degrees, for people."""


def turn_that_shows_reps(track: Pose, exercise: Exercise, width_px: int, height_px: int) -> Turn | None:
    """The turn of the picture that shows most repetitions; None when none shows `LEAST_REPS`, or the feet deny it.

    Parameters
    ----------
    track : Pose
        (T,) frames of a recording that shows no repetition as it is, in a picture of this size.
    """
    found = {quarters: _reps(track.turned(quarters, width_px, height_px), exercise) for quarters in (1, 2, 3)}
    quarters = max(found, key=lambda turn: len(found[turn]))
    reps = found[quarters]
    if len(reps) < LEAST_REPS:
        return None
    since, until = reps[0].window.start_s, reps[-1].window.end_s
    during = track[(track.time_s >= since) & (track.time_s <= until)]
    by_feet = quarters_to_upright(during)
    return Turn(quarters, len(reps), by_feet == quarters) if by_feet in (None, quarters) else None


def _reps(track: Pose, exercise: Exercise) -> list[Rep]:
    session = Session(exercise)
    for i in range(len(track)):
        session.step(track[i])
    session.finish()
    return session.reps
