"""What is kept of a run, frame by frame, live or from a recording."""

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from formcheck.assessment.single_leg_bridge import TestUpdate
from formcheck.coaching.update import Update
from formcheck.errors import NoFrames
from formcheck.pose.packed import PackedPoses
from formcheck.pose.pose import Pose

U = TypeVar("U", Update, TestUpdate)

_IN_TRACK = Pose.nobody(float("nan"))


@dataclass(slots=True)
class Kept(Generic[U]):
    """Poses in order of time, and what was said after each.

    Attributes
    ----------
    updates : list of Update or TestUpdate
        One for each frame, without its pose.
    """

    updates: list[U] = field(default_factory=list)
    _poses: PackedPoses = field(default_factory=PackedPoses)
    _repaired: PackedPoses = field(default_factory=PackedPoses)
    _repaired_at: list[int] = field(default_factory=list)

    def keep(self, pose: Pose, update: U) -> None:
        """A frame as the model gave it, and what was said after it."""
        if update.pose is not pose:
            self._repaired_at.append(len(self._poses))
            self._repaired.append(update.pose)
        self.updates.append(replace(update, pose=_IN_TRACK))
        self._poses.append(pose)

    def keep_last(self, update: U) -> None:
        """What was said at the end, in place of what was said after the last frame."""
        self.updates[-1] = replace(update, pose=_IN_TRACK)

    def take_tracks(self, name: str) -> tuple[Pose, Pose]:
        """All frames as the model gave them, and as they were judged, (T,) each; they are no longer kept here.

        Raises
        ------
        NoFrames
            There was none in the source of this name.
        """
        if not len(self._poses):
            raise NoFrames(f"'{name}' holds no pictures. Record or copy it again.")
        track = self._poses.take()
        return track, track.replaced(self._repaired_at, self._repaired.take())
