"""Outline of the trunk between hips and shoulders, from the segmentation mask: a few points per frame.

A pure function of mask and landmarks of one image, so it can run wherever poses are estimated. Which of the two
sides is the back is decided in `formcheck.motion.back_shape`.
"""

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import landmark
from formcheck.pose.pose import N_OUTLINE_POINTS, Floats

TRUNK_SHARES: Floats = np.linspace(0.1, 0.9, N_OUTLINE_POINTS)
"""Where the outline is measured, as shares of the distance from hips to shoulders; docs/sources.md#back-shape."""

MASK_EDGE = 0.5
"""Mask value at the person's edge; docs/sources.md#back-shape."""

MAX_REACH = 0.6
"""Farthest edge from the hip-shoulder line, in lengths of that line; chosen: 1.5 times the farthest back observed."""

STEP_PX = 0.5
"""Distance between two samples on the path to the edge; chosen: the edge is interpolated between samples."""


def trunk_outline(mask: npt.NDArray[np.float32], image: Floats) -> Floats:
    """Edges of the mask on both sides of the line from mid-hip to mid-shoulder.

    Parameters
    ----------
    mask : (height, width) from 0 to 1
        The model's confidence that a pixel belongs to the person.
    image : (33, 2) pixels
        Landmarks in the same image.

    Returns
    -------
    (2, N_OUTLINE_POINTS, 2) pixels
        First the side to the left of the direction from hips to shoulders in the image, then the other side; each from
        the hips up. NaN where the path from the line does not start inside the mask, or meets no edge within
        `MAX_REACH` or within the image.
    """
    hips, shoulders = (0.5 * (image[landmark(part, "left")] + image[landmark(part, "right")]) for part in _ENDS)
    along = shoulders - hips
    length = float(np.hypot(*along))
    if not (np.isfinite(length) and length >= 1.0):
        return np.full((2, N_OUTLINE_POINTS, 2), np.nan)
    left = np.array((along[1], -along[0])) / length
    out_px = np.arange(0.0, MAX_REACH * length, STEP_PX)
    start = hips + TRUNK_SHARES[:, None] * along
    paths = np.stack([start[:, None] + sign * out_px[:, None] * left for sign in (1.0, -1.0)])
    crossed = _first_crossing(_sample(mask, paths)) * STEP_PX
    return np.stack([start + sign * crossed[i][:, None] * left for i, sign in enumerate((1.0, -1.0))])


_ENDS = ("hip", "shoulder")


def _sample(mask: npt.NDArray[np.float32], points: Floats) -> Floats:
    """Mask values at points between pixels, (...), bilinear; NaN outside the image."""
    height, width = mask.shape
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    column = np.clip(x.astype(np.intp), 0, width - 2)
    row = np.clip(y.astype(np.intp), 0, height - 2)
    right, down = x - column, y - row
    upper = mask[row, column] * (1 - right) + mask[row, column + 1] * right
    lower = mask[row + 1, column] * (1 - right) + mask[row + 1, column + 1] * right
    return np.where(inside, upper * (1 - down) + lower * down, np.nan)


def _first_crossing(values: Floats) -> Floats:
    """Steps along the last axis until the values first fall below `MASK_EDGE`, (...), interpolated; NaN if never."""
    below = values < MASK_EDGE
    first = below.argmax(axis=-1)
    after = np.maximum(first, 1)[..., None]
    inner, outer = (np.take_along_axis(values, at, axis=-1)[..., 0] for at in (after - 1, after))
    with np.errstate(invalid="ignore", divide="ignore"):
        place = first - 1 + (inner - MASK_EDGE) / (inner - outer)
    return np.where((first > 0) & np.isfinite(inner), place, np.nan)
