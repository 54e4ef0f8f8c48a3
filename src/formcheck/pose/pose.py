"""The pose of one person: in one frame, or in a run of frames."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntFlag
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import N_LANDMARKS, Landmark

Floats = npt.NDArray[np.float64]

N_OUTLINE_POINTS = 17
"""Places between hips and shoulders at which the outline of the trunk is kept."""

OUTLINE_SHAPE = (2, N_OUTLINE_POINTS, 2)
"""Shape of an outline: side, place, x and y."""


class DetectionFlag(IntFlag):
    """What it took to find the person in a frame: docs/seeing.md."""

    TURNED = 1
    """Found in the picture turned by one, two or three quarters."""
    UNSETTLED = 2
    """The landmarks did not come to rest when the picture was shown again."""
    CUT = 4
    """Another scene begins here."""
    OTHER_PEOPLE = 8
    """A look around found more than one person."""
    RECOVERED = 16
    """The model had gone over to somebody else; the person was found again."""


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
    light : (...) from 0 to 1
        Brightness of the picture where the person is, or of all of it when nobody is found; NaN when unknown.
    notes : (...) `DetectionFlag`
        What it took to find the person; 0 when nothing did.
    outline : (..., 2, 17, 2) pixels, or None
        Both edges of the trunk from the hips up, see `formcheck.pose.trunk_silhouette`; NaN where there was none to be
        found. None when nobody asked for it.

    A landmark that was not seen is NaN in ``image`` and ``world`` and 0 in ``visibility``.
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
        """A frame in which no person was found: every landmark unseen."""
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
        """(...) bool: whether a person was found in the frame."""
        return np.isfinite(self.image[..., 0]).any(axis=-1)

    def __getitem__(self, index: Any) -> "Pose":
        """Frames of a track, by any index of its time axis."""
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
        """The track with the frames of another one in some of its places; the same object when there are none."""
        if not indices:
            return self
        image, world, visibility = self.image.copy(), self.world.copy(), self.visibility.copy()
        image[indices], world[indices], visibility[indices] = other.image, other.world, other.visibility
        return replace(self, image=image, world=world, visibility=visibility)

    def scaled(self, x: float, y: float) -> "Pose":
        """The pose in a picture of another size: everything in pixels multiplied, `x` across and `y` down."""
        outline = None if self.outline is None else self.outline * (x, y)
        return replace(self, image=self.image * (x, y), outline=outline)

    def rounded(self) -> "Pose":
        """The pose with everything in pixels rounded to float32: a recording can hold it without loss."""
        outline = None if self.outline is None else self.outline.astype(np.float32).astype(np.float64)
        return replace(self, image=self.image.astype(np.float32).astype(np.float64), outline=outline)

    def rotated(self, quarter_turns: int, width_px: float, height_px: float) -> "Pose":
        """The pose in the image turned clockwise by quarter turns; width and height are those before the turn."""
        outline = None if self.outline is None else rotate_points(self.outline, quarter_turns, width_px, height_px)
        image = rotate_points(self.image, quarter_turns, width_px, height_px)
        return replace(self, image=image, world=rotate_world(self.world, quarter_turns), outline=outline)

    def mirrored(self, width_px: float) -> "Pose":
        """The pose as seen in a mirror: x reversed in a picture of this width, left and right exchanged."""
        order = [mark.mirror for mark in Landmark]
        image = self.image[..., order, :] * (-1.0, 1.0) + (width_px, 0.0)
        world = self.world[..., order, :] * (-1.0, 1.0, 1.0)
        outline = None if self.outline is None else self.outline[..., ::-1, :, :] * (-1.0, 1.0) + (width_px, 0.0)
        return Pose(self.time_s, image, world, self.visibility[..., order], self.light, self.notes, outline)


def _outline(pose: Pose) -> Floats:
    """The outline of one frame; all NaN where nobody asked for it."""
    return np.full(OUTLINE_SHAPE, np.nan) if pose.outline is None else pose.outline


def rotate_points(points: Floats, quarter_turns: int, width_px: float, height_px: float) -> Floats:
    """Points of an image in the same image turned clockwise by quarter turns.

    Parameters
    ----------
    points : (..., 2) pixels
    quarter_turns : int
        Clockwise; negative numbers turn anticlockwise.
    width_px, height_px : float
        Size of the image before the turn.

    Returns
    -------
    (..., 2) pixels
    """
    x, y = points[..., 0], points[..., 1]
    rotated = ((x, y), (height_px - y, x), (width_px - x, height_px - y), (y, width_px - x))
    return np.stack(rotated[quarter_turns % 4], axis=-1)


def rotate_world(points: Floats, quarter_turns: int) -> Floats:
    """World points (..., 3), in metres, turned clockwise about the line of sight by quarter turns."""
    x, y, depth = (points[..., n] for n in range(3))
    rotated = ((x, y), (-y, x), (-x, -y), (y, -x))[quarter_turns % 4]
    return np.stack([*rotated, depth], axis=-1)
