from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from formcheck.pose.landmarks import Landmark
from formcheck.pose.parallel import MAX_JOINT_DISTANCE, agree, joint_distance
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording

TRACK = load_recording(ROOT / "tests/golden/glute_bridge_good_side_p0.npz").track[100:110]
HIPS = TRACK.image[:, [23, 24]].mean(axis=1)
SHOULDERS = TRACK.image[:, [11, 12]].mean(axis=1)
TRUNK_PX = np.median(np.linalg.norm(SHOULDERS - HIPS, axis=-1))


def frames(track):
    return [track[i] for i in range(len(track))]


def moved(by_trunks, landmarks=slice(None)):
    image = TRACK.image.copy()
    image[:, landmarks, 0] += by_trunks * TRUNK_PX
    return replace(TRACK, image=image)


def test_a_track_agrees_with_itself():
    assert agree(frames(TRACK), frames(TRACK))


@pytest.mark.parametrize(("by_trunks", "agreed"), [(0.9 * MAX_JOINT_DISTANCE, True), (1.1 * MAX_JOINT_DISTANCE, False)])
def test_all_joints_may_be_a_little_apart(by_trunks, agreed):
    assert agree(frames(TRACK), frames(moved(by_trunks))) is agreed


@pytest.mark.parametrize(("by_trunks", "agreed"), [(0.05, True), (0.2, False)])
def test_a_hidden_limb_may_be_farther_apart_but_not_another_limb(by_trunks, agreed):
    limb = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE]

    assert agree(frames(TRACK), frames(moved(by_trunks, limb))) is agreed


def test_one_wild_frame_does_not_count():
    image = TRACK.image.copy()
    image[4] += TRUNK_PX

    assert agree(frames(TRACK), frames(replace(TRACK, image=image)))


def test_nobody_seen_is_no_agreement():
    alone = [*frames(TRACK)[:-1], Pose.nobody(float(TRACK.time_s[-1]))]

    assert not agree(frames(TRACK), alone)
    assert not agree(alone, alone)
    assert not agree([], [])


def test_a_joint_that_only_one_sees_is_no_agreement():
    visibility = TRACK.visibility.copy()
    visibility[-1, Landmark.RIGHT_HIP] -= 0.3

    assert not agree(frames(TRACK), frames(replace(TRACK, visibility=visibility)))


def test_distance_is_in_trunk_lengths():
    np.testing.assert_allclose(joint_distance(moved(0.25), TRACK), 0.25, rtol=1e-6)


def unseen(landmarks, frames=slice(None)):
    image = TRACK.image.copy()
    image[frames, landmarks] = np.nan
    return replace(TRACK, image=image)


def test_a_joint_that_neither_sees_is_left_out():
    limb = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE]

    assert agree(frames(unseen(limb)), frames(unseen(limb)))
    assert not agree(frames(unseen(limb)), frames(TRACK))
    assert not agree(frames(TRACK), frames(unseen(limb)))


def test_too_few_joints_are_no_agreement():
    most = slice(Landmark.LEFT_ELBOW, Landmark.LEFT_ANKLE)

    assert not agree(frames(unseen(most)), frames(unseen(most)))
