"""Pictures of another size, brought to one size."""

import cv2
import numpy as np

from formcheck.frames.frame import Rgb, SourceInfo


def fitted_size(width: int, height: int, longest_px: int | None) -> tuple[int, int]:
    """Size of a picture scaled down until its longer side is `longest_px`, in even numbers; else as it is."""
    if longest_px is None or max(width, height) <= longest_px:
        return width, height
    scale = longest_px / max(width, height)
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def letterbox(rgb: Rgb, width: int, height: int) -> Rgb:
    """Scale a picture as large as fits and centre it on black, `height` × `width` pixels.

    Both axes are scaled alike, so angles stay what they were.
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


def told_refitted(count: int, source: SourceInfo) -> str:
    """Say how many pictures of a source were letterboxed."""
    return f"pictures of another size fitted to {source.width}×{source.height} with black bars: {count}"
