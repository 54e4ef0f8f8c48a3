"""People who hinge, with outlines of the trunk whose bow is known."""

from dataclasses import replace

import numpy as np

from figures import Camera, along, bent_over, pictured, standing_still, times
from formcheck.motion.view import middle
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Floats, Pose
from formcheck.pose.trunk_silhouette import TRUNK_SHARES

STANDING_BOW, DEPTH = -0.03, 0.22
"""Bow of a standing back, and how far the back lies behind the line from hips to shoulders, by that line."""


def outlined(track: Pose, bow: Floats | float, turn: int = 1, depth: float = DEPTH) -> Pose:
    """A track with outlines: the back a parabola of this bow, the belly straight.

    Parameters
    ----------
    bow : (T,) or one number
        Height of the arc over the distance of its ends.
    turn : +1 or -1
        +1 for somebody who faces right.
    """
    hips = middle(track, "hip")[:, None, :]
    along_trunk = middle(track, "shoulder")[:, None, :] - hips
    left = np.stack([along_trunk[..., 1], -along_trunk[..., 0]], axis=-1)
    span = TRUNK_SHARES[-1] - TRUNK_SHARES[0]
    arc = np.asarray(bow)[..., None] * span * (1.0 - (2.0 * (TRUNK_SHARES - 0.5) / span) ** 2) + depth
    back = np.broadcast_to(arc, (len(track), len(TRUNK_SHARES)))[..., None]
    belly = np.full_like(back, -depth)
    sides = (back, belly) if turn > 0 else (-belly, -back)
    start = hips + TRUNK_SHARES[:, None] * along_trunk
    return replace(track, outline=np.stack([start + side * left for side in sides], axis=1))


def hinges(bows: tuple[float, ...], stand_s: float = 1.5, lean_deg: float = 70.0, camera: Camera | None = None) -> Pose:
    """Stands, and hinges once for each bow of the back at the bottom; upright the bow is `STANDING_BOW`."""
    camera = camera or Camera()
    lean, bow = [(0.0, 0.0), (stand_s, 0.0)], [(0.0, STANDING_BOW), (stand_s, STANDING_BOW)]
    for bottom in bows:
        for path, low, high in ((lean, lean_deg, 0.0), (bow, bottom, STANDING_BOW)):
            path += [(1.2, low), (0.3, low), (1.2, high), (0.8, high)]
    time_s = times(lean, camera.fps)
    track = hanging(pictured(time_s, bent_over(along(lean, time_s)), camera), camera.px_per_m)
    return outlined(track, along(bow, time_s), turn=1 if camera.head == "left" else -1)


def hanging(track: Pose, px_per_m: float) -> Pose:
    """A track in which the arms hang straight down."""
    image = track.image.copy()
    for side in SIDES:
        for part, below_m in (("elbow", 0.28), ("wrist", 0.53)):
            image[:, landmark(part, side)] = track.point(landmark("shoulder", side))
            image[:, landmark(part, side), 1] += below_m * px_per_m
    return replace(track, image=image)


def stands(seconds: float, bow: float = STANDING_BOW) -> Pose:
    """Somebody who stands still."""
    return outlined(standing_still(seconds), bow)
