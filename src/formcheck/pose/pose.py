"""The pose of one person: in one frame, or in a track of frames."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntFlag
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS, Landmark

Floats = npt.NDArray[np.float64]

N_OUTLINE_POINTS = 17
"""Number of points between hips and shoulders at which the outline of the trunk is stored."""

OUTLINE_SHAPE = (2, N_OUTLINE_POINTS, 2)
"""Shape of an outline: side, point, x and y."""


class DetectionFlag(IntFlag):
    """How the person was detected in a frame: docs/seeing.md."""

    TURNED = 1
    """Detected in the image rotated by one, two or three quarter turns."""
    UNSETTLED = 2
    """The landmarks did not settle when the same image was shown again."""
    CUT = 4
    """A new scene begins with this frame."""
    OTHER_PEOPLE = 8
    """A check for other people found more than one person."""
    RECOVERED = 16
    """The model had switched to another person; the right person was detected again."""
    FLICKER = 32
    """The brightness of large parts of the image has changed since the last frame; the scene is the same."""
    CAMERA_MOVED = 64
    """The camera has moved since the last frame; the scene is the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame, or in a sequence of frames (a track).

    ``...`` is ``()`` for one frame and ``(T,)`` for a track.

    Attributes
    ----------
    time_s : (...) seconds
        Presentation time of the frame, from the file or the camera clock.
    image : (..., 33, 2) pixels
        x to the right, y down, origin at the top left of the upright image. Both axes have the same unit, so angles
        can be computed from these.
    world : (..., 33, 3) metres
        Origin between the hips; x right, y down, z away from the camera. An estimate only: z is not measured.
    visibility : (..., 33) from 0 to 1
        MediaPipe's own estimate. It is high even for many hidden joints: necessary, but never sufficient.
    light : (...) from 0 to 1
        Brightness of the image around the person, or of the whole image if nobody is detected; NaN if unknown.
    notes : (...) `DetectionFlag`
        How the person was detected; 0 if nothing special was needed.
    outline : (..., 2, 17, 2) pixels, or None
        Both edges of the trunk from the hips up, see `formcheck.pose.trunk_silhouette`; NaN where no edge was found.
        None if outlines were not requested.

    A landmark that was not detected is NaN in ``image`` and ``world`` and 0 in ``visibility``.
    """

    time_s: Floats
    image: Floats
    world: Floats
    visibility: Floats
    light: Floats = field(default_factory=lambda: np.array(np.nan))
    notes: npt.NDArray[np.int64] = field(default_factory=lambda: np.array(0))
    outline: Floats | None = None

    def __post_init__(self) -> None:
        lead = np.shape(self.time_s)
        tails = {"image": (N_LANDMARKS, 2), "world": (N_LANDMARKS, 3), "visibility": (N_LANDMARKS,)}
        for name, tail in tails.items():
            shape = getattr(self, name).shape
            if shape != lead + tail:
                raise ValueError(f"Pose.{name} has shape {shape}, expected {lead + tail}")
        for name in ("light", "notes"):
            if (shape := getattr(self, name).shape) not in ((), lead):
                raise ValueError(f"Pose.{name} has shape {shape}, expected {lead}")
        if self.outline is not None and self.outline.shape != lead + OUTLINE_SHAPE:
            raise ValueError(f"Pose.outline has shape {self.outline.shape}, expected {lead + OUTLINE_SHAPE}")

    @classmethod
    def nobody(cls, time_s: float, light: float = np.nan, notes: int = 0) -> Self:
        """A frame in which no person was detected: every landmark is missing."""
        return cls(
            np.float64(time_s) * np.ones(()),
            np.full((N_LANDMARKS, 2), np.nan),
            np.full((N_LANDMARKS, 3), np.nan),
            np.zeros(N_LANDMARKS),
            np.array(light),
            np.array(notes),
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
                np.empty(0),
                np.empty(0, dtype=np.int64),
            )
        return cls(
            np.array([float(p.time_s) for p in poses]),
            np.stack([p.image for p in poses]),
            np.stack([p.world for p in poses]),
            np.stack([p.visibility for p in poses]),
            np.array([float(p.light) for p in poses]),
            np.array([int(p.notes) for p in poses]),
            None if all(p.outline is None for p in poses) else np.stack([_outline(p) for p in poses]),
        )

    @property
    def seen(self) -> Any:
        """(...) bool: whether a person was detected in the frame."""
        return np.isfinite(self.image[..., 0]).any(axis=-1)

    def __getitem__(self, index: Any) -> "Pose":
        """Frames of a track, by any index into its time axis."""
        light, notes = (np.asarray(np.broadcast_to(x, np.shape(self.time_s))[index]) for x in (self.light, self.notes))
        outline = None if self.outline is None else self.outline[index]
        return Pose(
            self.time_s[index], self.image[index], self.world[index], self.visibility[index], light, notes, outline
        )

    def __len__(self) -> int:
        """Number of frames of a track."""
        return len(self.time_s)

    def point(self, landmark: Landmark) -> Floats:
        """(..., 2) pixels of one landmark."""
        return self.image[..., landmark, :]

    def with_frames(self, indices: Sequence[int], other: "Pose") -> "Pose":
        """The track with the frames at `indices` replaced by those of `other`; the same object if there are none."""
        if not indices:
            return self
        image, world, visibility = self.image.copy(), self.world.copy(), self.visibility.copy()
        image[indices], world[indices], visibility[indices] = other.image, other.world, other.visibility
        return replace(self, image=image, world=world, visibility=visibility)

    def scaled(self, x: float, y: float) -> "Pose":
        """The pose in an image of another size: all pixel values multiplied, by `x` across and by `y` down."""
        outline = None if self.outline is None else self.outline * (x, y)
        return replace(self, image=self.image * (x, y), outline=outline)

    def rounded(self) -> "Pose":
        """The pose with all pixel values rounded to float32, so that a recording stores it without loss."""
        outline = None if self.outline is None else self.outline.astype(np.float32).astype(np.float64)
        return replace(self, image=self.image.astype(np.float32).astype(np.float64), outline=outline)

    def rotated(self, quarter_turns: int, width_px: float, height_px: float) -> "Pose":
        """The pose in the image rotated clockwise by quarter turns; width and height are those before the rotation."""
        outline = None if self.outline is None else rotate_points(self.outline, quarter_turns, width_px, height_px)
        image = rotate_points(self.image, quarter_turns, width_px, height_px)
        return replace(self, image=image, world=rotate_world(self.world, quarter_turns), outline=outline)

    def mirrored(self, width_px: float) -> "Pose":
        """The pose as seen in a mirror: x reversed in an image of this width, left and right exchanged."""
        order = [mark.mirror for mark in Landmark]
        image = self.image[..., order, :] * (-1.0, 1.0) + (width_px, 0.0)
        world = self.world[..., order, :] * (-1.0, 1.0, 1.0)
        outline = None if self.outline is None else self.outline[..., ::-1, :, :] * (-1.0, 1.0) + (width_px, 0.0)
        return Pose(self.time_s, image, world, self.visibility[..., order], self.light, self.notes, outline)


def _outline(pose: Pose) -> Floats:
    """The outline of one frame; all NaN if it was not requested."""
    return np.full(OUTLINE_SHAPE, np.nan) if pose.outline is None else pose.outline


def rotate_points(points: Floats, quarter_turns: int, width_px: float, height_px: float) -> Floats:
    """Where points of an image lie after the image is rotated clockwise by quarter turns.

    Parameters
    ----------
    points : (..., 2) pixels
    quarter_turns : int
        Clockwise; negative numbers rotate anticlockwise.
    width_px, height_px : float
        Size of the image before the rotation.

    Returns
    -------
    (..., 2) pixels
    """
    x, y = points[..., 0], points[..., 1]
    rotated = ((x, y), (height_px - y, x), (width_px - x, height_px - y), (y, width_px - x))
    return np.stack(rotated[quarter_turns % 4], axis=-1)


def rotate_world(points: Floats, quarter_turns: int) -> Floats:
    """World points (..., 3), in metres, rotated clockwise about the line of sight by quarter turns."""
    x, y, depth = (points[..., n] for n in range(3))
    rotated = ((x, y), (-y, x), (-x, -y), (y, -x))[quarter_turns % 4]
    return np.stack([*rotated, depth], axis=-1)
