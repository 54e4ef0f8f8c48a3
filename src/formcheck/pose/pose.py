"""The pose of one person: in one frame, or in a run of frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS, Landmark

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame, or in a run of frames (a track).

    ``...`` is ``()`` for one frame and ``(T,)`` for a track.

    Attributes
    ----------
    time_s : (...) seconds
        Presentation time of the frame, from the file or the camera clock.
    image : (..., 33, 2) pixels
        x to the right, y down, origin at the top left of the upright picture. Equal axes: angles may be
        taken from these.
    world : (..., 33, 3) metres
        Origin between the hips; x right, y down, z away from the camera. A hint only: z is not measured.
    visibility : (..., 33) from 0 to 1
        MediaPipe's own estimate. It is high even for many hidden joints, so it is necessary, never enough.

    A landmark that was not seen is NaN in ``image`` and ``world`` and 0 in ``visibility``.
    """

    time_s: Floats
    image: Floats
    world: Floats
    visibility: Floats

    def __post_init__(self) -> None:
        lead = np.shape(self.time_s)
        tails = {"image": (N_LANDMARKS, 2), "world": (N_LANDMARKS, 3), "visibility": (N_LANDMARKS,)}
        for name, tail in tails.items():
            got = getattr(self, name).shape
            if got != lead + tail:
                raise ValueError(f"Pose.{name} has shape {got}, expected {lead + tail}")

    @classmethod
    def nobody(cls, time_s: float) -> Self:
        """A frame in which no person was found: every landmark unseen."""
        return cls(
            np.float64(time_s) * np.ones(()),
            np.full((N_LANDMARKS, 2), np.nan),
            np.full((N_LANDMARKS, 3), np.nan),
            np.zeros(N_LANDMARKS),
        )

    @classmethod
    def stack(cls, poses: Sequence["Pose"]) -> Self:
        """Single frames, in order of time, as one track."""
        if not poses:
            return cls(
                np.empty(0),
                np.empty((0, N_LANDMARKS, 2)),
                np.empty((0, N_LANDMARKS, 3)),
                np.empty((0, N_LANDMARKS)),
            )
        return cls(
            np.array([float(p.time_s) for p in poses]),
            np.stack([p.image for p in poses]),
            np.stack([p.world for p in poses]),
            np.stack([p.visibility for p in poses]),
        )

    @property
    def seen(self) -> Any:
        """(...) bool: whether a person was found in the frame."""
        return np.isfinite(self.image[..., 0]).any(axis=-1)

    def __getitem__(self, index: Any) -> "Pose":
        """Frames of a track, by any index of its time axis."""
        return Pose(self.time_s[index], self.image[index], self.world[index], self.visibility[index])

    def __len__(self) -> int:
        """Number of frames of a track."""
        return len(self.time_s)

    def point(self, landmark: Landmark) -> Floats:
        """(..., 2) pixels of one landmark."""
        return self.image[..., landmark, :]

    def replaced(self, frames: Mapping[int, "Pose"]) -> "Pose":
        """The track with other poses in some of its frames; the same object when there are none."""
        if not frames:
            return self
        at, new = list(frames), Pose.stack(list(frames.values()))
        image, world, visibility = self.image.copy(), self.world.copy(), self.visibility.copy()
        image[at], world[at], visibility[at] = new.image, new.world, new.visibility
        return replace(self, image=image, world=world, visibility=visibility)

    def mirrored(self, width_px: float) -> "Pose":
        """The pose as seen in a mirror: x reversed in a picture of this width, left and right exchanged."""
        order = [mark.mirror for mark in Landmark]
        image = self.image[..., order, :] * (-1.0, 1.0) + (width_px, 0.0)
        return Pose(self.time_s, image, self.world[..., order, :] * (-1.0, 1.0, 1.0), self.visibility[..., order])
