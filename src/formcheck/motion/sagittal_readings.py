"""Readings of a rep: the same frames seen in several ways, each wrong in a way of its own.

In the image; in the image stretched by as much as the turn of the camera has shortened it; and in the world landmarks,
projected onto the person's own sagittal plane, of each side and of the middle of both. Whatever is measured in a side
view can be measured in each of them; `formcheck.rules.estimate` puts the results together.
"""

from dataclasses import dataclass, replace

import numpy as np

from formcheck.motion.camera_roll import derolled
from formcheck.motion.view import Body, End, Posture, azimuth_of, body_scale_px
from formcheck.pose.landmarks import landmark
from formcheck.pose.pose import Floats, Pose

MOST_STRETCHED_DEG = 65.0
"""Azimuth for which the image is stretched at most; chosen: beyond it widths are too small to be stretched."""

PLANE_PX_PER_M = 400.0
"""Scale at which world landmarks are drawn as if they were an image: any will do, sizes are measured in trunk
lengths."""

TOWARDS_FRONT: frozenset[End] = frozenset({"front", "feet"})
"""Ends of the body for which a turn of the camera counts as positive. For people who lie face down it is the head."""

_LEFT = [
    landmark(part, "left") for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
]
_RIGHT = [
    landmark(part, "right") for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
]


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The frames of a rep in several readings.

    Attributes
    ----------
    tracks : tuple of (Pose, Body)
        The image, the stretched image, the sagittal plane, and the middle of both sides in that plane. The image
        coordinates of each are those of a camera at the side; in the last three the unit is not a pixel of the image.
    turn : float
        Sine of the azimuth of the camera, -1 to 1: 0 from the side, positive towards the front of a standing person,
        the feet of one on the back, and the head of one face down; NaN if it is unknown.
    agrees : bool
        False if world landmarks and image do not agree on the direction that the person faces: then the turn is not
        known.
    """

    tracks: tuple[tuple[Pose, Body], ...]
    turn: float
    agrees: bool


def readings_of(track: Pose, body: Body, posture: Posture) -> Readings:
    """Readings of the (T,) frames of a rep."""
    azimuth = azimuth_of(track, posture)
    level = replace(body, roll_deg=0.0)
    flat = derolled(track, body.roll_deg)
    if azimuth is None:
        return Readings(((flat, level),), np.nan, agrees=False)
    towards = azimuth.end in TOWARDS_FRONT if posture != "prone" else azimuth.end == "head"
    stretch = 1.0 / np.cos(np.radians(min(azimuth.deg, MOST_STRETCHED_DEG)))
    plane, agrees = in_sagittal_plane(track, body.facing)
    drawn = [flat.image * (stretch, 1.0), plane, middle_of_sides(plane)]
    tracks = [(flat, level), *(_scaled(replace(flat, image=image), level) for image in drawn)]
    return Readings(tuple(tracks), float(np.sin(np.radians(azimuth.deg))) * (1.0 if towards else -1.0), agrees)


def _scaled(track: Pose, body: Body) -> tuple[Pose, Body]:
    """A reading with the size that the person has in it."""
    sizes = body_scale_px(track)
    return track, replace(body, trunk_px=float(np.nanmedian(sizes)) if np.isfinite(sizes).any() else body.trunk_px)


def in_sagittal_plane(track: Pose, facing: int) -> tuple[Floats, bool]:
    """World landmarks as a camera exactly at the side would see them.

    The direction across the person is the median over the track of the lines from right to left of hips and shoulders,
    made horizontal.

    Returns
    -------
    (T, 33, 2) in units of 1 / `PLANE_PX_PER_M` metres, x to the right and y down, and whether the direction that the
    person faces is the same as in the image.
    """
    lines = np.concatenate(
        [
            track.world[..., landmark(part, "left"), :] - track.world[..., landmark(part, "right"), :]
            for part in ("shoulder", "hip")
        ]
    )
    across = lines[np.isfinite(lines).all(axis=-1)]
    if not len(across):
        return np.full(track.image.shape, np.nan), False
    x, _, z = np.median(across, axis=0)
    forward = np.array([z, 0.0, -x]) / max(float(np.hypot(x, z)), 1e-9)
    agrees = bool(forward[0] * facing > 0.0)
    towards = forward if forward[0] >= 0.0 else -forward
    drawn = np.stack([track.world @ towards, track.world[..., 1]], axis=-1) * PLANE_PX_PER_M
    return drawn, agrees


def middle_of_sides(image: Floats) -> Floats:
    """(..., 33, 2) points in which both sides lie where the middle of both was."""
    out = image.copy()
    out[..., _LEFT, :] = out[..., _RIGHT, :] = 0.5 * (image[..., _LEFT, :] + image[..., _RIGHT, :])
    return out
