"""Shape of the back of a person who stands or hinges, from the outline of the trunk.

There is no landmark between hips and shoulders. A side view shows the outline of the back: clothes, skin and muscle,
not vertebrae. Its bow is meaningful only as a change from the same person's back while standing upright in the same
clip: docs/back.md.
"""

from typing import NamedTuple

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.motion.view import Body, middle
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import OUTLINE_SHAPE, Floats, Pose
from formcheck.pose.trunk_silhouette import TRUNK_SHARES

ARM_HALF_WIDTH = 0.11
"""Half the width of an arm with its sleeve, in trunk lengths: an outline this close to an arm may be that of the arm;
docs/sources.md#back-shape."""

UPPER_ARM_FROM = 0.4
"""Share of the upper arm, from the shoulder, that lies on the trunk and hides no outline; chosen."""

MIN_POINTS = 11
"""Smallest number of points, of 17, that the bow is computed from; chosen: with fewer the ends alone decide."""

END_POINTS = 5
"""At least one of this many points must be seen at each end; chosen."""

SPAN = float(TRUNK_SHARES[-1] - TRUNK_SHARES[0])
"""Length of the outline, in trunk lengths."""


class Curve(NamedTuple):
    """A parabola through the outline of the back.

    Attributes
    ----------
    bow : (...) ratio
        Height of the arc above its ends, over the distance between its ends; positive if the back bows outwards.
    roughness : (...) ratio
        Root mean square distance of the outline from the parabola, over the same distance.
    depth : (...) ratio
        Mean distance of the parabola from the line between hips and shoulders, over the same distance; positive
        towards the back.
    """

    bow: Floats
    roughness: Floats
    depth: Floats


def back_outline(pose: Pose, body: Body) -> Floats:
    """Outline of the back from the hips up, with gaps where an arm is too close: (..., 17, 2) pixels.

    For a standing body; NaN where there is no outline.
    """
    if pose.outline is None:
        return np.full((*np.shape(pose.time_s), *OUTLINE_SHAPE[1:]), np.nan)
    points = pose.outline[..., 0 if body.facing > 0 else 1, :, :]
    return np.where(_clear_of_arms(points, pose)[..., None], points, np.nan)


def _clear_of_arms(points: Floats, pose: Pose) -> Floats:
    """Whether each point of an outline is farther from every arm than half the width of an arm: (..., 17)."""
    near = ARM_HALF_WIDTH * distance(middle(pose, "shoulder"), middle(pose, "hip"))[..., None]
    clear = np.ones(points.shape[:-1], dtype=bool)
    for side in SIDES:
        shoulder, elbow, wrist = (pose.point(landmark(part, side)) for part in ("shoulder", "elbow", "wrist"))
        upper = shoulder + UPPER_ARM_FROM * (elbow - shoulder)
        for a, b in ((upper, elbow), (elbow, wrist)):
            clear &= ~(_from_segment(points, a[..., None, :], b[..., None, :]) < near)
    return clear


def _from_segment(points: Floats, a: Floats, b: Floats) -> Floats:
    """Distance of points from the segment between `a` and `b`: (...), in their unit."""
    along = b - a
    share = ((points - a) * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-12)
    return distance(points, a + np.clip(share, 0.0, 1.0)[..., None] * along)


def back_curve(pose: Pose, body: Body) -> Curve:
    """Bow, roughness and depth of the back in each frame; NaN where too little of it was seen.

    A parabola, because it uses every point and is still steady: over whole spines it followed the true bend better
    than the middle of the outline against its ends (docs/back.md).
    """
    points, hips = back_outline(pose, body), middle(pose, "hip")[..., None, :]
    along = middle(pose, "shoulder")[..., None, :] - hips
    length = np.maximum(np.linalg.norm(along, axis=-1), 1e-6)
    from_hips = points - hips
    up = (from_hips * along).sum(axis=-1) / length**2
    across = from_hips[..., 0] * along[..., 1] - from_hips[..., 1] * along[..., 0]
    out = body.facing * across / length**2
    return _parabola(up, out)


def _parabola(up: Floats, out: Floats) -> Curve:
    """Fit of `out` over `up`, both (..., 17) in trunk lengths, NaN for gaps."""
    seen = np.isfinite(up) & np.isfinite(out)
    enough = seen.sum(axis=-1) >= MIN_POINTS
    enough &= seen[..., :END_POINTS].any(axis=-1) & seen[..., -END_POINTS:].any(axis=-1)
    x, y = np.where(seen, up - 0.5, 0.0), np.where(seen, out, 0.0)
    powers = np.stack([np.ones_like(x), x, x * x], axis=-1) * seen[..., None]
    normal = powers.mT @ powers + np.where(enough, 0.0, 1.0)[..., None, None] * np.eye(3)
    factors = np.linalg.solve(normal, powers.mT @ y[..., None])
    left_over = y - (powers @ factors)[..., 0]
    rms = np.sqrt((left_over**2).sum(axis=-1) / np.maximum(seen.sum(axis=-1), 1))
    bow = -0.25 * SPAN * factors[..., 2, 0]  # height c·(span/2)², over the span
    depth = factors[..., 0, 0] + factors[..., 2, 0] * SPAN**2 / 12.0  # mean of a + b·x + c·x² over the span
    return Curve(*(np.where(enough, each, np.nan) for each in (bow, rms / SPAN, depth / SPAN)))
