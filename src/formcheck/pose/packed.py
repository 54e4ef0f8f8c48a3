"""Many poses in little memory."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from formcheck.pose.pose import OUTLINE, Floats, Pose

BLOCK = 256
"""Single poses are packed when there are so many; chosen: 0.6 MiB of them."""


@dataclass(slots=True)
class PackedPoses:
    """Poses of single frames in order of time, in a third of the memory that they take each by itself.

    The pose model's numbers, and those of a recording, are float32 and are kept as such; others stay as they are.
    So what is taken out is the same to the last bit.
    """

    _blocks: list[Pose] = field(default_factory=list)
    _newest: list[Pose] = field(default_factory=list)

    def append(self, pose: Pose) -> None:
        """The next frame."""
        self._newest.append(pose)
        if len(self._newest) == BLOCK:
            self._pack()

    def __len__(self) -> int:
        """Number of frames."""
        return BLOCK * len(self._blocks) + len(self._newest)

    def take(self) -> Pose:
        """All frames as one track, (T,); nothing is kept here any longer."""
        if self._newest or not self._blocks:
            self._pack()
        blocks, self._blocks = self._blocks, []
        return Pose(
            np.concatenate([block.time_s for block in blocks]),
            np.concatenate([block.image for block in blocks], dtype=np.float64),
            np.concatenate([block.world for block in blocks], dtype=np.float64),
            np.concatenate([block.visibility for block in blocks], dtype=np.float64),
            np.concatenate([block.light for block in blocks]),
            np.concatenate([block.notes for block in blocks]),
            _outlines(blocks),
        )

    def _pack(self) -> None:
        block = Pose.stack(self._newest)
        image, world, visibility = (_smallest(values) for values in (block.image, block.world, block.visibility))
        self._blocks.append(replace(block, image=image, world=world, visibility=visibility))
        self._newest.clear()


def _smallest(values: Floats) -> Any:
    """The same values as float32, where that loses nothing."""
    small = values.astype(np.float32)
    return small if np.array_equal(small, values, equal_nan=True) else values


def _outlines(blocks: list[Pose]) -> Floats | None:
    if all(block.outline is None for block in blocks):
        return None
    return np.concatenate(
        [np.full((len(block), *OUTLINE), np.nan) if block.outline is None else block.outline for block in blocks]
    )
