"""Where things go in an image: the person, and the panel beside them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.pose.pose import Pose

BODY_MARGIN = 0.08
"""How far a body extends beyond its landmarks, as a share of the longer side of their box; chosen so that head and
feet stay inside in the samples."""

BAND_SHARES = (0.16, 0.27)
"""Minimum and preferred height of a panel along the top or bottom edge, as a share of the image's shorter side;
chosen: at 480 pixels the count can be read from three metres on a phone."""

TALL_BAND_SHARES = (0.20, 0.40)
"""The same for a portrait image, which has height to spare but little width."""

COLUMN_SHARES = (0.26, 0.42)
"""Minimum and preferred width of a panel at the left or right edge of a landscape image, as a share of its height."""


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
        """The box enlarged by this many pixels on every side."""
        return type(self)(self.left - by_px, self.top - by_px, self.right + by_px, self.bottom + by_px)

    def scaled(self, x: float, y: float) -> Self:
        """The same part of an image of another size, `x` and `y` times as large."""
        return type(self)(self.left * x, self.top * y, self.right * x, self.bottom * y)

    def moved(self, x: float, y: float) -> Self:
        """The box shifted by `x` pixels to the right and `y` pixels down."""
        return type(self)(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def union(self, other: "Box") -> Self:
        """The smallest box that contains both."""
        return type(self)(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def clipped(self, width: float, height: float) -> Self:
        """The part inside an image of this size."""
        left, right = (float(np.clip(x, 0.0, width)) for x in (self.left, self.right))
        top, bottom = (float(np.clip(y, 0.0, height)) for y in (self.top, self.bottom))
        return type(self)(left, top, right, bottom)


def person_box(track: Pose) -> Box | None:
    """Box around a person's body in one frame, or in a track without its 2 % most extreme frames on each side.

    None when no landmark was seen. The box may extend beyond the image.
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
    """Box for the panel: along the first edge with enough room beside the person, or else the one with the most room.

    Parameters
    ----------
    person : Box or None
        Where the person is during the set, in an image of `width` by `height` pixels.
    """
    shares = TALL_BAND_SHARES if height > width else BAND_SHARES
    minimum, preferred = (share * min(width, height) for share in shares)
    if person is None:
        return Box(0.0, 0.0, width, preferred)
    options = [("top", person.top, minimum, preferred), ("bottom", height - person.bottom, minimum, preferred)]
    if width > height:
        minimum, preferred = (share * height for share in COLUMN_SHARES)
        options += [("right", width - person.right, minimum, preferred), ("left", person.left, minimum, preferred)]
    edge, room, minimum, preferred = max(options, key=lambda option: min(option[1] / option[3], 1.0))
    return _along(edge, float(np.clip(room, minimum, preferred)), width, height)


def _along(edge: str, depth: float, width: float, height: float) -> Box:
    """Box of a depth in pixels along an edge of the image."""
    return {
        "top": Box(0.0, 0.0, width, depth),
        "bottom": Box(0.0, height - depth, width, height),
        "right": Box(width - depth, 0.0, width, height),
        "left": Box(0.0, 0.0, depth, height),
    }[edge]
