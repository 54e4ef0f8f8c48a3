"""Poses kept while a set goes on, in as little memory as a recording needs."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS
from formcheck.pose.pose import OUTLINE, Pose

_FIRST_FRAMES = 256

_FIELDS: dict[str, tuple[tuple[int, ...], type]] = {
    "time_s": ((), np.float64),
    "image": ((N_LANDMARKS, 2), np.float32),
    "world": ((N_LANDMARKS, 3), np.float32),
    "visibility": ((N_LANDMARKS,), np.float32),
    "light": ((), np.float64),
    "notes": ((), np.int64),
    "outline": (OUTLINE, np.float32),
}


@dataclass(slots=True)
class PoseLog:
    """Frames in order of time, as float32: as they leave the estimator and as a recording holds them."""

    _count: int = 0
    _outlined: bool = False
    _rows: dict[str, npt.NDArray[np.generic]] = field(
        default_factory=lambda: {name: np.empty((_FIRST_FRAMES, *tail), kind) for name, (tail, kind) in _FIELDS.items()}
    )

    def __len__(self) -> int:
        """Number of frames."""
        return self._count

    def append(self, pose: Pose) -> None:
        """Take one frame."""
        at = self._count
        if at == len(self._rows["time_s"]):
            self._rows = {name: np.concatenate([rows, np.empty_like(rows)]) for name, rows in self._rows.items()}
        for name, rows in self._rows.items():
            value = getattr(pose, name)
            rows[at] = np.nan if value is None else value
        self._outlined = self._outlined or pose.outline is not None
        self._count += 1

    def track(self) -> Pose:
        """All frames as (T,) poses."""
        kept = {name: rows[: self._count].astype(np.float64) for name, rows in self._rows.items()}
        return Pose(
            kept["time_s"],
            kept["image"],
            kept["world"],
            kept["visibility"],
            kept["light"],
            self._rows["notes"][: self._count].astype(np.int64),
            kept["outline"] if self._outlined else None,
        )
