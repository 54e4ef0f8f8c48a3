"""Collects the poses of a run and the update after each, for results and drawing."""

from dataclasses import Field, dataclass, field, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from formcheck.errors import NoFrames
from formcheck.pose.pose import Pose
from formcheck.pose.pose_buffer import PoseBuffer


class UpdateWithPose(Protocol):
    """A frozen dataclass with the pose that was judged: `Update` of a set, `TestUpdate` of a test."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def pose(self) -> Pose:
        """The judged pose of one frame."""


U = TypeVar("U", bound=UpdateWithPose)

_IN_TRACK = Pose.nobody(float("nan"))
"""Replaces the pose in a stored update, since the track holds it."""


@dataclass(slots=True)
class RunLog(Generic[U]):
    """Poses in order of time, and the update after each.

    Attributes
    ----------
    updates : list of Update or TestUpdate
        One for each frame, without its pose.
    """

    updates: list[U] = field(default_factory=list)
    _poses: PoseBuffer = field(default_factory=PoseBuffer)
    _repaired: PoseBuffer = field(default_factory=PoseBuffer)
    _repaired_at: list[int] = field(default_factory=list)

    def add(self, pose: Pose, update: U) -> None:
        """Add a frame as the model gave it, and the update after it."""
        if update.pose is not pose:
            self._repaired_at.append(len(self._poses))
            self._repaired.append(update.pose)
        self.updates.append(replace(update, pose=_IN_TRACK))
        self._poses.append(pose)

    def replace_last(self, update: U) -> None:
        """Replace the update after the last frame by the one at the end of the run."""
        self.updates[-1] = replace(update, pose=_IN_TRACK)

    def take_tracks(self, name: str) -> tuple[Pose, Pose]:
        """All frames as the model gave them and as they were judged, (T,) each; the log holds neither afterwards.

        Raises
        ------
        NoFrames
            The source of this name has no frames.
        """
        if not len(self._poses):
            raise NoFrames(f"'{name}' holds no pictures. Record or copy it again.")
        track = self._poses.take()
        return track, track.with_frames(self._repaired_at, self._repaired.take())
