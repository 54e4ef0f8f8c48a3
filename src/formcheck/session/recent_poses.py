"""The poses of the last seconds, which are measured when a movement is over."""

from collections import deque
from dataclasses import dataclass, field

from formcheck.pose.pose import Pose


@dataclass(slots=True)
class RecentPoses:
    """Poses of single frames in order of time; the oldest are dropped when nothing needs them any more."""

    _poses: deque[Pose] = field(default_factory=deque)

    def append(self, pose: Pose) -> None:
        """Add the next frame."""
        self._poses.append(pose)

    def __len__(self) -> int:
        """Number of frames."""
        return len(self._poses)

    @property
    def newest(self) -> Pose:
        """The last frame; IndexError without any."""
        return self._poses[-1]

    @property
    def seconds(self) -> float:
        """Time from the oldest frame to the newest."""
        return float(self._poses[-1].time_s - self._poses[0].time_s) if self._poses else 0.0

    def between(self, start_s: float, end_s: float) -> Pose:
        """Frames of this time, both ends included: (T,)."""
        return Pose.stack([pose for pose in self._poses if start_s <= pose.time_s <= end_s])

    def count(self, start_s: float, end_s: float) -> int:
        """Number of frames of this time, both ends included."""
        return sum(bool(start_s <= pose.time_s <= end_s) for pose in self._poses)

    def drop_before(self, time_s: float) -> None:
        """Drop the frames that are older."""
        while self._poses and self._poses[0].time_s < time_s:
            self._poses.popleft()

    def clear(self) -> None:
        """Drop all frames."""
        self._poses.clear()
