"""What is kept of a run, frame by frame, live or from a recording."""

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from formcheck.assessment.single_leg_bridge import TestUpdate
from formcheck.coaching.update import Update
from formcheck.errors import NoFrames
from formcheck.pose.pose import Pose

U = TypeVar("U", Update, TestUpdate)

_IN_TRACK = Pose.nobody(float("nan"))


@dataclass(slots=True)
class Kept(Generic[U]):
    """Poses in order of time, and what was said after each.

    Attributes
    ----------
    repaired : dict of int to Pose
        By place in the run: poses that were judged otherwise than the model gave them.
    updates : list of Update or TestUpdate
        One for each frame, without its pose.
    """

    repaired: dict[int, Pose] = field(default_factory=dict)
    updates: list[U] = field(default_factory=list)
    _poses: list[Pose] = field(default_factory=list)

    def keep(self, pose: Pose, update: U) -> None:
        """A frame as the model gave it, and what was said after it."""
        if update.pose is not pose:
            self.repaired[len(self._poses)] = update.pose
        self.updates.append(replace(update, pose=_IN_TRACK))
        self._poses.append(pose)

    def keep_last(self, update: U) -> None:
        """What was said at the end, in place of what was said after the last frame."""
        self.updates[-1] = replace(update, pose=_IN_TRACK)

    def take_track(self, name: str) -> Pose:
        """All frames as one track, (T,); the single ones are let go of: in an hour a quarter of a gigabyte.

        Raises
        ------
        NoFrames
            There was none in the source of this name.
        """
        if not self._poses:
            raise NoFrames(f"'{name}' holds no pictures. Record or copy it again.")
        track = Pose.stack(self._poses)
        self._poses.clear()
        return track
