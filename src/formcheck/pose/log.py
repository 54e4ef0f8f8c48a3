"""Poses kept while a set goes on, in as little memory as a recording needs."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS
from formcheck.pose.pose import Pose

_WIDTH = 2 + 3 + 1  # image, world, visibility
_FIRST_FRAMES = 256


@dataclass(slots=True)
class PoseLog:
    """Frames in order of time, as float32: as they leave the estimator and as a recording holds them."""

    _times: list[float] = field(default_factory=list)
    _light: list[float] = field(default_factory=list)
    _notes: list[int] = field(default_factory=list)
    _rows: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.empty((_FIRST_FRAMES, N_LANDMARKS, _WIDTH), np.float32)
    )

    def __len__(self) -> int:
        """Number of frames."""
        return len(self._times)

    def append(self, pose: Pose) -> None:
        """Take one frame."""
        at = len(self._times)
        if at == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[at, :, :2], self._rows[at, :, 2:5] = pose.image, pose.world
        self._rows[at, :, 5] = pose.visibility
        self._times.append(float(pose.time_s))
        self._light.append(float(pose.light))
        self._notes.append(int(pose.notes))

    def track(self) -> Pose:
        """All frames as (T,) poses."""
        rows = self._rows[: len(self._times)].astype(np.float64)
        return Pose(
            np.array(self._times),
            rows[..., :2],
            rows[..., 2:5],
            rows[..., 5],
            np.array(self._light),
            np.array(self._notes, int),
        )
