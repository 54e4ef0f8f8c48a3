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
class ImageRotation:
    """A turn of the picture that shows repetitions which it does not show as it is.

    Attributes
    ----------
    quarter_turns : int
        Clockwise quarter turns, 1 to 3.
    reps : int
        Repetitions that the turned picture shows.
    sure : bool
        Whether the feet say so too: in these repetitions they stand on the floor of the turned picture. Without it
        nothing may be counted: a squat on its side looks much like a bridge.
    """

    quarter_turns: int
    reps: int
    sure: bool

    @property
    def words(self) -> str:
        """Way to turn the picture, for people."""
        return ROTATION_WORDS[90 * self.quarter_turns]


ROTATION_WORDS = {90: "clockwise by 90°", 180: "by 180°", 270: "anticlockwise by 90°"}
"""Clockwise turns in degrees, for people."""


def rotation_that_shows_reps(track: Pose, exercise: Exercise, width_px: int, height_px: int) -> ImageRotation | None:
    """The turn of the picture that shows most repetitions; None when none shows `LEAST_REPS`, or the feet deny it.

    Parameters
    ----------
    track : Pose
        (T,) frames of a recording that shows no repetition as it is, in a picture of this size.
    """
    found = {
        quarter_turns: _reps(track.rotated(quarter_turns, width_px, height_px), exercise) for quarter_turns in (1, 2, 3)
    }
    quarter_turns = max(found, key=lambda turn: len(found[turn]))
    reps = found[quarter_turns]
    if len(reps) < LEAST_REPS:
        return None
    since, until = reps[0].times.start_s, reps[-1].times.end_s
    during = track[(track.time_s >= since) & (track.time_s <= until)]
    by_feet = quarters_to_upright(during)
    return (
        ImageRotation(quarter_turns, len(reps), by_feet == quarter_turns) if by_feet in (None, quarter_turns) else None
    )


def _reps(track: Pose, exercise: Exercise) -> list[Rep]:
    session = Session(exercise)
    for i in range(len(track)):
        session.step(track[i])
    session.finish()
    return session.reps
