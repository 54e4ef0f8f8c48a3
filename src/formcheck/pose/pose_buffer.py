"""Poses that are kept while frames come in: all of them, or those of the last seconds."""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from formcheck.pose.pose import OUTLINE_SHAPE, Floats, Pose

BLOCK = 256
"""Number of single poses that are packed together; chosen: 0.6 MiB before they are packed."""


@dataclass(slots=True)
class PoseBuffer:
    """Poses of single frames in order of time, in a third of the memory that single poses take.

    Numbers from the pose model and from a recording are float32 and are stored as such. Numbers that float32
    cannot hold stay float64, so every pose comes out the same to the last bit.
    """

    _blocks: list[Pose] = field(default_factory=list)
    _newest: list[Pose] = field(default_factory=list)

    def append(self, pose: Pose) -> None:
        """Add the next frame."""
        self._newest.append(pose)
        if len(self._newest) == BLOCK:
            self._blocks.append(_packed(self._newest))
            self._newest.clear()

    def __len__(self) -> int:
        """Number of frames."""
        return BLOCK * len(self._blocks) + len(self._newest)

    def track(self) -> Pose:
        """All frames as one track, (T,); the buffer keeps them."""
        blocks = [*self._blocks, _packed(self._newest)]
        return Pose(
            np.concatenate([block.time_s for block in blocks]),
            np.concatenate([block.image for block in blocks], dtype=np.float64),
            np.concatenate([block.world for block in blocks], dtype=np.float64),
            np.concatenate([block.visibility for block in blocks], dtype=np.float64),
            np.concatenate([block.light for block in blocks]),
            np.concatenate([block.notes for block in blocks]),
            _outlines(blocks),
        )

    def take(self) -> Pose:
        """All frames as one track, (T,); the buffer is empty afterwards."""
        track = self.track()
        self._blocks.clear()
        self._newest.clear()
        return track


def _packed(poses: list[Pose]) -> Pose:
    """Single frames as one track, in float32 where that loses nothing."""
    block = Pose.stack(poses)
    image, world, visibility = (_smallest(values) for values in (block.image, block.world, block.visibility))
    outline = None if block.outline is None else _smallest(block.outline)
    return replace(block, image=image, world=world, visibility=visibility, outline=outline)


def _smallest(values: Floats) -> Any:
    """The same values as float32, where that loses nothing."""
    small = values.astype(np.float32)
    return small if np.array_equal(small, values, equal_nan=True) else values


def _outlines(blocks: list[Pose]) -> Floats | None:
    if all(block.outline is None for block in blocks):
        return None
    rows = [
        np.full((len(block), *OUTLINE_SHAPE), np.nan) if block.outline is None else block.outline for block in blocks
    ]
    return np.concatenate(rows, dtype=np.float64)


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
