"""Images rotated upright as their container asks, and brought to one size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from formcheck.frames.frame import Rgb, SourceInfo

_TURNS = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored image becomes upright: mirrored first, then rotated.

    Attributes
    ----------
    quarter_turns : int
        Clockwise quarter turns, 0 to 3.
    mirrored : bool
        Left and right are exchanged before the rotation (front cameras of some phones).
    """

    quarter_turns: int = 0
    mirrored: bool = False

    @classmethod
    def from_matrix(cls, matrix: Sequence[int]) -> "Orientation":
        """From the nine numbers (a b u, c d v, x y w) of a display matrix.

        A point (x, y) of the stored image is shown at (a·x + c·y, b·x + d·y), y pointing down. Other rotations
        are rounded to the nearest quarter turn.
        """
        a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
        mirrored = a * d - b * c < 0
        if mirrored:
            a, b = -a, -b
        return cls(round(math.atan2(b, a) / (math.pi / 2)) % 4, mirrored)

    @property
    def degrees(self) -> int:
        """Clockwise rotation: 0, 90, 180 or 270."""
        return 90 * self.quarter_turns

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the upright image."""
        return (height, width) if self.quarter_turns % 2 else (width, height)

    def upright(self, rgb: Rgb) -> Rgb:
        """The image rotated upright; the same array if there is nothing to do."""
        if self.mirrored:
            rgb = np.asarray(cv2.flip(rgb, 1), np.uint8)
        if self.quarter_turns:
            rgb = cv2.rotate(rgb, _TURNS[self.quarter_turns])
        return rgb


def fitted_size(width: int, height: int, longest_px: int | None) -> tuple[int, int]:
    """Size of an image scaled down to a longer side of `longest_px`, in even numbers; unchanged if it is smaller."""
    if longest_px is None or max(width, height) <= longest_px:
        return width, height
    scale = longest_px / max(width, height)
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def letterbox(rgb: Rgb, width: int, height: int) -> Rgb:
    """Scale an image as large as fits and centre it on black, `height` × `width` pixels.

    Both axes have the same scale, so angles do not change.
    """
    old_height, old_width = rgb.shape[:2]
    scale = min(width / old_width, height / old_height)
    new_width, new_height = max(1, round(old_width * scale)), max(1, round(old_height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    left, top = (width - new_width) // 2, (height - new_height) // 2
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[top : top + new_height, left : left + new_width] = cv2.resize(
        rgb, (new_width, new_height), interpolation=how
    )
    return canvas


def refitted_warning(count: int, source: SourceInfo) -> str:
    """Warning about the number of frames of a source that were letterboxed."""
    return f"frames of another size fitted to {source.width}×{source.height} with black bars: {count}"
