"""Whether two estimators that began at different times have come to see the same."""

from collections.abc import Sequence

import numpy as np

from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats, Pose

COMPARED = 10
"""Last frames of a run-in that are compared: a third of a second at 30 frames a second."""

MOST_APART = 0.02
"""Three quarters of the joints are no farther apart, in trunk lengths.

The model is never nearer to itself: one grey level of noise in the first frame of a clip moves its joints by 0.003
to 0.01 in all later ones. On the sample clips the joints of someone seen from the side were 0.001 to 0.007 apart
after the run-in, of someone seen along the body 0.07 or more; chosen between.
"""

MOST_APART_ONE = 0.10
"""No joint is farther apart: an arm or leg taken for the other one is; chosen on the sample clips."""

MOST_LESS_VISIBLE = 0.2
"""No visibility differs more; chosen: the limit that they are read against is 0.5."""

_JOINTS = [
    *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW),
    *(Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
]


LEAST_JOINTS = 6
"""So many joints have to be seen by both; chosen: half of them, those of the near side."""


def agree(one: Sequence[Pose], other: Sequence[Pose]) -> bool:
    """Whether two runs of poses of the same frames may be taken for one another; not if one saw nobody."""
    first, second = Pose.stack(one), Pose.stack(other)
    if not len(first) or not (first.seen & second.seen).all():
        return False
    missing, also_missing = (np.isnan(track.image[:, _JOINTS, 0]) for track in (first, second))
    if (missing.any(axis=0) != also_missing.any(axis=0)).any():
        return False
    distance = joint_distance(second, first)[:, ~missing.any(axis=0)]
    if distance.shape[1] < LEAST_JOINTS:
        return False
    apart = np.sort(np.median(distance, axis=0))
    less = np.abs(first.visibility - second.visibility)[:, _JOINTS].max()
    return bool(
        apart[round(0.75 * len(apart)) - 1] <= MOST_APART and apart[-1] <= MOST_APART_ONE and less <= MOST_LESS_VISIBLE
    )


def joint_distance(track: Pose, reference: Pose) -> Floats:
    """How far the joints of two tracks of the same frames are apart.

    Returns
    -------
    (T, 12) trunk lengths
        Shoulders, elbows, wrists, hips, knees, ankles. The trunk is that of `reference`: the middle of the
        shoulders to the middle of the hips, its median over the track. NaN where one of them saw nobody.
    """
    image = reference.image
    shoulders = image[:, [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=1)
    hips = image[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1)
    lengths = np.linalg.norm(shoulders - hips, axis=-1)
    lengths = lengths[np.isfinite(lengths)]
    trunk_px = np.median(lengths) if len(lengths) else np.nan
    return np.asarray(np.linalg.norm(track.image - image, axis=-1)[:, _JOINTS] / trunk_px, np.float64)
