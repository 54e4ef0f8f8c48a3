"""Where things go in a picture: the person, and the panel beside them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.pose.pose import Pose

BODY_MARGIN = 0.08
"""How far a body goes beyond its landmarks, over the longer side of their box; chosen: head and feet of the
samples stay inside."""

BAND_SHARES = (0.16, 0.27)
"""Least and wanted height of a panel along the top or bottom edge, over the picture's shorter side; chosen:
at 480 pixels the count can be read from three metres on a phone."""

TALL_BAND_SHARES = (0.20, 0.40)
"""The same in a portrait picture, which has height to spare and no width."""

COLUMN_SHARES = (0.26, 0.42)
"""Least and wanted width of a panel at the left or right edge of a landscape picture, over its height."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle in pixels, y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Centre."""
        return 0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom)

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def grown(self, by_px: float) -> Self:
        """Larger by so much on every side."""
        return type(self)(self.left - by_px, self.top - by_px, self.right + by_px, self.bottom + by_px)

    def scaled(self, x: float, y: float) -> Self:
        """The same part of a picture of another size."""
        return type(self)(self.left * x, self.top * y, self.right * x, self.bottom * y)

    def moved(self, x: float, y: float) -> Self:
        """Shifted by so much."""
        return type(self)(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def union(self, other: "Box") -> Self:
        """The smallest box around both."""
        return type(self)(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def clipped(self, width: float, height: float) -> Self:
        """The part that lies in a picture."""
        left, right = (float(np.clip(x, 0.0, width)) for x in (self.left, self.right))
        top, bottom = (float(np.clip(y, 0.0, height)) for y in (self.top, self.bottom))
        return type(self)(left, top, right, bottom)


def person_box(track: Pose) -> Box | None:
    """Box around a person's body in a frame or, all but the rarest two per cent of frames, over a track.

    None when nothing of the person was seen. It may reach beyond the picture.
    """
    seen = (track.visibility >= MIN_VISIBILITY) & np.isfinite(track.image).all(axis=-1)
    points = np.where(seen[..., None], track.image, np.nan).reshape(-1, *track.image.shape[-2:])
    points = points[np.isfinite(points).any(axis=(-1, -2))]
    if not len(points):
        return None
    left, top = np.percentile(np.nanmin(points, axis=1), 2, axis=0)
    right, bottom = np.percentile(np.nanmax(points, axis=1), 98, axis=0)
    tight = Box(float(left), float(top), float(right), float(bottom))
    return tight.grown(BODY_MARGIN * max(tight.width, tight.height))


def panel_box(person: Box | None, width: float, height: float) -> Box:
    """Place for the panel: the first edge with room beside the person, else the one with the most.

    Parameters
    ----------
    person : Box or None
        Where the person is during the set, in a picture of `width` by `height` pixels.
    """
    shares = TALL_BAND_SHARES if height > width else BAND_SHARES
    least, wanted = (share * min(width, height) for share in shares)
    if person is None:
        return Box(0.0, 0.0, width, wanted)
    options = [("top", person.top, least, wanted), ("bottom", height - person.bottom, least, wanted)]
    if width > height:
        least, wanted = (share * height for share in COLUMN_SHARES)
        options += [("right", width - person.right, least, wanted), ("left", person.left, least, wanted)]
    edge, room, least, wanted = max(options, key=lambda option: min(option[1] / option[3], 1.0))
    return _along(edge, float(np.clip(room, least, wanted)), width, height)


def _along(edge: str, depth: float, width: float, height: float) -> Box:
    """Box of a depth along an edge of the picture."""
    return {
        "top": Box(0.0, 0.0, width, depth),
        "bottom": Box(0.0, height - depth, width, height),
        "right": Box(width - depth, 0.0, width, height),
        "left": Box(0.0, 0.0, depth, height),
    }[edge]
