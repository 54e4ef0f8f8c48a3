"""Angles and distances from image points with equal axes (pixels)."""

import numpy as np

from formcheck.pose.pose import Floats


def angle_deg(a: Floats, b: Floats, c: Floats) -> Floats:
    """Angle at `b` between the directions to `a` and to `c`.

    Parameters
    ----------
    a, b, c : (..., D)
        Points in one unit on every axis: pixels or metres. Normalised coordinates divide x by the width
        and y by the height, and give a wrong angle in any image that is not square.

    Returns
    -------
    (...) degrees, 0 to 180
        NaN where a point is missing or falls on `b`.

    Notes
    -----
    Half-angle form, after Kahan. The arccos of a dot product is NaN whenever rounding puts its argument
    outside [-1, 1], as it does at a straight knee.
    """
    u, v = a - b, c - b
    norm_u = np.linalg.norm(u, axis=-1, keepdims=True)
    norm_v = np.linalg.norm(v, axis=-1, keepdims=True)
    apart = np.linalg.norm(norm_v * u - norm_u * v, axis=-1)
    along = np.linalg.norm(norm_v * u + norm_u * v, axis=-1)
    angle = np.degrees(2.0 * np.arctan2(apart, along))
    return np.where((norm_u * norm_v)[..., 0] > 0.0, angle, np.nan)


def signed_joint_angle_deg(a: Floats, b: Floats, c: Floats, rotation: int) -> Floats:
    """Angle at `b` from the direction of `c` to the direction of `a`, measured on one side of the joint.

    Unlike `angle_deg` it distinguishes the two directions of bending: with `rotation` chosen so that a flexed joint
    reads below 180, an over-extended one reads above.

    Parameters
    ----------
    a, b, c : (..., 2) pixels
        x to the right, y down.
    rotation : +1 or -1
        +1 if going from `a` to `c` through the measured side is clockwise in the image.

    Returns
    -------
    (...) degrees, -90 to 270
        The range begins at -90, far from any angle of a hip or a knee, so that noise around 0 or 180 never
        jumps by 360 degrees. NaN where a point is missing or falls on `b`.
    """
    u, v = a - b, c - b
    across = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    along = (u * v).sum(axis=-1)
    angle = np.degrees(np.arctan2(rotation * across, along))
    wrapped = np.where(angle < -90.0, angle + 360.0, angle)
    return np.where((across != 0.0) | (along != 0.0), wrapped, np.nan)


def angle_from_vertical_deg(start: Floats, end: Floats, forward: int) -> Floats:
    """Angle of the line from `start` up to `end` from the vertical of the image.

    Parameters
    ----------
    start, end : (..., 2) pixels
        x to the right, y down.
    forward : +1 or -1
        +1 if the positive direction is to the right of the image.

    Returns
    -------
    (...) degrees, -180 to 180
        0 straight up, positive if `end` lies forward of `start`. NaN where a point is missing.
    """
    step = end - start
    return np.degrees(np.arctan2(forward * step[..., 0], -step[..., 1]))


def angle_from_horizontal_deg(start: Floats, end: Floats) -> Floats:
    """Angle of the line from `start` to `end` above the horizontal of the image.

    Parameters
    ----------
    start, end : (..., 2) pixels
        x to the right, y down.

    Returns
    -------
    (...) degrees, -90 to 90
        0 level, positive if `end` is higher. NaN where a point is missing.
    """
    step = end - start
    return np.degrees(np.arctan2(-step[..., 1], np.abs(step[..., 0])))


def distance(a: Floats, b: Floats) -> Floats:
    """Distance between two points, shape ``(...)``, in their unit; NaN where a point is missing."""
    return np.asarray(np.linalg.norm(a - b, axis=-1))
