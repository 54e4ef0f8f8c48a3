"""Finds how to rotate an image that lies on its side without a rotation flag, by the reps that it shows then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from formcheck.motion.gravity import quarters_to_upright
from formcheck.pose.pose import Pose
from formcheck.session.judge import Rep

MIN_REPS = 2
"""A rotated image must show this many reps before anything is reported; chosen: one may be chance."""

ROTATION_WORDS = {90: "clockwise by 90°", 180: "by 180°", 270: "anticlockwise by 90°"}
"""Rotations in words, by degrees clockwise."""


@dataclass(frozen=True, slots=True)
class ImageRotation:
    """A rotation of the image that shows reps, where the image as it is shows none.

    Attributes
    ----------
    quarter_turns : int
        Clockwise quarter turns, 1 to 3.
    reps : int
        Reps that the rotated image shows.
    sure : bool
        Whether the feet agree: during these reps they stand on the floor of the rotated image. Otherwise the reps
        must not be counted: a squat on its side looks much like a bridge.
    """

    quarter_turns: int
    reps: int
    sure: bool

    @property
    def words(self) -> str:
        """How to rotate the image, in words."""
        return ROTATION_WORDS[90 * self.quarter_turns]

    @property
    def warning(self) -> str:
        """Warning if the rotation is not sure: what to try."""
        return (
            f"The picture may lie on its side: turned {self.words} it would show {self.reps} reps. If so, turn the "
            "video and analyse it again."
        )


class Counted(Protocol):
    """A finished session."""

    reps: list[Rep]


C = TypeVar("C", bound=Counted)


def best_rotation(
    track: Pose, picture_px: tuple[int, int] | None, count: Callable[[Pose, tuple[int, int] | None], C]
) -> tuple[ImageRotation | None, C]:
    """The rotation that shows most reps, and the session that counted them.

    Parameters
    ----------
    track : Pose
        (T,) frames in the image as it is, in which no rep was counted.
    picture_px : (width, height) or None
        Size of this image in pixels; None if unknown: then the extent of the landmarks takes its place.
    count : callable
        Counts in a rotated track; it is given the track and the size of the rotated image.

    Returns
    -------
    (ImageRotation or None, session)
        None if fewer than `MIN_REPS` are shown, or if the feet disagree.
    """
    width_px, height_px = picture_px or np.nanmax(track.image, axis=(0, 1))
    counted = {}
    for quarter_turns in (1, 2, 3):
        rotated_px = picture_px[::-1] if picture_px is not None and quarter_turns % 2 else picture_px
        counted[quarter_turns] = count(track.rotated(quarter_turns, width_px, height_px).rounded(), rotated_px)
    best = max(counted, key=lambda quarter_turns: len(counted[quarter_turns].reps))
    return _rotation(best, counted[best].reps, track), counted[best]


def _rotation(quarter_turns: int, reps: list[Rep], track: Pose) -> ImageRotation | None:
    """The rotation with these reps, if they are enough and the feet do not disagree."""
    if len(reps) < MIN_REPS:
        return None
    start_s, end_s = reps[0].times.start_s, reps[-1].times.end_s
    by_feet = quarters_to_upright(track[(track.time_s >= start_s) & (track.time_s <= end_s)])
    if by_feet not in (None, quarter_turns):
        return None
    return ImageRotation(quarter_turns, len(reps), sure=by_feet == quarter_turns)
