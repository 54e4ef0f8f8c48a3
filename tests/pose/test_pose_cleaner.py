"""Both cleaning steps together: swapped limbs are put back before anything is rejected."""

from dataclasses import replace

import numpy as np

from figures import Camera, bridge_track, frames
from formcheck.pose.cleaning import PoseCleaner
from formcheck.pose.landmarks import Landmark

LEGS = [
    *(Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    *(Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
]
ANKLE = Landmark.RIGHT_ANKLE


def test_a_clean_frame_is_the_same_object():
    clean = PoseCleaner()

    assert [pose for pose in frames(bridge_track(1)) if clean(pose) is not pose] == []
    assert (clean.swaps_repaired, clean.rejected.any()) == (0, False)


def test_swapped_legs_are_put_back_and_a_landmark_far_off_is_rejected():
    track = bridge_track(1, camera=Camera(off_deg=45.0))
    image, world, visibility = track.image.copy(), track.world.copy(), track.visibility.copy()
    for values in (image, world, visibility):
        values[40:43, LEGS] = values[40:43, LEGS[4:] + LEGS[:4]]
    image[60, ANKLE] += 2000.0
    clean, cleaned, rejected = PoseCleaner(), [], []
    for pose in frames(replace(track, image=image, world=world, visibility=visibility)):
        cleaned.append(clean(pose))
        rejected += [(len(cleaned) - 1, int(mark)) for mark in np.flatnonzero(clean.rejected)]

    assert clean.swaps_repaired == 1
    assert rejected == [(60, ANKLE)]
    assert np.isnan(cleaned[60].image[ANKLE]).all()
    for frame in (40, 41, 42):
        np.testing.assert_array_equal(cleaned[frame].image, track.image[frame])
